import type { Minutes, MinutesAction, MinutesItem, MinutesVersion } from '$lib/domain/minutes';
import type { Outline, OutlineBlock, OutlineFact, OutlineTable } from '$lib/domain/outline';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { formatDate, formatLong, formatTime } from '$lib/ui/kit/dates';
import { typeText } from '$lib/ui/meeting/meeting-text';
import {
	decisionKindText,
	followUp,
	itemText,
	noticeText,
	personText,
	presenceText,
	roleText,
	stateText,
	subjectText,
	timeText
} from './minutes-words';
import { cleanText } from './clean-text';

/** Tells minutes once, in the language of the request; the screen and each file draw what it returns. */
export function minutesOutline(minutes: Minutes): Outline {
	const { cut, kind, territory, status } = minutes;
	const outline: Outline = {
		language: getLocale() === 'fr' ? 'fr-FR' : 'en-GB',
		title: m.minutes_title({ day: formatDate(minutes.startsAt) }),
		subtitle: m.minutes_subtitle({ kind: typeText(kind), territory }),
		notices: [noticeText(cut), ...(status === 'closed' ? [] : [m.minutes_notice_open()])],
		blocks: [
			...meetingBlocks(minutes),
			...attendanceBlocks(minutes),
			...itemsBlocks(minutes),
			heading(m.minutes_actions()),
			actionsTable(minutes.actions, m.minutes_actions_caption()) ??
				paragraph(m.minutes_actions_none()),
			heading(m.minutes_previous()),
			actionsTable(minutes.previous, m.minutes_previous_caption()) ??
				paragraph(m.minutes_previous_none()),
			...addendaBlocks(minutes),
			...versionBlocks(minutes.versions),
			heading(m.minutes_next()),
			paragraph(nextText(minutes.next))
		]
	};
	return cleaned(outline);
}

function meetingBlocks(minutes: Minutes): OutlineBlock[] {
	const { startsAt, endsAt, startedAt, place, facilitator, versions, version } = minutes;
	const read = versions.find(({ number }) => number === version);
	const facts: (OutlineFact | false)[] = [
		{ label: m.minutes_date(), value: formatLong(startsAt) },
		{ label: m.minutes_planned(), value: hours(startsAt, endsAt) },
		startedAt !== null && { label: m.minutes_held(), value: heldText(startedAt, minutes.endedAt) },
		place !== '' && { label: m.minutes_place(), value: place },
		facilitator !== null && { label: m.minutes_leader(), value: personText(facilitator) },
		read !== undefined && {
			label: m.minutes_version(),
			value: m.minutes_version_of({
				number: read.number,
				day: formatDate(read.sealedAt),
				time: formatTime(read.sealedAt)
			})
		}
	];
	return [
		heading(m.minutes_meeting()),
		{ type: 'facts', facts: facts.filter((fact) => fact !== false) }
	];
}

function attendanceBlocks({ attendance, cut }: Minutes): OutlineBlock[] {
	const title = m.minutes_attendance();
	if (attendance.length === 0) return [heading(title), paragraph(m.minutes_attendance_none())];
	const named = cut !== 'coordination';
	const organizationOf = (organization: string | null) =>
		organization ?? m.minutes_organization_unknown();
	const rows = attendance.map((line) => {
		const { name, organization } = line.person;
		const presence = presenceText(line);
		return named
			? [name ?? m.minutes_name_unknown(), organizationOf(organization), presence]
			: [organizationOf(organization), roleText(line.person), presence];
	});
	// The database orders them by ids, which say nothing to a reader.
	rows.sort(([a = ''], [b = '']) => a.localeCompare(b));
	const columns = named
		? [m.minutes_column_person(), m.minutes_column_organization()]
		: [m.minutes_column_organization(), m.minutes_column_role()];
	return [
		heading(title),
		{
			type: 'table',
			caption: m.minutes_attendance_caption(),
			columns: [...columns, m.minutes_column_presence()],
			rows
		}
	];
}

function itemsBlocks({ items, cut }: Minutes): OutlineBlock[] {
	const none =
		cut === 'organization' ? m.minutes_items_none_organization() : m.minutes_items_none();
	return [
		heading(m.minutes_items()),
		...(items.length === 0 ? [paragraph(none)] : items.flatMap(itemBlocks))
	];
}

