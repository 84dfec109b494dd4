import * as Y from 'yjs';
import {
	AGENDA_ITEM_KINDS,
	GRID,
	ITEM_MINUTES,
	QUESTION_MAX_LENGTH,
	type AgendaCase,
	type AgendaItemKind,
	type AgendaSending,
	type MeetingFacts
} from '../domain/meeting';
import type { Attendance } from '../domain/attendance';
import type { CarriedItem } from '../domain/carried-item';
import type { Decision } from '../domain/decision';
import type { MeetingRun } from '../domain/meeting-run';
import type { Member } from '../domain/member';
import type { SkippedCase } from '../domain/skipped-case';
import { factsOf, observeEntries } from './facts';

export interface AgendaItem {
	/** `case:<caseId>` for a case, so that two people adding it at once add one; otherwise a UUID. */
	id: string;
	kind: AgendaItemKind;
	caseId: string | null;
	title: string;
	/** Question to the group, required before sending for a case. */
	question: string;
	minutes: number;
	/** Fractional rank as text; ties are broken by id. */
	position: string;
	informed: boolean;
	presenterId: string | null;
	/** Set aside while the meeting runs. */
	parked: boolean;
	/** Notes taken on the item, rich text. */
	notes: Y.XmlFragment;
	/** Columns of a workshop, from left to right; none for the other kinds. */
	grid: GridColumn[];
}

/** A column of the grid of a workshop. Its title is part of the item: whoever adds it writes it. */
export interface GridColumn {
	title: string;
	text: Y.XmlFragment;
}

/** An item to add; `columns` are the titles of its grid. */
export type NewItem = Omit<AgendaItem, 'notes' | 'parked' | 'grid'> & {
	columns?: readonly string[];
};

export type AgendaItemField =
	'title' | 'question' | 'minutes' | 'position' | 'informed' | 'presenterId' | 'parked';

/**
 * The agenda of a meeting (`meeting`).
 * `facts` (server): `meeting` → MeetingFacts; `attendance` → Attendance[]; `members` → Member[]; `cases` → AgendaCase[] (shared cases of the group);
 * `run` → MeetingRun, null until it starts; `decisions`, `previous` → Decision[]; `carried` → CarriedItem[]; `skips` → SkippedCase[]; `sending` → AgendaSending or null.
 * `items` (people): id → Y.Map { kind, caseId, title, question, minutes, position, informed, presenterId, parked, notes, grid }; `grid` is a
 * Y.Array of Y.Map { title, text }.
 */
export class MeetingDocument {
	readonly doc: Y.Doc;
	readonly #items: Y.Map<Y.Map<unknown>>;
	readonly #facts: Y.Map<unknown>;

	constructor(doc: Y.Doc) {
		this.doc = doc;
		this.#items = doc.getMap('items');
		this.#facts = factsOf(doc);
	}

