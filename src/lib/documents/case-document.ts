import * as Y from 'yjs';
import type { CaseFacts } from '../domain/case';
import type { Member } from '../domain/member';
import { factsOf, observeEntries } from './facts';
import { linkedIdsOf } from './linked-passage';

export const INTERVIEW_KINDS = ['interview', 'review', 'step', 'visit'] as const;
export type InterviewKind = (typeof INTERVIEW_KINDS)[number];

export interface Interview {
	id: string;
	kind: InterviewKind;
	/** ISO date. */
	date: string;
	place: string;
	authorId: string;
	/** What was said and what follows: rich text edited together. */
	body: Y.XmlFragment;
}

/**
 * The notes of a case (`case`): what its circle writes together.
 * `facts` (server): `case` → CaseFacts; `members` → Member[].
 * `note` (people): rich text. `interviews` (people): id → Y.Map { kind, date, place, authorId, body }.
 */
export class CaseDocument {
	readonly doc: Y.Doc;
	readonly note: Y.XmlFragment;
	readonly #interviews: Y.Map<Y.Map<unknown>>;
	readonly #facts: Y.Map<unknown>;

	constructor(doc: Y.Doc) {
		this.doc = doc;
		this.note = doc.getXmlFragment('note');
		this.#interviews = doc.getMap('interviews');
		this.#facts = factsOf(doc);
	}

	facts(): CaseFacts | null {
		return (this.#facts.get('case') as CaseFacts | undefined) ?? null;
	}

	members(): Member[] {
		return (this.#facts.get('members') as Member[] | undefined) ?? [];
	}

	/** Interviews, latest first. Entries that do not decode are left out. */
	interviews(): Interview[] {
		return [...this.#interviews]
			.flatMap(([id, entry]) => decodeInterview(id, entry) ?? [])
			.sort((a, b) => b.date.localeCompare(a.date) || b.id.localeCompare(a.id));
	}

	/** Adds an interview with an empty body. */
	addInterview({
		interview,
		origin
	}: {
		interview: Omit<Interview, 'body'>;
		origin: unknown;
	}): void {
		const { id, ...fields } = interview;
		this.doc.transact(() => {
			const entry = new Y.Map<unknown>(Object.entries(fields));
			entry.set('body', new Y.XmlFragment());
			this.#interviews.set(id, entry);
		}, origin);
	}

	/** Changes one field of an interview. */
	setInterview(id: string, field: 'kind' | 'date' | 'place', value: string, origin: unknown): void {
		this.doc.transact(() => this.#interviews.get(id)?.set(field, value), origin);
	}

	removeInterview(id: string, origin: unknown): void {
		this.doc.transact(() => this.#interviews.delete(id), origin);
	}

	/** Where the words of each item are that was made from them, by its id: an interview, or null for the note. */
	passages(): Map<string, string | null> {
		const texts: [string | null, Y.XmlFragment][] = [
			...this.interviews().map(({ id, body }): [string, Y.XmlFragment] => [id, body]),
			[null, this.note]
		];
		return new Map(
			texts.flatMap(([place, text]) =>
				[...linkedIdsOf(text)].map((id): [string, string | null] => [id, place])
			)
		);
	}

	/** Calls back when an item gets or loses its words, or when they move to another text; returns the way to stop. */
	observePassages(onchange: () => void): () => void {
		let before = JSON.stringify([...this.passages()]);
		const look = ({ changed }: Y.Transaction): void => {
			if (changed.size === 0) return;
			const now = JSON.stringify([...this.passages()]);
			if (now === before) return;
			before = now;
			onchange();
		};
		this.doc.on('afterTransaction', look);
		return () => this.doc.off('afterTransaction', look);
	}

	/** Calls back when facts or the list of interviews change (not on each key typed in a note); returns the way to stop. */
	observe(onchange: (transaction: Y.Transaction) => void): () => void {
		return observeEntries({ entries: this.#interviews, facts: this.#facts, onchange });
	}
}

/** The note of one organisation on a case (`case-own`): one rich text, no facts. */
export class OwnNoteDocument {
	readonly doc: Y.Doc;
	readonly note: Y.XmlFragment;

	constructor(doc: Y.Doc) {
		this.doc = doc;
		this.note = doc.getXmlFragment('note');
	}
}

function decodeInterview(id: string, entry: Y.Map<unknown>): Interview | null {
	if (!(entry instanceof Y.Map)) return null;
	const [kind, date, place, authorId, body] = ['kind', 'date', 'place', 'authorId', 'body'].map(
		(key) => entry.get(key)
	);
	if (!(INTERVIEW_KINDS as readonly unknown[]).includes(kind) || !(body instanceof Y.XmlFragment))
		return null;
	if (typeof date !== 'string' || typeof place !== 'string' || typeof authorId !== 'string')
		return null;
	return { id, kind: kind as InterviewKind, date, place, authorId, body };
}
