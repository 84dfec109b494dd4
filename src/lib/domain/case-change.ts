import type { Cohort } from './cohort';
import type { ChangeOperation, ChangeSubject, JournalAuthor } from './journal';

/** One thing that somebody did on a case, as its circle is told. */
export interface ToldChange {
	/** ISO date-time. */
	at: string;
	author: JournalAuthor;
	table: string;
	rowId: string | null;
	operation: ChangeOperation;
	fields: string[];
	subject: ChangeSubject | null;
}

/** What others did on a case since the reader last looked, latest first. */
export interface CaseNews {
	/** ISO date-time of that last look. */
	since: string;
	changes: ToldChange[];
}

/** What others did on the cases that the reader may open. */
export interface RecentChange extends ToldChange {
	territory: string;
	case: { reference: string; shortName: string; cohort: Cohort };
}

/** What happened, among those that have a sentence. */
export type ChangeCode =
	| 'action_added'
	| 'action_done'
	| 'action_dropped'
	| 'action_stuck'
	| 'action_changed'
	| 'blocker_added'
	| 'blocker_lifted'
	| 'blocker_stuck'
	| 'blocker_changed'
	| 'decided'
	| 'decision_changed'
	| 'asked'
	| 'request_changed'
	| 'outcome_added'
	| 'outcome_changed'
	| 'check_planned'
	| 'check_answered'
	| 'scheme_changed'
	| 'entry_decided'
	| 'closed'
	| 'reopened'
	| 'moved'
	| 'agreement_added'
	| 'agreement_withdrawn'
	| 'agreement_replaced'
	| 'organization_added'
	| 'organization_withdrawn'
	| 'circle_added'
	| 'circle_ended'
	| 'join_asked'
	| 'join_answered'
	| 'handover_made'
	| 'handover_answered'
	| 'identity_changed'
	| 'wrote'
	| 'wrote_own'
	| 'erased'
	| 'met'
	| 'case_added'
	| 'lead_changed'
	| 'case_changed';

type Change = Pick<ToldChange, 'table' | 'operation' | 'fields' | 'subject'> & {
	rowId?: string | null;
};

const STATES: Record<string, Record<string, ChangeCode>> = {
	actions: { done: 'action_done', dropped: 'action_dropped', stuck: 'action_stuck' },
	blockers: { lifted: 'blocker_lifted', stuck: 'blocker_stuck' }
};

/** What a change of a table was, for a sentence; `case_changed` for what has none of its own. */
export function changeCodeOf({ table, operation, fields, subject, rowId }: Change): ChangeCode {
	const adds = operation === 'insert';
	const has = (field: string): boolean => !adds && fields.includes(field);
	switch (table) {
		case 'actions':
		case 'blockers': {
			const noun = table === 'actions' ? 'action' : 'blocker';
			if (adds) return `${noun}_added`;
			return STATES[table]?.[subject?.status ?? ''] ?? `${noun}_changed`;
		}
		case 'decisions':
			return adds ? 'decided' : 'decision_changed';
		case 'requests':
			return adds ? 'asked' : 'request_changed';
		case 'outcomes':
			return adds ? 'outcome_added' : 'outcome_changed';
		case 'placement_checks':
			return has('answer') ? 'check_answered' : 'check_planned';
		case 'case_schemes':
			return 'scheme_changed';
		case 'entry_decisions':
			return 'entry_decided';
		case 'case_closings':
			return has('reopened_at') ? 'reopened' : 'closed';
		case 'stage_changes':
			return 'moved';
		case 'agreements':
			if (adds) return 'agreement_added';
			return has('withdrawn_at') ? 'agreement_withdrawn' : 'agreement_replaced';
		case 'agreement_organizations':
			return has('withdrawn_at') ? 'organization_withdrawn' : 'organization_added';
		case 'circle_members':
			return adds ? 'circle_added' : 'circle_ended';
		case 'circle_requests':
			return adds ? 'join_asked' : 'join_answered';
		case 'handovers':
			return adds ? 'handover_made' : 'handover_answered';
		case 'person_identities':
			return 'identity_changed';
		case 'documents':
			if (operation === 'delete') return 'erased';
			return rowId?.startsWith('case-own:') ? 'wrote_own' : 'wrote';
		case 'own_note':
			return 'wrote_own';
		case 'cases':
			if (adds) return 'case_added';
			if (has('referent_id')) return 'lead_changed';
			return has('last_contact_on') ? 'met' : 'case_changed';
		default:
			return 'case_changed';
	}
}

