import {
	dueStateOf,
	isMine,
	isOnAgenda,
	needsAgreement,
	silenceOf,
	type BoardCard
} from './board-card';
import { BLOCKER_TYPES, isBlockerType, type BlockerType } from './blocker';
import { COHORTS, type Cohort } from './cohort';
import { sortWord, type ListSort } from './board-sort';
import { BOARD_STAGES, type Stage } from './stage';

export const BOARD_VIEWS = ['stages', 'cohorts', 'list'] as const;
export type BoardView = (typeof BOARD_VIEWS)[number];

/** What may deserve a look: an action late, silence, an agreement to collect or to renew, a case for the meeting. */
export const ALERTS = ['late', 'silent', 'agreement', 'meeting'] as const;
export type Alert = (typeof ALERTS)[number];

export interface BoardFilters {
	cohort: Cohort | null;
	mine: boolean;
	referentId: string | null;
	organizationId: string | null;
	blocker: BlockerType | null;
	alert: Alert | null;
}

export const NO_FILTERS: BoardFilters = {
	cohort: null,
	mine: false,
	referentId: null,
	organizationId: null,
	blocker: null,
	alert: null
};

/** Words of the address: French, and never a name of a person. */
const VIEW_WORDS: Record<BoardView, string> = {
	stages: 'etapes',
	cohorts: 'cohortes',
	list: 'liste'
};
const COHORT_WORDS: Record<Cohort, string> = {
	youth: 'jeunes',
	women: 'femmes',
	seniors: 'seniors'
};
const ALERT_WORDS: Record<Alert, string> = {
	late: 'retard',
	silent: 'silence',
	agreement: 'accord',
	meeting: 'reunion'
};
const BLOCKER_WORDS: Record<BlockerType, string> = {
	mobility: 'mobilite',
	childcare: 'garde',
	language: 'langue',
	housing: 'logement',
	health: 'sante',
	digital: 'numerique',
	rights: 'droits',
	budget: 'budget',
	confidence: 'confiance',
	qualification: 'qualification',
	isolation: 'isolement',
	discrimination: 'discriminations'
};
const ID = /^[0-9a-f-]{36}$/;

/** The view that an address asks for; the one by stages when it says nothing we know. */
export function readView(query: URLSearchParams): BoardView {
	return keyOf(VIEW_WORDS, BOARD_VIEWS, query.get('vue')) ?? 'stages';
}

/** The filters of an address. What is unknown in it is left out. */
export function readFilters(query: URLSearchParams): BoardFilters {
	return {
		cohort: keyOf(COHORT_WORDS, COHORTS, query.get('cohorte')),
		mine: query.has('mes'),
		referentId: idOf(query.get('referent')),
		organizationId: idOf(query.get('structure')),
		blocker: keyOf(BLOCKER_WORDS, BLOCKER_TYPES, query.get('frein')),
		alert: keyOf(ALERT_WORDS, ALERTS, query.get('alerte'))
	};
}

/** The query string of a view, its filters and the sort of its list, with its `?`, or an empty string for the plain board. */
export function writeQuery(view: BoardView, filters: BoardFilters, sort: ListSort | null): string {
	const query = new URLSearchParams();
	if (view !== 'stages') query.set('vue', VIEW_WORDS[view]);
	if (filters.cohort) query.set('cohorte', COHORT_WORDS[filters.cohort]);
	if (filters.mine) query.set('mes', '1');
	if (filters.referentId) query.set('referent', filters.referentId);
	if (filters.organizationId) query.set('structure', filters.organizationId);
	if (filters.blocker) query.set('frein', BLOCKER_WORDS[filters.blocker]);
	if (filters.alert) query.set('alerte', ALERT_WORDS[filters.alert]);
	if (sort) query.set('tri', sortWord(sort));
	const text = query.toString();
	return text ? `?${text}` : '';
}

/** Who looks, and when. */
export interface Viewpoint {
	profileId: string;
	/** ISO date. */
	today: string;
	/** Organisation of each colleague, by profile id. */
	organizationOf: (profileId: string) => string | null;
}

/** True when a card passes every filter that is set. */
export function passes(card: BoardCard, filters: BoardFilters, view: Viewpoint): boolean {
	const { cohort, mine, referentId, organizationId, blocker, alert } = filters;
	if (cohort && card.cohort !== cohort) return false;
	if (mine && !isMine(card, view.profileId)) return false;
	if (referentId && card.referentId !== referentId) return false;
	if (organizationId && !belongsTo(card, organizationId, view)) return false;
	if (blocker && !card.blockers.some(({ type }) => isBlockerType(type) && type === blocker)) {
		return false;
	}
	return alert === null || raises(card, alert, view.today);
}

/** True when a card raises an alert on that day. */
function raises(card: BoardCard, alert: Alert, today: string): boolean {
	switch (alert) {
		case 'late':
			return dueStateOf(card, today) === 'late';
		case 'silent':
			return silenceOf(card, today) !== null;
		case 'agreement':
			return needsAgreement(card, today);
		case 'meeting':
			return card.proposal !== null || isOnAgenda(card, today);
	}
}

/** An organisation follows a case when its référent works there, or when it opened a case without référent. */
function belongsTo(card: BoardCard, organizationId: string, view: Viewpoint): boolean {
	const own = card.referentId === null ? card.organizationId : view.organizationOf(card.referentId);
	return own === organizationId;
}

function keyOf<K extends string>(
	words: Record<K, string>,
	keys: readonly K[],
	word: string | null
): K | null {
	return keys.find((key) => words[key] === word) ?? null;
}

function idOf(value: string | null): string | null {
	return value !== null && ID.test(value) ? value : null;
}

const STAGE_WORDS: Record<Exclude<Stage, 'exit'>, string> = {
	outreach: 'reperage',
	diagnosis: 'diagnostic',
	unblocking: 'freins',
	project: 'projet',
	employment: 'emploi'
};

/** The stage that an address asks a new case to start in; the first one when it says nothing we know. */
export function readStage(query: URLSearchParams): Exclude<Stage, 'exit'> {
	return keyOf(STAGE_WORDS, BOARD_STAGES, query.get('etape')) ?? 'outreach';
}

/** The word of a stage in an address. */
export function stageWord(stage: Exclude<Stage, 'exit'>): string {
	return STAGE_WORDS[stage];
}
