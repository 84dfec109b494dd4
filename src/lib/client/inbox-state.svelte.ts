import { createSubscriber } from 'svelte/reactivity';
import type { InboxDocument } from '$lib/documents/inbox-document';
import type { InboxItem, WeekEvent } from '$lib/domain/inbox';

/** What waits for one professional, as a screen reads it. */
export class InboxState {
	readonly #document: InboxDocument;
	readonly #subscribe: () => void;

	constructor(document: InboxDocument) {
		this.#document = document;
		this.#subscribe = createSubscriber((update) => this.#document.observe(update));
	}

	get items(): InboxItem[] {
		this.#subscribe();
		return this.#document.inbox().items;
	}

	get week(): WeekEvent[] {
		this.#subscribe();
		return this.#document.inbox().week;
	}
}