	meeting(): MeetingFacts | null {
		return (this.#facts.get('meeting') as MeetingFacts | undefined) ?? null;
	}

	attendance(): Attendance[] {
		return (this.#facts.get('attendance') as Attendance[] | undefined) ?? [];
	}

	members(): Member[] {
		return (this.#facts.get('members') as Member[] | undefined) ?? [];
	}

	cases(): AgendaCase[] {
		return (this.#facts.get('cases') as AgendaCase[] | undefined) ?? [];
	}

	/** The course of the meeting; null until it starts. */
	run(): MeetingRun | null {
		return (this.#facts.get('run') as MeetingRun | null | undefined) ?? null;
	}

	/** What was decided, in the order in which it was. */
	decisions(): Decision[] {
		return (this.#facts.get('decisions') as Decision[] | undefined) ?? [];
	}

	/** What earlier meetings of that kind did not get to. */
	carried(): CarriedItem[] {
		return (this.#facts.get('carried') as CarriedItem[] | undefined) ?? [];
	}

	/** What the last closed meeting of that kind decided, as far as it is now. */
	previous(): Decision[] {
		return (this.#facts.get('previous') as Decision[] | undefined) ?? [];
	}

	/** What was sent to the members; null: nothing yet. */
	sending(): AgendaSending | null {
		return (this.#facts.get('sending') as AgendaSending | null | undefined) ?? null;
	}

	/** Cases left for another meeting. */
	skips(): SkippedCase[] {
		return (this.#facts.get('skips') as SkippedCase[] | undefined) ?? [];
	}

	/** Items in agenda order. Entries that do not decode are left out. */
	items(): AgendaItem[] {
		return [...this.#items]
			.flatMap(([id, entry]) => decodeItem(id, entry) ?? [])
			.sort((a, b) => compare(a.position, b.position) || compare(a.id, b.id));
	}

	/** Adds an item; an item of that id which is there already is left as it is. */
	addItem({ item, origin }: { item: NewItem; origin: unknown }): void {
		if (this.#items.has(item.id)) return;
		const { id, columns = [], ...fields } = item;
		this.doc.transact(() => {
			const entry = new Y.Map<unknown>(Object.entries(fields));
			entry.set('notes', new Y.XmlFragment());
			if (columns.length > 0) entry.set('grid', Y.Array.from(columns.map(newColumn)));
			this.#items.set(id, entry);
		}, origin);
	}

	setItem<F extends AgendaItemField>(
		id: string,
		field: F,
		value: AgendaItem[F],
		origin: unknown
	): void {
		this.doc.transact(() => this.#items.get(id)?.set(field, value), origin);
	}

	removeItem(id: string, origin: unknown): void {
		this.doc.transact(() => this.#items.delete(id), origin);
	}

	/** Calls back when facts or items change (not on each key typed in notes); returns the way to stop. */
	observe(onchange: (transaction: Y.Transaction) => void): () => void {
		return observeEntries({ entries: this.#items, facts: this.#facts, onchange });
	}
}

function decodeItem(id: string, entry: Y.Map<unknown>): AgendaItem | null {
	if (!(entry instanceof Y.Map)) return null;
	const kind = entry.get('kind');
	const position = entry.get('position');
	const notes = entry.get('notes');
	if (!(AGENDA_ITEM_KINDS as readonly unknown[]).includes(kind)) return null;
	if (typeof position !== 'string' || !(notes instanceof Y.XmlFragment)) return null;
	const minutes = Number(entry.get('minutes'));
	return {
		id,
		kind: kind as AgendaItemKind,
		caseId: textOrNull(entry.get('caseId')),
		title: textOrNull(entry.get('title')) ?? '',
		question: (textOrNull(entry.get('question')) ?? '').slice(0, QUESTION_MAX_LENGTH),
		minutes: Number.isFinite(minutes)
			? Math.min(ITEM_MINUTES.max, Math.max(ITEM_MINUTES.min, minutes))
			: ITEM_MINUTES.free,
		position,
		informed: entry.get('informed') === true,
		presenterId: textOrNull(entry.get('presenterId')),
		parked: entry.get('parked') === true,
		notes,
		grid: decodeGrid(entry.get('grid'))
	};
}

function newColumn(title: string): Y.Map<unknown> {
	return new Y.Map<unknown>([
		['title', title],
		['text', new Y.XmlFragment()]
	]);
}

/** Columns that do not decode are left out. */
function decodeGrid(grid: unknown): GridColumn[] {
	if (!(grid instanceof Y.Array)) return [];
	return (grid as Y.Array<unknown>)
		.toArray()
		.slice(0, GRID.columns)
		.flatMap((column) => {
			const text: unknown = column instanceof Y.Map ? column.get('text') : null;
			if (!(column instanceof Y.Map) || !(text instanceof Y.XmlFragment)) return [];
			const title = (textOrNull(column.get('title')) ?? '').slice(0, GRID.title);
			return { title, text };
		});
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
