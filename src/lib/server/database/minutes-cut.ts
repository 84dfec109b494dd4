/** Minutes for whom they are: the whole group, the organisation of the caller, or readers who are told no name. */
import type {
	Minutes,
	MinutesAction,
	MinutesCut,
	MinutesDecision,
	MinutesItem,
	MinutesPerson
} from '$lib/domain/minutes';
import { withoutNames, type NamesOfGroup } from './without-names';

interface ReadPerson extends MinutesPerson {
	/** Of the organisation of the caller. */
	mine: boolean;
}

interface ReadDecision extends Omit<MinutesAction, 'owner'> {
	itemId: string;
	ownerId: string | null;
}

interface ReadItem extends Omit<MinutesItem, 'decisions'> {
	/** It concerns the organisation of the caller. */
	mine: boolean;
}

type Replaced = 'cut' | 'facilitator' | 'attendance' | 'items' | 'actions' | 'previous' | 'addenda';

/** Minutes as the database reads them: people by their ids. */
export interface ReadMinutes extends Omit<Minutes, Replaced> {
	facilitatorId: string | null;
	attendance: (Pick<Minutes['attendance'][number], 'answer'> & {
		profileId: string;
		representedBy: string | null;
	})[];
	items: ReadItem[];
	decisions: ReadDecision[];
	previous: ReadDecision[];
	addenda: (Omit<Minutes['addenda'][number], 'author'> & { authorId: string | null })[];
	people: Record<string, ReadPerson>;
	/** Only for readers who are told no name. */
	names: NamesOfGroup | null;
}

/** The cut of minutes that were read. */
export function cutMinutes(read: ReadMinutes, cut: MinutesCut): Minutes {
	const { facilitatorId, decisions, people, names, ...rest } = read;
	const clean = (text: string): string => (names ? withoutNames(text, names) : text);
	const person = (id: string | null): MinutesPerson | null => {
		const found = id === null ? undefined : people[id];
		if (!found) return null;
		const { mine: _mine, ...said } = found;
		return names ? { ...said, name: null } : said;
	};
	const decision = ({
		id,
		kind,
		label,
		ownerId,
		dueOn,
		status
	}: ReadDecision): MinutesDecision => ({
		id,
		kind,
		label: clean(label),
		owner: person(ownerId),
		dueOn,
		status
	});
	const action = (line: ReadDecision): MinutesAction => ({
		...decision(line),
		reference: line.reference,
		initials: names ? null : line.initials
	});
	const isMine = ({ ownerId }: ReadDecision): boolean =>
		ownerId !== null && people[ownerId]?.mine === true;
	const decisionsOf = (itemId: string): ReadDecision[] =>
		decisions.filter((each) => each.itemId === itemId);
	const items = read.items.filter(
		(item) => cut !== 'organization' || item.mine || decisionsOf(item.id).some(isMine)
	);
	const kept = new Set(items.map(({ id }) => id));
	return {
		...rest,
		cut,
		facilitator: person(facilitatorId),
		attendance: read.attendance.flatMap(({ profileId, answer, representedBy }) => {
			const found = person(profileId);
			return found ? [{ person: found, answer, representedBy: person(representedBy) }] : [];
		}),
		items: items.map(({ mine: _mine, ...item }) => ({
			...item,
			title: clean(item.title),
			question: clean(item.question),
			initials: names ? null : item.initials,
			notes: names ? '' : item.notes,
			decisions: decisionsOf(item.id).map(decision)
		})),
		actions: decisions
			.filter(({ kind, itemId }) => isToDo(kind) && kept.has(itemId))
			.toSorted((a, b) => (a.dueOn ?? LAST).localeCompare(b.dueOn ?? LAST))
			.map(action),
		previous: read.previous.filter((line) => cut !== 'organization' || isMine(line)).map(action),
		addenda: read.addenda.map(({ authorId, ...addendum }) => ({
			...addendum,
			text: clean(addendum.text),
			author: person(authorId)
		})),
		versions: read.versions.map((version) => ({ ...version, reason: clean(version.reason) }))
	};
}

/** After every date: what has none comes last. */
const LAST = '9999';

function isToDo(kind: MinutesDecision['kind']): boolean {
	return kind === 'action' || kind === 'request';
}
