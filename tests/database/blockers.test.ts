import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blocker } from '../../src/lib/domain/blocker';
import type { InboxItem } from '../../src/lib/domain/inbox';
import { LEVERS } from '../../src/lib/domain/lever';
import {
	acceptBlocker,
	addBlocker,
	openBlockerAnswer,
	returnBlocker,
	setBlocker
} from '../../src/lib/server/database/blockers';
import { caseFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { listLevers, setLever } from '../../src/lib/server/database/vocabulary';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[BL1] the levers of the tables are those that have words, in their order', async () => {
	const levers = await as('circle', listLevers);
	for (const [type, codes] of Object.entries(LEVERS)) {
		expect(levers.filter((lever) => lever.type === type).map(({ code }) => code)).toEqual(codes);
	}
	await as('admin', (tx) => setLever(tx, { code: 'mobility_garage', offered: false }));
	expect((await as('circle', listLevers)).filter(({ offered }) => !offered)).toEqual([
		{ code: 'mobility_garage', type: 'mobility', offered: false }
	]);
});

test('[BL2] a blocker says where it comes from, and whether a note said it', async () => {
	const id = await entrust(null, { origin: 'structural', fromNote: true });
	expect(await blockerOf(id)).toMatchObject({ origin: 'structural', fromNote: true });
	await as('partner', (tx) => setBlocker(tx, { blockerId: id, changes: { origin: null } }));
	expect(await blockerOf(id)).toMatchObject({ origin: null, fromNote: true });
	await expect(
		as('circle', (tx) =>
			setBlocker(tx, { blockerId: id, changes: { origin: 'weather' as 'human' } })
		)
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[BL3] whoever is given a blocker takes it on, and it is in progress', async () => {
	const id = await entrust('partner');
	expect(await itemOf('partner', `blocker:${id}`)).toMatchObject({
		awaited: true,
		author: { id: world.people.circle }
	});
	await expect(as('circle', (tx) => acceptBlocker(tx, id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await as('partner', (tx) => acceptBlocker(tx, id));
	await as('partner', (tx) => acceptBlocker(tx, id));
	expect(await blockerOf(id)).toMatchObject({ status: 'in_progress', awaited: false });
	expect(await itemOf('partner', `blocker:${id}`)).toMatchObject({ awaited: false });
});

test('[BL3] a blocker that one takes oneself waits for nobody', async () => {
	const id = await entrust('circle');
	expect(await blockerOf(id)).toMatchObject({ entrustedById: null, awaited: false });
	await as('partner', (tx) =>
		setBlocker(tx, { blockerId: id, changes: { carrierId: world.people.circle } })
	);
	expect(await blockerOf(id)).toMatchObject({ awaited: false });
	await as('circle', (tx) =>
		setBlocker(tx, { blockerId: id, changes: { carrierId: world.people.partner } })
	);
	expect(await blockerOf(id)).toMatchObject({
		entrustedById: world.people.circle,
		awaited: true
	});
});

test('[BL4] a blocker comes back with a word to whoever entrusted it, once, and nobody carries it', async () => {
	const blockerId = await entrust('partner');
	const answer = { id: randomUUID(), blockerId, word: ' Je pars en congé ' };
	await expect(
		as('partner', (tx) => returnBlocker(tx, { ...answer, word: ' ' }))
	).rejects.toMatchObject({ code: 'invalid' });
	await as('partner', (tx) => returnBlocker(tx, answer));
	await as('partner', (tx) => returnBlocker(tx, answer));
	expect(await blockerOf(blockerId)).toMatchObject({ carrierId: null, status: 'open' });
	expect(await itemOf('partner', `blocker:${blockerId}`)).toBeUndefined();
	const item = `blocker_answer:${answer.id}`;
	expect(await itemOf('circle', item)).toMatchObject({
		kind: 'blocker_answer',
		text: 'Je pars en congé',
		lifted: false,
		author: { id: world.people.partner },
		doneAt: null
	});
	await expect(as('partner', (tx) => openBlockerAnswer(tx, answer.id))).rejects.toMatchObject({
		code: 'not_found'
	});
	await as('circle', (tx) => openBlockerAnswer(tx, answer.id));
	expect((await itemOf('circle', item))?.doneAt).toEqual(expect.any(String));
});

test('[BL5] whoever entrusted a blocker is told that it is lifted, and by what, while it is', async () => {
	const blockerId = await entrust('partner');
	const set = (changes: Partial<Blocker>): Promise<unknown> =>
		as('partner', (tx) => setBlocker(tx, { blockerId, changes }));
	await set({ status: 'lifted' });
	await set({ liftedBy: 'Aide au permis' });
	expect(await answersOf('circle', blockerId)).toMatchObject([
		{ lifted: true, text: 'Aide au permis' }
	]);
	await set({ status: 'in_progress' });
	expect(await answersOf('circle', blockerId)).toEqual([]);
});

test('[BL6] outside the circle nothing is told of what was entrusted', async () => {
	const blockerId = await entrust('partner');
	await as('partner', (tx) =>
		returnBlocker(tx, { id: randomUUID(), blockerId, word: 'Rendez-vous médical' })
	);
	await database.owner.query('begin');
	await database.owner.query(
		'update public.circle_members set ends_at = now() where profile_id = $1 and case_id = $2',
		[world.people.circle, world.shared.id]
	);
	const { rows } = await database.owner.query(
		'select item from private.blocker_items where profile_id = $1 and item::text like $2',
		[world.people.circle, '%médical%']
	);
	await database.owner.query('rollback');
	expect(rows).toEqual([]);
});

async function entrust(
	carrier: 'circle' | 'partner' | null,
	fields: Partial<Pick<Blocker, 'origin' | 'fromNote'>> = {}
): Promise<string> {
	const id = randomUUID();
	await as('circle', (tx) =>
		addBlocker(tx, {
			id,
			caseId: world.shared.id,
			type: 'mobility',
			detail: '',
			carrierId: carrier && world.people[carrier],
			...fields
		})
	);
	return id;
}

async function blockerOf(id: string): Promise<Blocker | undefined> {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, world.shared.id));
	return facts?.case.blockers.find((blocker) => blocker.id === id);
}

async function itemsOf(actor: 'circle' | 'partner'): Promise<InboxItem[]> {
	const { items } = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return items;
}

async function itemOf(actor: 'circle' | 'partner', id: string): Promise<InboxItem | undefined> {
	return (await itemsOf(actor)).find((item) => item.id === id);
}

async function answersOf(actor: 'circle' | 'partner', blockerId: string): Promise<InboxItem[]> {
	return (await itemsOf(actor)).filter(
		({ kind, href }) => kind === 'blocker_answer' && href.endsWith(blockerId)
	);
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
