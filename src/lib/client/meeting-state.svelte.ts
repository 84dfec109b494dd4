import { createSubscriber } from 'svelte/reactivity';
import type { Doc } from 'yjs';
import { BoardDocument, type Card } from '$lib/documents/board-document';
import { MeetingDocument, type AgendaItem, type NewItem } from '$lib/documents/meeting-document';
import { mentionsOf } from '$lib/documents/rich-text';
import { lastPosition, movesTo } from '$lib/domain/agenda-position';
import {
	ITEM_MINUTES,
	QUESTION_MAX_LENGTH,
	type AgendaCase,
	type AgendaItemKind,
	type AgendaSending,
	type MeetingFacts
} from '$lib/domain/meeting';
import type { Attendance } from '$lib/domain/attendance';
import type { CarriedItem } from '$lib/domain/carried-item';
import type { Decision } from '$lib/domain/decision';
import type { MeetingRun } from '$lib/domain/meeting-run';
import type { Member } from '$lib/domain/member';
import type { SkippedCase } from '$lib/domain/skipped-case';
import { Gestures, type Undo } from './meeting-gestures';

/** What a row of the agenda asks for; `index` 0 is the first rank. */
export type AgendaEdit =
	| { kind: 'move'; index: number }
	| { kind: 'remove' }
	| { kind: 'question'; text: string }
	| { kind: 'title'; text: string }
	| { kind: 'informed'; informed: boolean }
	| { kind: 'presenter'; presenterId: string | null }
	| { kind: 'minutes'; minutes: number };

/** The agenda of a meeting as a screen reads and edits it: each method that writes is one gesture. */
export class MeetingState {
	readonly #document: MeetingDocument;
	readonly #subscribe: () => void;
	readonly #gestures: Gestures;

	constructor(doc: Doc) {
		this.#document = new MeetingDocument(doc);
		this.#subscribe = createSubscriber((update) => this.#document.observe(update));
		this.#gestures = new Gestures(doc);
	}

	get meeting(): MeetingFacts | null {
		this.#subscribe();
		return this.#document.meeting();
	}

	get attendance(): Attendance[] {
		this.#subscribe();
		return this.#document.attendance();
	}

	get members(): Member[] {
		this.#subscribe();
		return this.#document.members();
	}

	get cases(): AgendaCase[] {
		this.#subscribe();
		return this.#document.cases();
	}

	get run(): MeetingRun | null {
		this.#subscribe();
		return this.#document.run();
	}

	get decisions(): Decision[] {
		this.#subscribe();
		return this.#document.decisions();
	}

	get carried(): CarriedItem[] {
		this.#subscribe();
		return this.#document.carried();
	}

	get previous(): Decision[] {
		this.#subscribe();
		return this.#document.previous();
	}

	get sending(): AgendaSending | null {
		this.#subscribe();
		return this.#document.sending();
	}

	get skips(): SkippedCase[] {
		this.#subscribe();
		return this.#document.skips();
	}

	get items(): AgendaItem[] {
		this.#subscribe();
		return this.#document.items();
	}

	/** The item whose notes hold a mention; null when none does. */
	itemOfMention(mentionId: string): string | null {
		const holds = (item: AgendaItem): boolean =>
			[item.notes, ...item.grid.map(({ text }) => text)]
				.flatMap(mentionsOf)
				.some((mention) => mention.mentionId === mentionId);
		return this.#document.items().find(holds)?.id ?? null;
	}

