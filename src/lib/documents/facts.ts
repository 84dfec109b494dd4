import * as Y from 'yjs';

/** Root map written by the server only; a client that writes to it is undone and closed (RULES.md). */
export const FACTS = 'facts';

/** The facts of a document: plain JSON values by key. */
export function factsOf(doc: Y.Doc): Y.Map<unknown> {
	return doc.getMap<unknown>(FACTS);
}

/** Origin of the server's own transactions. */
export const SERVER = 'server';

interface Observed {
	/** id → Y.Map of fields, some of which are rich texts. */
	entries: Y.Map<Y.Map<unknown>>;
	facts: Y.Map<unknown>;
	onchange: (transaction: Y.Transaction) => void;
}

/** Calls back when facts, entries or their fields change, not on each key typed in a rich text; returns the way to stop. */
export function observeEntries({ entries, facts, onchange }: Observed): () => void {
	const onfacts = (_: unknown, transaction: Y.Transaction): void => onchange(transaction);
	const onentries = (
		events: Y.YEvent<Y.AbstractType<unknown>>[],
		transaction: Y.Transaction
	): void => {
		if (events.some((event) => event.target instanceof Y.Map)) onchange(transaction);
	};
	entries.observeDeep(onentries);
	facts.observe(onfacts);
	return () => {
		entries.unobserveDeep(onentries);
		facts.unobserve(onfacts);
	};
}