function itemBlocks(item: MinutesItem): OutlineBlock[] {
	const title: OutlineBlock = { type: 'heading', level: 3, text: itemText(item) };
	// Nothing is said of a case that may no longer be known, not even that nothing was decided.
	if (item.withdrawn) return [title];
	const notes = item.notes.trim();
	const facts: (OutlineFact | false)[] = [
		item.question !== '' && { label: m.minutes_question(), value: item.question },
		{ label: m.minutes_state(), value: stateText(item) },
		{ label: m.minutes_time(), value: timeText(item) },
		notes !== '' && { label: m.minutes_notes(), value: notes }
	];
	const { decisions, rank } = item;
	return [
		title,
		{ type: 'facts', facts: facts.filter((fact) => fact !== false) },
		decisions.length === 0
			? paragraph(m.minutes_decisions_none())
			: {
					type: 'table',
					caption: m.minutes_decisions({ rank }),
					columns: [m.minutes_column_label(), m.minutes_column_kind(), ...followUpColumns()],
					rows: decisions.map((decision) => [
						decision.label,
						decisionKindText(decision.kind),
						...followUp(decision)
					])
				}
	];
}

function actionsTable(actions: readonly MinutesAction[], caption: string): OutlineTable | null {
	if (actions.length === 0) return null;
	return {
		type: 'table',
		caption,
		columns: [m.minutes_column_action(), m.minutes_column_subject(), ...followUpColumns()],
		rows: actions.map((action) => [action.label, subjectText(action), ...followUp(action)])
	};
}

function followUpColumns(): string[] {
	return [m.minutes_column_owner(), m.minutes_column_due(), m.minutes_column_status()];
}

function addendaBlocks({ addenda }: Minutes): OutlineBlock[] {
	if (addenda.length === 0) return [];
	const facts = addenda.map(({ at, author, text }) => {
		const when = { day: formatDate(at), time: formatTime(at) };
		return {
			label: author
				? m.minutes_addendum_of({ ...when, name: personText(author) })
				: m.minutes_addendum_on(when),
			value: text
		};
	});
	return [heading(m.minutes_addenda()), { type: 'facts', facts }];
}

/** Only where there was more than one: the version read stands at the top. */
function versionBlocks(versions: readonly MinutesVersion[]): OutlineBlock[] {
	if (versions.length === 0 || versions.every(({ reopenedAt }) => reopenedAt === null)) return [];
	const items = versions.map(({ number, sealedAt, reopenedAt, reason }) => {
		const day = formatDate(sealedAt);
		if (reopenedAt === null) return m.minutes_version_current({ number, day });
		return m.minutes_version_reopened({ number, day, reopened: formatDate(reopenedAt), reason });
	});
	return [heading(m.minutes_versions()), { type: 'list', items }];
}

function nextText(next: Minutes['next']): string {
	if (next === null) return m.minutes_next_none();
	const at = {
		day: formatLong(next.startsAt),
		start: formatTime(next.startsAt),
		end: formatTime(next.endsAt)
	};
	return next.place === ''
		? m.minutes_next_at(at)
		: m.minutes_next_at_place({ ...at, place: next.place });
}

function heldText(startedAt: string, endedAt: string | null): string {
	return endedAt === null
		? m.minutes_held_since({ start: formatTime(startedAt) })
		: hours(startedAt, endedAt);
}

function hours(start: string, end: string): string {
	return m.minutes_hours({ start: formatTime(start), end: formatTime(end) });
}

function heading(text: string): OutlineBlock {
	return { type: 'heading', level: 2, text };
}

function paragraph(text: string): OutlineBlock {
	return { type: 'paragraph', text };
}

/** What people wrote may hold signs that no file can: they go, wherever they stand. */
function cleaned<T>(value: T): T {
	if (typeof value === 'string') return cleanText(value) as T;
	if (Array.isArray(value)) return value.map((each: unknown) => cleaned(each)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]: [string, unknown]) => [key, cleaned(each)])
	) as T;
}
