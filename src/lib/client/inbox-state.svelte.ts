import { createSubscriber } from 'svelte/reactivity';
import type { Doc } from 'yjs';
import { InboxDocument } from '$lib/documents/inbox-document';
import type { InboxItem, RunningMeeting, WeekEvent } from '$lib/domain/inbox';

/** What waits for one professional, as a screen reads it. */
export class InboxState {
	readonly #document: InboxDocument;
	readonly #subscribe: () => void;

	constructor(doc: Doc) {
		const document = new InboxDocument(doc);
		this.#document = document;
		this.#subscribe = createSubscriber((update) => document.observe(update));
	}

	get items(): InboxItem[] {
		this.#subscribe();
		return this.#document.inbox().items;
	}

	get week(): WeekEvent[] {
		this.#subscribe();
		return this.#document.inbox().week;
	}

	/** Meetings that run now. */
	get running(): RunningMeeting[] {
		this.#subscribe();
		return this.#document.running();
	}
}