/** Filters of the timeline: parts of the follow-up, and the tables that each is told by. */
export const HISTORY_GROUPS = ['follow-up', 'course', 'sharing', 'access'] as const;
export type HistoryGroup = (typeof HISTORY_GROUPS)[number];

export const GROUP_TABLES: Record<HistoryGroup, readonly string[]> = {
	'follow-up': [
		'actions',
		'blockers',
		'blocker_answers',
		'documents',
		'decisions',
		'requests',
		'cases'
	],
	course: ['outcomes', 'placement_checks', 'case_schemes', 'entry_decisions', 'case_closings'],
	sharing: [
		'agreements',
		'agreement_organizations',
		'circle_members',
		'circle_requests',
		'guest_links',
		'handovers',
		'person_identities'
	],
	access: []
};

/** What is told in a line of its own when much happened; anything else is counted together. */
export const NEWS_CODES = [
	'action_done',
	'action_added',
	'blocker_lifted',
	'blocker_stuck',
	'blocker_added',
	'decided',
	'outcome_added',
	'moved',
	'closed'
] as const satisfies readonly ChangeCode[];
export type NewsCode = (typeof NEWS_CODES)[number];

export interface NewsSummary {
	/** How many rows each thing happened to, in the order of NEWS_CODES. */
	counts: { code: NewsCode; n: number }[];
	/** First names of who wrote in the note. */
	writers: string[];
	/** Other changes. */
	others: number;
}

/** News in a few words: each row counts once for what happened to it. */
export function summarizeNews(changes: readonly ToldChange[]): NewsSummary {
	const rows = new Map<ChangeCode, Set<string>>();
	const writers = new Set<string>();
	for (const change of changes) {
		const code = changeCodeOf(change);
		if (code === 'wrote' && change.author) writers.add(change.author.firstName);
		const ids = rows.get(code) ?? new Set();
		rows.set(code, ids.add(`${change.table} ${change.rowId ?? change.at}`));
	}
	const told = new Set<ChangeCode>([...NEWS_CODES, 'wrote', 'met']);
	return {
		counts: NEWS_CODES.flatMap((code) => {
			const n = rows.get(code)?.size ?? 0;
			return n === 0 ? [] : [{ code, n }];
		}),
		writers: [...writers].sort(),
		others: [...rows].reduce((sum, [code, ids]) => sum + (told.has(code) ? 0 : ids.size), 0)
	};
}

/** Minutes in which what one person did on one case is one line. */
const LINE_MINUTES = 30;

/** Changes, latest first, one for each case and author in half an hour: the most telling of them. */
export function linesOfRecent(changes: readonly RecentChange[]): RecentChange[] {
	const lines: RecentChange[] = [];
	const open = new Map<string, { index: number; until: number }>();
	for (const change of changes) {
		const key = `${change.territory} ${change.case.reference} ${change.author?.id ?? ''}`;
		const at = Date.parse(change.at);
		const line = open.get(key);
		const shown = line && lines[line.index];
		if (line && shown && at >= line.until) {
			if (rankOf(change) < rankOf(shown)) lines[line.index] = { ...change, at: shown.at };
			continue;
		}
		open.set(key, { index: lines.length, until: at - LINE_MINUTES * 60_000 });
		lines.push(change);
	}
	return lines;
}

const RANKS: readonly ChangeCode[] = [
	'closed',
	'moved',
	'blocker_lifted',
	'action_done',
	'outcome_added',
	'decided',
	'wrote'
];

function rankOf(change: ToldChange): number {
	const rank = RANKS.indexOf(changeCodeOf(change));
	return rank < 0 ? RANKS.length : rank;
}
