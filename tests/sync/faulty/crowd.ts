/** People who type words into one document, each word once, whatever happens to the server. */
import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../../src/lib/client/document-connection.svelte';
import type { Caller } from '../../../src/lib/domain/caller';
import type { SharedDocument } from '../../../src/lib/domain/document-name';
import { CaseDocument } from '../../../src/lib/documents/case-document';
import { openClient, type RunningServer } from '../harness';

/** Between two words of one person, in milliseconds; and changes of one person that may wait while all is well. */
const PACE = 4;
const SLOW_PACE = 20;
const AHEAD = 10;

interface Typist {
	client: DocumentConnection;
	name: string;
	typed: string[];
}

export interface CrowdOptions {
	port: number;
	document: SharedDocument;
	/** Who types, in turn. */
	callers: readonly Caller[];
	count: number;
	/** What the words of this crowd begin with, when there are several in one document. */
	prefix?: string;
}

export class Crowd {
	readonly #typists: Typist[];
	#stopping = new AbortController();
	#typing: Promise<unknown> = Promise.resolve();

	private constructor(typists: Typist[]) {
		this.#typists = typists;
	}

	/** Opens the document for everybody, in sockets of their own. */
	static async open({ port, document, callers, count, prefix = '' }: CrowdOptions): Promise<Crowd> {
		const sync = { read: () => Promise.resolve(document) } as unknown as RunningServer['sync'];
		const server = { url: `ws://127.0.0.1:${port}`, sync };
		const typists = Array.from({ length: count }, async (_, i) => {
			const caller = callers[i % callers.length];
			if (!caller) throw new Error('a crowd needs somebody');
			const client = await openClient({ server, caller, name: document.name, document });
			return { client, name: `${prefix}${i}`, typed: [] };
		});
		return new Crowd(await Promise.all(typists));
	}

	get clients(): DocumentConnection[] {
		return this.#typists.map(({ client }) => client);
	}

	/** Everything typed so far. */
	get typed(): string[] {
		return this.#typists.flatMap(({ typed }) => typed);
	}

	/** What the server has acknowledged: every change of a person is one word, after their paragraph, stored in order. */
	get acknowledged(): string[] {
		return this.#typists.flatMap(({ client, typed }) =>
			typed.slice(0, Math.max(0, typed.length - client.pending))
		);
	}

	/** Types until `rest`, without waiting for what is not stored. */
	type(): void {
		this.#stopping = new AbortController();
		const { signal } = this.#stopping;
		this.#typing = Promise.all(this.#typists.map((typist) => write(typist, signal)));
	}

	async rest(): Promise<void> {
		this.#stopping.abort();
		await this.#typing;
	}

	/** Comes back at once instead of after a pause. */
	hurry(): void {
		for (const { client } of this.#typists) client.retry();
	}

	async leave(): Promise<void> {
		await this.rest();
		for (const { client } of this.#typists) client.destroy();
	}
}

/** A paragraph of the note for somebody's words. */
function newParagraph(doc: Y.Doc): Y.XmlText {
	const text = new Y.XmlText();
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [text]);
	new CaseDocument(doc).note.push([paragraph]);
	return text;
}

async function write({ client, name, typed }: Typist, signal: AbortSignal): Promise<void> {
	const words = client.doc.getArray<string>('words');
	const text = newParagraph(client.doc);
	while (!signal.aborted) {
		const word = `${name}-${typed.length}`;
		typed.push(word);
		// One in two as an editor does it: a text beside another takes its own way through the server.
		if (typed.length % 2 === 0) words.push([word]);
		else text.insert(text.length, `${word} `);
		await pause(client.pending < AHEAD ? PACE : SLOW_PACE);
	}
}
