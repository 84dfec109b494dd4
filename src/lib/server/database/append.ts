import type { Databases } from './database';
import type { NewUpdate } from './documents';
import { bytes, inOneMessage, literals } from './one-message';

/** An update for a log that is known up to `after`. */
export interface NextUpdate extends NewUpdate {
	after: number;
}

/** Where an update was stored; `seq` null: nowhere, because the epoch is over, or others have stored something meanwhile. */
export interface Placed {
	seq: number | null;
	behind: boolean;
}

/**
 * As the system: appends updates in one message; those of a document in the order given, all of them or none. Out, for
 * each: where it was stored.
 */
export function appendAtOnce(
	databases: Databases,
	updates: readonly NextUpdate[]
): Promise<Placed[]> {
	const documents = updates.map(({ documentId }) => documentId);
	const epochs = updates.map(({ epoch }) => epoch);
	const afters = updates.map(({ after }) => after);
	const contents = updates.map(({ content }) => content);
	const authors = updates.map(({ authorId }) => authorId);
	return inOneMessage(
		databases,
		`select a.seq, a.behind from private.append_updates(${literals(documents, 'bigint')},
			${literals(epochs, 'integer')}, ${literals(afters, 'bigint')}, ${bytes(contents)},
			${literals(authors, 'uuid')}) as a`
	);
}
