/** What rooms cost where nobody says anything, and a reader that does not read. */
import * as Y from 'yjs';
import { costOf, until, type Workload } from '../bench.ts';
import type { LoadClient } from '../load-client.ts';
import { KINDS } from '../target.ts';
import { written } from '../wire.ts';

const ROOMS = 1000;
const AT_ONCE = 20;
const ROOM_BYTES = 5 * 1024;
const FIRST_CLIENT = 0x50000000;
/** Time for silence to be noticed, in milliseconds. */
const SILENCE = Number(process.env['BENCH_SILENCE'] ?? 15_000);
const PATIENCE = 20_000;

const SENT_MB = 64;
const CHUNK = 64 * 1024;
const CHUNKS = (SENT_MB * 1024 * 1024) / CHUNK;
/** Between two chunks, in milliseconds: 8 MB/s. */
const CHUNK_PAUSE = 8;
const STATED_AFTER = 8;

export const silence: Workload = {
	name: 'silence',
	question: '1,000 rooms of 5 KB, open and silent: memory',
	kinds: KINDS.filter((kind) => kind !== 'relay'),
	compared: ['growth MB'],
	goal: 'at most 60 MB',
	async run(target, world) {
		const cases = await world.cases(ROOMS);
		const before = await target.memory();
		const sockets: LoadClient[] = [];
		for (let i = 0; i < cases.length; i += AT_ONCE) {
			const opened = await Promise.all(
				cases.slice(i, i + AT_ONCE).map((caseId) => target.come(caseId, 0))
			);
			for (const [j, socket] of opened.entries()) socket.sendUpdate(pageOf(FIRST_CLIENT + i + j));
			sockets.push(...opened);
		}
		if (target.confirms) {
			await until(() => sockets.every(({ confirmed }) => confirmed >= 2), PATIENCE);
		}
		const cost = await costOf({ target, world }, () => {
			return new Promise((resolve) => setTimeout(resolve, SILENCE));
		});
		const after = await target.memory();
		const closed = sockets.filter((socket) => socket.closed !== null).length;
		for (const socket of sockets) socket.end();
		return {
			'MB alone': before,
			'MB with rooms': after,
			'growth MB': after - before,
			'CPU ms/s': cost.server,
			'PostgreSQL ms/s': cost.postgres,
			closed
		};
	}
};

export const stuckReader: Workload = {
	name: 'stuck-reader',
	question: 'a reader that does not read, while 64 MB of edits pass: memory',
	kinds: KINDS,
	compared: ['growth MB'],
	goal: 'at most 10 MB, then closed',
	async run(target, world) {
		const [caseId = ''] = await world.cases(1, 'everybody');
		const writer = target.open(caseId, 0);
		const reader = target.open(caseId, 1);
		await Promise.all([writer.synced, reader.synced]);
		const doc = new Y.Doc();
		const updates: Uint8Array[] = [];
		doc.on('update', (update: Uint8Array) => updates.push(update));
		const text = doc.getText('t');
		const chunk = async (): Promise<void> => {
			text.insert(0, 'e'.repeat(CHUNK));
			text.delete(0, CHUNK);
			for (const update of updates.splice(0)) writer.sendUpdate(update);
			await new Promise((resolve) => setTimeout(resolve, CHUNK_PAUSE));
		};
		// What a server needs for the work itself is no part of what the reader costs.
		for (let i = 0; i < CHUNKS / STATED_AFTER; i++) await chunk();
		const before = await target.memory();
		reader.ws.pause();
		for (let i = 0; i < CHUNKS; i++) await chunk();
		const after = await target.memory();
		reader.ws.resume();
		const closed = await until(() => reader.closed !== null, 2_000);
		for (const socket of [writer, reader]) socket.end();
		return {
			'growth MB': after - before,
			'MB in all': after,
			'reader closed': closed ? `yes (${reader.closed ?? 0})` : 'no',
			'writer closed': writer.closed === null ? 'no' : `yes (${writer.closed})`
		};
	}
};

/** A page of words, 5 KB. */
function pageOf(client: number): Uint8Array {
	return written(client, (doc) => {
		const element = new Y.XmlElement('paragraph');
		element.insert(0, [new Y.XmlText('Un mot de plus sur la suite. '.repeat(ROOM_BYTES / 29))]);
		doc.getXmlFragment('note').insert(0, [element]);
	});
}
