import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { MeetingDocument } from '../../src/lib/documents/meeting-document';
import { spread } from '../../src/lib/domain/agenda-position';
import type { Caller } from '../../src/lib/domain/caller';
import { goToItem, startMeeting } from '../../src/lib/server/database/meeting-runs';
import { asCaller } from '../../src/lib/server/database/transaction';
import { buildCase, buildMandate, buildProfile, callerFor } from '../support/builders';
import {
	buildWorld,
	isSaved,
	newColleague,
	openClient,
	startServer,
	type RunningServer,
	type World
} from '../sync/harness';

const PEOPLE = 30;
const WRITERS = 5;
const ITEMS = 40;
/** Half of the items are about a case. */
const CASES = 20;
/** Each writer types as fast as a good typist, in milliseconds between two keys. */
const KEY_EVERY = 150;
const KEYS = 160;
/** Milliseconds between two commands of whoever leads. */
const COMMAND_EVERY = 3000;
/** What is waited for is not measured: it is looked at seldom, in milliseconds. */
const PATIENCE = { timeout: 60_000, interval: 250 };
/** `7:12;` is the twelfth key of writer 7. */
const MARK = /(\d+):(\d+);/g;

let world: World;
let server: RunningServer;
let leader: Caller;
const clients: DocumentConnection[] = [];
const typed = new Map<string, number>();
const toOthers: number[] = [];
const commands: number[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database);
	const { owner } = world.database;
	const profileId = await buildProfile(owner, { organizationId: world.organizationId });
	await buildMandate(owner, { profileId, groupId: world.groupId, role: 'facilitator' });
	leader = await callerFor(owner, profileId);
	for (let i = 0; i < PEOPLE; i += 1) {
		const caller = i === 0 ? leader : (await newColleague(world, false)).caller;
		clients.push(await openClient({ server, caller, name: world.meeting }));
	}
	await vi.waitUntil(() => clients.every(isSaved), PATIENCE);
	await fillAgenda();
	say(`${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}`);
}, 300_000);
afterAll(async () => {
	for (const client of clients) client.destroy();
	await server.stop();
	await world.database.drop();
});

test(`${PEOPLE} people in one meeting, ${WRITERS} typing, one leading`, async () => {
	await lead((tx) => startMeeting(tx, world.meetingId));
	clients.forEach(watchNotes);
	const over = { typing: false };
	const leading = leadOn(over);
	await Promise.all(Array.from({ length: WRITERS }, (_, n) => type(n + 1)));
	over.typing = true;
	await leading;
	const expected = WRITERS * KEYS * (PEOPLE - 1);
	await vi.waitUntil(() => toOthers.length === expected, PATIENCE);
	say(`key → each of the ${PEOPLE - 1} other clients (${expected})  ${quantiles(toOthers)}`);
	say(`command → each of the ${PEOPLE} clients (${commands.length})  ${quantiles(commands)}`);
	expect(commands.length % PEOPLE).toBe(0);
});

/** Each of the writers types in a paragraph of its own, in the notes of the first item. */
async function type(writer: number): Promise<void> {
	const client = clients[writer];
	if (!client) throw new Error('no client');
	const text = new Y.XmlText();
	notesOf(client).push([text]);
	for (let key = 0; key < KEYS; key += 1) {
		const mark = `${writer}:${key};`;
		typed.set(mark, performance.now());
		text.insert(text.length, mark);
		await pause(KEY_EVERY * (0.5 + Math.random()));
	}
}

function watchNotes(client: DocumentConnection): void {
	notesOf(client).observeDeep((events, transaction) => {
		if (transaction.local) return;
		const now = performance.now();
		for (const event of events) {
			// A text tells the words that came, the note the paragraphs, with their first words in them.
			const arrived = event.delta.flatMap(({ insert }) => insert ?? []).map(String);
			for (const [mark] of arrived.join('').matchAll(MARK)) {
				const at = typed.get(mark);
				if (at !== undefined) toOthers.push(now - at);
			}
		}
	});
}

/** Goes from item to item until nobody types any more. */
async function leadOn(over: { typing: boolean }): Promise<void> {
	const items = itemsOf(clients[0]);
	for (let at = 0; !over.typing && at + 1 < items.length; at += 1) {
		await pause(COMMAND_EVERY);
		const [from = null, to = null] = [items[at]?.id, items[at + 1]?.id];
		const began = performance.now();
		const shown = clients.map((client) => current(client, to, began));
		await lead((tx) => goToItem(tx, { meetingId: world.meetingId, from, to, done: true }));
		commands.push(...(await Promise.all(shown)));
	}
}

/** How long until a client shows an item as the current one. */
function current(
	{ doc }: DocumentConnection,
	itemId: string | null,
	began: number
): Promise<number> {
	const meeting = new MeetingDocument(doc);
	return new Promise((resolve) => {
		const stop = meeting.observe(() => {
			if (meeting.run()?.itemId !== itemId) return;
			stop();
			resolve(performance.now() - began);
		});
	});
}

async function lead(work: Parameters<typeof asCaller>[2]): Promise<void> {
	await asCaller(world.database.databases, leader, work);
	await server.sync.refresh({ meetingIds: [world.meetingId] });
}

async function fillAgenda(): Promise<void> {
	const cases: string[] = [];
	for (let i = 0; i < CASES; i += 1) {
		const built = await buildCase(world.database.owner, {
			groupId: world.groupId,
			organizationId: world.organizationId,
			createdBy: world.lea.profileId,
			circle: [world.lea.profileId],
			agreement: [world.organizationId]
		});
		cases.push(built.id);
	}
	const [first] = clients;
	if (!first) throw new Error('no client');
	const meeting = new MeetingDocument(first.doc);
	// A new meeting has a few already, its opening among them.
	const ids = Array.from({ length: ITEMS - meeting.items().length }, (_, n) => {
		const caseId = cases[n];
		return caseId === undefined ? crypto.randomUUID() : `case:${caseId}`;
	});
	first.doc.transact(() => {
		for (const { id, position } of spread(ids)) {
			const caseId = id.startsWith('case:') ? id.slice('case:'.length) : null;
			meeting.addItem({
				item: {
					...{ id, position, caseId, minutes: 3, informed: true, presenterId: null },
					...{ kind: caseId === null ? 'free' : 'case', title: 'Point', question: 'Quel relais ?' }
				},
				origin: null
			});
		}
	});
	const filled = (): boolean => clients.every((client) => itemsOf(client).length === ITEMS);
	await vi.waitUntil(async () => filled() && (await projected()), PATIENCE);
}

async function projected(): Promise<boolean> {
	const { rows } = await world.database.owner.query<{ n: number }>(
		'select count(*)::int as n from public.agenda_items where meeting_id = $1',
		[world.meetingId]
	);
	return rows[0]?.n === ITEMS;
}

function itemsOf(client: DocumentConnection | undefined) {
	return client ? new MeetingDocument(client.doc).items() : [];
}

function notesOf(client: DocumentConnection): Y.XmlFragment {
	const [first] = itemsOf(client);
	if (!first) throw new Error('no item');
	return first.notes;
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function quantiles(values: number[]): string {
	const sorted = values.toSorted((a, b) => a - b);
	return [50, 95, 99]
		.map((p) => `p${p} ${(sorted[Math.floor((sorted.length * p) / 100)] ?? NaN).toFixed(1)} ms`)
		.join('  ');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
