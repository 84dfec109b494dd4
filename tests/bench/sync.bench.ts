import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import {
	buildWorld,
	isSaved,
	newColleague,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from '../sync/harness';
import { openRaw, roomOf } from '../sync/raw-client';

const EDITS = 200;
const WITHDRAWALS = 50;

let world: World;
let server: RunningServer;

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database);
	const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
	say(
		`${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, commit ${commit}`
	);
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test.each([2, 30])('%i people in one note, edits at 20 per second', async (people) => {
	const clients: DocumentConnection[] = [];
	for (let i = 0; i < people; i++) {
		clients.push(await openClient({ server, caller: world.lea, name: world.case }));
	}
	await until(() => clients.every(isSaved));
	const toOther: number[] = [];
	const toSaved: number[] = [];
	for (let i = 0; i < EDITS; i++) {
		const [writer, reader] = [clients[i % people], clients[(i + 1) % people]];
		if (!writer || !reader) throw new Error('no clients');
		const began = performance.now();
		const seen = once(reader, `word ${i}`);
		const saved = savedAgain(writer);
		writer.doc.getMap('bench').set('word', `word ${i}`);
		const [seenAt, savedAt] = await Promise.all([seen, saved]);
		toOther.push(seenAt - began);
		toSaved.push(savedAt - began);
		// People type; a benchmark that never pauses measures its own queue.
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	const last = `word ${EDITS - 1}`;
	await until(() => clients.every(({ doc }) => doc.getMap('bench').get('word') === last));
	say(`${people} people  edit → other client  ${quantiles(toOther)}`);
	say(`${people} people  edit → saved         ${quantiles(toSaved)}`);
	expect(toOther.length).toBe(EDITS);
	for (const client of clients) client.destroy();
});

test.each([
	['told by the command', true],
	['noticed, nobody told', false]
])('a mandate ended in SQL, %s', async (how, told) => {
	const took: number[] = [];
	for (let i = 0; i < WITHDRAWALS; i++) {
		const { caller } = await newColleague(world, false);
		const document = await server.sync.read(caller, world.board);
		const raw = openRaw(server.url, roomOf(document), caller);
		await until(() => raw.frames.length > 0);
		// At any moment of the pause between two looks.
		await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
		await world.database.owner.query(
			'update public.mandates set ends_at = now() where profile_id = $1',
			[caller.profileId]
		);
		const committed = performance.now();
		if (told) await server.sync.recheck([caller.profileId]);
		await raw.closed;
		took.push(performance.now() - committed);
	}
	say(`withdrawal → closed socket, ${how}  ${quantiles(took)}`);
	expect(took.length).toBe(WITHDRAWALS);
});

function once(client: DocumentConnection, word: string): Promise<number> {
	return new Promise((resolve) => {
		const listener = (): void => {
			if (client.doc.getMap('bench').get('word') !== word) return;
			client.doc.off('update', listener);
			resolve(performance.now());
		};
		client.doc.on('update', listener);
	});
}

/** When everything of a client is saved, looked at once per turn of the loop. */
function savedAgain(client: DocumentConnection): Promise<number> {
	return new Promise((resolve) => {
		const look = (): void => {
			if (client.pending === 0 && isSaved(client)) resolve(performance.now());
			else setImmediate(look);
		};
		setImmediate(look);
	});
}

function quantiles(values: number[]): string {
	const sorted = [...values].sort((a, b) => a - b);
	return [50, 95, 99]
		.map((p) => `p${p} ${(sorted[Math.floor((sorted.length * p) / 100)] ?? NaN).toFixed(1)} ms`)
		.join('  ');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
