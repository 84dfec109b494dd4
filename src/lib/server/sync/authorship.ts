import * as Y from 'yjs';
import { parseDocumentName } from '$lib/domain/document-name';
import type { Tx } from '$lib/server/database/transaction';
import { keepClients, keepWork } from '$lib/server/database/versions';
import type { Batch } from './store';

/** For how long somebody who works on a note is not noted again, in milliseconds: far below the pause that ends a session. */
const NOTED_FOR = 60_000;
const REMEMBERED_MAX = 50_000;

/** What to remember once the transaction is over. */
export interface NotedAuthors {
	clients: string[];
	work: string[];
}

/** Who wrote what in the notes, kept in the transaction that stores their words; most writes ask nothing. */
export class Authorship {
	readonly #clients = new Set<string>();
	readonly #work = new Map<string, number>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Keeps the clients and the authors of these batches. */
	async note(tx: Tx, batches: readonly Batch[]): Promise<NotedAuthors> {
		const clients = new Map<string, { documentId: number; client: number; profileId: string }>();
		const work = new Map<string, { documentId: number; profileId: string }>();
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
		await keepClients(tx, [...clients.values()]);
		await keepWork(tx, [...work.values()]);
		return { clients: [...clients.keys()], work: [...work.keys()] };
	}

	remember({ clients, work }: NotedAuthors): void {
		if (this.#clients.size > REMEMBERED_MAX) this.#clients.clear();
		if (this.#work.size > REMEMBERED_MAX) this.#work.clear();
		for (const key of clients) this.#clients.add(key);
		for (const key of work) this.#work.set(key, this.#now());
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
