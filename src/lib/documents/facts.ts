import type * as Y from 'yjs';

/** Root map written by the server only; a client that writes to it is undone and closed (RULES.md). */
const FACTS = 'facts';

/** The facts of a document: plain JSON values by key. */
export function factsOf(doc: Y.Doc): Y.Map<unknown> {
	return doc.getMap<unknown>(FACTS);
}

/** Origin of the server's own transactions. */
export const SERVER = 'server';
