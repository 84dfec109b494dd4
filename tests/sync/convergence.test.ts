import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { buildCase } from '../support/builders';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { seededRandom } from './random';

/** Seeds that failed once come first; MAILLAGE_SEEDS asks for more, MAILLAGE_SEED for one. */
const FAILED_ONCE: number[] = [];
const COUNT = Number(process.env['MAILLAGE_SEEDS'] ?? 20);
const ONE = process.env['MAILLAGE_SEED'];
const SEEDS = ONE
	? [Number(ONE)]
	: [...FAILED_ONCE, ...Array.from({ length: COUNT }, (_, i) => 1000 + i)];
const CLIENTS = 3;
const STEPS = 60;

let world: World;
let server: RunningServer;

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database, {
		limits: { idle: 30, beat: 10, hibernateAfter: 20 }
	});
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test.each(SEEDS)(
	'[I1][I2][I6] random edits, cuts and returns converge and are stored (seed %i)',
	async (seed) => {
		const random = seededRandom(seed);
		const { id } = await buildCase(world.database.owner, {
			groupId: world.groupId,
			organizationId: world.organizationId,
			createdBy: world.lea.profileId
		});
		const name = `case:${id}` as const;
		const clients = await Promise.all(
			Array.from({ length: CLIENTS }, () => openClient({ server, caller: world.lea, name }))
		);
		for (let step = 0; step < STEPS; step++) {
			const client = clients[Math.floor(random() * CLIENTS)];
			if (client) await act(client, random);
		}
		for (const client of clients) client.retry();
		await until(() => clients.every(isSaved));
		// Deletions do not move a state vector: both must agree.
		await until(() => new Set(clients.map(stateOf)).size === 1);
		const [first] = clients;
		for (const client of clients) client.destroy();
		// Once nobody is here the room is forgotten: what is read then is what is stored.
		const again = await openClient({ server, caller: world.lea, name, connect: false });
		expect(contentOf(again)).toBe(first && contentOf(first));
		expect(await gapsOf(name)).toEqual([]);
	}
);

async function act(client: DocumentConnection, random: () => number): Promise<void> {
	const text = client.doc.getText('body');
	const dice = random();
	if (dice < 0.55) text.insert(Math.floor(random() * (text.length + 1)), letters(random));
	else if (dice < 0.75 && text.length > 0) {
		const at = Math.floor(random() * text.length);
		text.delete(at, Math.min(text.length - at, 1 + Math.floor(random() * 6)));
	} else if (dice < 0.82) client.doc.getMap('fields').set(`k${Math.floor(random() * 4)}`, random());
	else if (dice < 0.88) client.pause();
	else if (dice < 0.94) client.retry();
	else await new Promise((resolve) => setImmediate(resolve));
}

function letters(random: () => number): string {
	return Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
		String.fromCharCode(97 + Math.floor(random() * 26))
	).join('');
}

function contentOf({ doc }: DocumentConnection): string {
	const fields = Object.entries(doc.getMap('fields').toJSON()).sort(([a], [b]) =>
		a.localeCompare(b)
	);
	return JSON.stringify([doc.getText('body').toJSON(), fields]);
}

function stateOf(client: DocumentConnection): string {
	const vector = [...Y.decodeStateVector(Y.encodeStateVector(client.doc))];
	return contentOf(client) + JSON.stringify(vector.sort(([a], [b]) => a - b));
}

/** Documents whose log does not follow their snapshot without a gap. */
async function gapsOf(name: string): Promise<unknown[]> {
	const { rows } = await world.database.owner.query<{ name: string }>(
		`select d.name, d.seq from public.documents d
		 left join public.document_snapshots s on s.document_id = d.id
		 where d.name = $1 and d.seq - coalesce(s.seq, 0) <> (
			select count(*) from public.document_updates u where u.document_id = d.id and u.seq > coalesce(s.seq, 0))`,
		[name]
	);
	return rows;
}
