import { createSubscriber } from 'svelte/reactivity';
import type { Doc, XmlFragment } from 'yjs';
import { CaseDocument, type Interview } from '$lib/documents/case-document';
import type { CaseFacts } from '$lib/domain/case';
import type { Member } from '$lib/domain/member';

/** The notes of a case and what the tables know of it, as a screen reads them. */
export class CaseState {
	readonly #document: CaseDocument;
	readonly #subscribe: () => void;
	readonly #subscribeToPassages: () => void;
	/** Origin of this screen's own transactions. */
	readonly #origin = Symbol('case');

	constructor(doc: Doc) {
		this.#document = new CaseDocument(doc);
		this.#subscribe = createSubscriber((update) => this.#document.observe(update));
		this.#subscribeToPassages = createSubscriber((update) =>
			this.#document.observePassages(update)
		);
	}

	/** Null until the server has written them. */
	get facts(): CaseFacts | null {
		this.#subscribe();
		return this.#document.facts();
	}

	get members(): Member[] {
		this.#subscribe();
		return this.#document.members();
	}

	/** Latest first. */
	get interviews(): Interview[] {
		this.#subscribe();
		return this.#document.interviews();
	}

	/** Where the words of each item are that was made from them, by its id: an interview, or null for the note. */
	get passages(): ReadonlyMap<string, string | null> {
		this.#subscribeToPassages();
		return this.#document.passages();
	}

	get note(): XmlFragment {
		return this.#document.note;
	}

	addInterview(interview: Omit<Interview, 'body'>): void {
		this.#document.addInterview({ interview, origin: this.#origin });
	}

	setInterview(id: string, field: 'kind' | 'date' | 'place', value: string): void {
		this.#document.setInterview(id, field, value, this.#origin);
	}

	removeInterview(id: string): void {
		this.#document.removeInterview(id, this.#origin);
	}
}

export type { Interview };
