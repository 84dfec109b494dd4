import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { CLOSE } from '../../src/lib/documents/wire';
import type { Batch, DocumentStore } from '../../src/lib/server/sync/store';
import { buildWorld, isSaved, openClient, startServer, until } from './harness';
import { openRaw, presenceFrame, roomOf, syncFrame } from './raw-client';
import { writeMention, writeParagraph } from './writing';

const SECRET = 'Mirabelle';

test('[S87] a day of notes, failures and refusals leaves no word of them in the log', async () => {
	const lines: string[] = [];
	const sink = new Writable({
		write(chunk: Buffer, _, done) {
			lines.push(chunk.toString());
			done();
		}
	});
	const world = await buildWorld();
	await world.database.owner.query(
		'update public.profiles set first_name = $1, last_name = $1 where id = $2',
		[SECRET, world.lea.profileId]
	);
	const faults = { left: 0 };
	const server = await startServer(world.database, {
		log: pino({ level: 'trace', base: null }, sink),
		limits: { retryFirst: 20 },
		wrap: (store) => failing(store, faults)
	});
	const lea = await openClient({ server, caller: world.lea, name: world.case });
	await until(() => isSaved(lea));
	const note = new CaseDocument(lea.doc).note;
	writeParagraph(note, `${SECRET} habite rue des Lilas.`);
	writeMention(note, { before: SECRET, id: world.amina.profileId, label: SECRET, mentionId: 'm' });
	await until(() => isSaved(lea));
	faults.left = 3;
	writeParagraph(note, `Encore ${SECRET}.`);
	await until(() => faults.left === 0 && isSaved(lea));
	const room = roomOf(await server.sync.read(world.lea, world.case));
	const hostile = openRaw(server.url, room, world.amina);
	await until(() => hostile.frames.length > 0);
	hostile.send(presenceFrame([{ clientId: 5, clock: 1, state: `{"place":"${SECRET}"}` }]));
	hostile.send(syncFrame(2, new TextEncoder().encode(SECRET)));
	expect(await hostile.closed).toBe(CLOSE.malformed);
	const nowhere = openRaw(server.url, `case:${SECRET}.1`, world.amina);
	expect(await nowhere.closed).toBe(CLOSE.notFound);
	lea.destroy();
	await server.stop();
	await world.database.drop();
	const log = lines.join('');
	expect(log).toContain('"store failed"');
	expect(log).toContain('"refused"');
	expect(log).toContain('"room closed"');
	expect(log.toLowerCase()).not.toContain(SECRET.toLowerCase());
	expect(log).not.toContain('Lilas');
});

/** A store whose writes fail with all that an error of PostgreSQL carries. */
function failing(store: DocumentStore, faults: { left: number }): DocumentStore {
	return {
		...store,
		append(batches, options) {
			if (faults.left === 0) return store.append(batches, options);
			faults.left--;
			return store.append([...batches, ...batches.map(beyond)], options);
		}
	};
}

/** The same for a document that is not there: PostgreSQL refuses the rows, and says which. */
function beyond(batch: Batch): Batch {
	return { ...batch, rows: batch.rows.map((row) => ({ ...row, authorId: 'nobody' })) };
}
