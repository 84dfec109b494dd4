import * as Y from 'yjs';
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

/** What is to be kept, by the key under which it is remembered. */
export interface Authors {
	clients: Map<string, KnownClient>;
	work: Map<string, Worker>;
}

/** Who wrote what in the notes, kept in the transaction that stores their words; most writes ask nothing. */
export class Authorship {
	readonly #clients = new Set<string>();
	readonly #work = new Map<string, number>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** What is not known to be kept of the clients and the authors of these batches. */
	due(batches: readonly Batch[]): Authors {
		const clients = new Map<string, KnownClient>();
		const work = new Map<string, Worker>();
		for (const { documentId, name, rows } of batches) {
			if (!hasVersions(name)) continue;
			for (const { content, authorId: profileId } of rows) {
				if (profileId === null) continue;
				const worker = `${documentId} ${profileId}`;
				if (!this.#isRecent(worker)) work.set(worker, { documentId, profileId });
				for (const client of Y.parseUpdateMeta(content).from.keys()) {
					const key = `${documentId} ${client}`;
					if (this.#clients.has(key) || clients.has(key)) continue;
					clients.set(key, { documentId, client, profileId });
				}
			}
		}
		return { clients, work };
	}

	async note(tx: Tx, { clients, work }: Authors): Promise<void> {
		await keepClients(tx, [...clients.values()]);
		await keepWork(tx, [...work.values()]);
	}

	/** Once the transaction is over. */
	remember({ clients, work }: Authors): void {
		if (this.#clients.size > REMEMBERED_MAX) this.#clients.clear();
		if (this.#work.size > REMEMBERED_MAX) this.#work.clear();
		for (const key of clients.keys()) this.#clients.add(key);
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