	/** Puts a case at the end of the agenda; a case which is there already is left as it is. */
	addCase(input: { caseId: string; question: string; presenterId: string | null }): Undo {
		return this.#add({
			id: `case:${input.caseId}`,
			kind: 'case',
			caseId: input.caseId,
			title: '',
			question: input.question,
			minutes: ITEM_MINUTES.case,
			presenterId: input.presenterId
		});
	}

	/** Takes up at the end of the agenda what an earlier meeting did not get to, as it was. */
	addCarried(item: CarriedItem, presenterId: string | null, columns: readonly string[] = []): Undo {
		const { id, kind, caseId, title, question, minutes } = item;
		return this.#add({
			id: caseId === null ? `carried:${id}` : `case:${caseId}`,
			...{ kind, caseId, title, question, minutes, presenterId, columns }
		});
	}

	/** Adds a point without a case at the end of the agenda. */
	addFree(input: {
		id: string;
		kind: Exclude<AgendaItemKind, 'case'>;
		title: string;
		presenterId: string | null;
		/** Titles of the grid of a workshop. */
		columns?: readonly string[];
	}): Undo {
		return this.#add({
			...input,
			title: shortened(input.title),
			caseId: null,
			question: '',
			minutes: ITEM_MINUTES.free
		});
	}

	/** Carries out what a row asks for. */
	edit(id: string, change: AgendaEdit): Undo {
		switch (change.kind) {
			case 'move':
				return this.move(id, change.index);
			case 'remove':
				return this.remove(id);
			case 'question':
				return this.setQuestion(id, change.text);
			case 'title':
				return this.setTitle(id, change.text);
			case 'informed':
				return this.setInformed(id, change.informed);
			case 'presenter':
				return this.setPresenter(id, change.presenterId);
			case 'minutes':
				return this.setMinutes(id, change.minutes);
		}
	}

	/** Moves an item to a rank, 0 being the first. */
	move(id: string, index: number): Undo {
		return this.#gestures.make(() => {
			for (const move of movesTo(this.#document.items(), id, index))
				this.#document.setItem(move.id, 'position', move.position, this.#gestures.origin);
		});
	}

	remove(id: string): Undo {
		return this.#gestures.make(() => this.#document.removeItem(id, this.#gestures.origin));
	}

	setQuestion(id: string, question: string): Undo {
		return this.#gestures.make(() =>
			this.#document.setItem(id, 'question', shortened(question), this.#gestures.origin)
		);
	}

	setTitle(id: string, title: string): Undo {
		return this.#gestures.make(() =>
			this.#document.setItem(id, 'title', shortened(title), this.#gestures.origin)
		);
	}

	/** Sets the minutes of an item, kept within their bounds. */
	setMinutes(id: string, minutes: number): Undo {
		const kept = Math.min(ITEM_MINUTES.max, Math.max(ITEM_MINUTES.min, Math.round(minutes)));
		return this.#gestures.make(() =>
			this.#document.setItem(id, 'minutes', kept, this.#gestures.origin)
		);
	}

	setInformed(id: string, informed: boolean): Undo {
		return this.#gestures.make(() =>
			this.#document.setItem(id, 'informed', informed, this.#gestures.origin)
		);
	}

	setPresenter(id: string, presenterId: string | null): Undo {
		return this.#gestures.make(() =>
			this.#document.setItem(id, 'presenterId', presenterId, this.#gestures.origin)
		);
	}

	destroy(): void {
		this.#gestures.destroy();
	}

	#add(item: Omit<NewItem, 'position' | 'informed'>): Undo {
		const position = lastPosition(this.#document.items());
		return this.#gestures.make(() =>
			this.#document.addItem({
				item: { ...item, position, informed: false },
				origin: this.#gestures.origin
			})
		);
	}
}

/** The board as the review queue reads it: who proposed what, and where each case stands. */
export class ProposalState {
	readonly #board: BoardDocument;
	readonly #subscribe: () => void;

	constructor(doc: Doc) {
		this.#board = new BoardDocument(doc);
		this.#subscribe = createSubscriber((update) => this.#board.observe(update));
	}

	get cards(): Card[] {
		this.#subscribe();
		return this.#board.cards();
	}
}

function shortened(text: string): string {
	return text.trim().slice(0, QUESTION_MAX_LENGTH);
}
