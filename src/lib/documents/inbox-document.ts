import type * as Y from 'yjs';
import type { InboxFacts, RunningMeeting } from '../domain/inbox';
import { factsOf } from './facts';

/** What waits for one professional (`inbox`): facts only, `inbox` → InboxFacts, `running` → RunningMeeting[]. Read-only for everybody. */
export class InboxDocument {
	readonly doc: Y.Doc;
	readonly #facts: Y.Map<unknown>;

	constructor(doc: Y.Doc) {
		this.doc = doc;
		this.#facts = factsOf(doc);
	}

	inbox(): InboxFacts {
		return (this.#facts.get('inbox') as InboxFacts | undefined) ?? { items: [], week: [] };
	}

	running(): RunningMeeting[] {
		return (this.#facts.get('running') as RunningMeeting[] | undefined) ?? [];
	}

	observe(onchange: () => void): () => void {
		this.#facts.observe(onchange);
		return () => this.#facts.unobserve(onchange);
	}
}
