import { parseDocumentName } from '$lib/domain/document-name';
import type { Tx } from '$lib/server/database/transaction';
import { keepClients, keepWork } from '$lib/server/database/versions';
import type { Batch } from './store';

/** For how long somebody who works on a note is not noted again, in milliseconds: far below the pause that ends a session. */
const NOTED_FOR = 60_000;
const REMEMBERED_MAX = 50_000;

interface Worker {
	documentId: number;
	profileId: string;
}

interface KnownClient extends Worker {
	client: number;
}

/** What is to be kept; work by the key under which it is remembered. */
export interface Authors {
	clients: KnownClient[];
	work: Map<string, Worker>;
}

/** Who wrote what in the notes, kept in the transaction that stores their words; most writes ask nothing. */
export class Authorship {
	readonly #work = new Map<string, number>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** What may not be kept yet of the clients and the authors of these batches. */
	due(batches: readonly Batch[]): Authors {
		const clients: KnownClient[] = [];
		const work = new Map<string, Worker>();
		for (const { documentId, name, rows, clients: met } of batches) {
			if (!hasVersions(name)) continue;
			for (const [client, profileId] of met) clients.push({ documentId, client, profileId });
			for (const { authorId: profileId } of rows) {
				if (profileId === null) continue;
				const key = `${documentId} ${profileId}`;
				if (!this.#isRecent(key)) work.set(key, { documentId, profileId });
			}
		}
		return { clients, work };
	}

	async note(tx: Tx, { clients, work }: Authors): Promise<void> {
		await keepClients(tx, clients);
		await keepWork(tx, [...work.values()]);
	}

	/** Once the transaction is over. */
	remember({ work }: Authors): void {
		if (this.#work.size > REMEMBERED_MAX) this.#work.clear();
		for (const key of work.keys()) this.#work.set(key, this.#now());
	}

	#isRecent(key: string): boolean {
		const at = this.#work.get(key);
		return at !== undefined && this.#now() - at < NOTED_FOR;
	}
}

/** Whether a document is a note, whose versions are kept. */
function hasVersions(name: string): boolean {
	const kind = parseDocumentName(name)?.kind;
	return kind === 'case' || kind === 'case-own';
}
