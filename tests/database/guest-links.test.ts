import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseFacts } from '../../src/lib/server/database/facts';
import {
	answerGuestLink,
	findGuestLink,
	hashGuestToken,
	inviteGuest,
	newGuestToken
} from '../../src/lib/server/database/guest-links';
import { closeRequest, reopenRequest } from '../../src/lib/server/database/requests';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[GL1] a link shows who asks, of which organisation, and the question, and nothing of the person', async () => {
	const { tokenHash } = await invite();
	expect(await find(tokenHash)).toEqual({
		asker: expect.any(String) as string,
		organization: expect.any(String) as string,
		words: QUESTION
	});
});

test('[GL1] the name of a sensitive organisation is not shown', async () => {
	const { tokenHash } = await invite();
	await setSensitive(true);
	const found = await find(tokenHash);
	await setSensitive(false);
	expect(found?.organization).toBeNull();
});

test('[GL2] only the hash of the secret is kept', async () => {
	const { token, tokenHash } = await invite();
	expect(Buffer.from(token, 'base64url')).toHaveLength(32);
	const { rows } = await database.owner.query<{ token_hash: Buffer }>(
		'select token_hash from public.guest_links where token_hash = $1',
		[createHash('sha256').update(token).digest()]
	);
	expect(rows).toEqual([{ token_hash: tokenHash }]);
});

test('[GL3] a link takes one answer, and shows nothing any more', async () => {
	const { id, tokenHash } = await invite();
	expect(await answer(tokenHash, 'Une place lundi')).toMatchObject({
		caseId: world.shared.id,
		profileIds: [world.people.circle]
	});
	expect(await requestOf(id)).toMatchObject({
		state: 'answered',
		answer: 'Une place lundi',
		answeredById: null
	});
	await expect(answer(tokenHash, 'Encore')).rejects.toMatchObject({ code: 'not_found' });
	expect(await find(tokenHash)).toBeNull();
});

test('[GL3] of two answers at once, one is taken', async () => {
	const { tokenHash } = await invite();
	const answers = await Promise.allSettled([answer(tokenHash, 'Un'), answer(tokenHash, 'Deux')]);
	expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('[GL4] « Je ne peux pas aider » is an answer', async () => {
	const { id, tokenHash } = await invite();
	await system((tx) => answerGuestLink(tx, { tokenHash, answer: '', declined: true }));
	expect(await requestOf(id)).toMatchObject({ state: 'declined', answer: null });
});

test.each([
	['unknown', () => Promise.resolve(hashGuestToken('autre'))],
	[
		'revoked',
		async () => {
			const { id, tokenHash } = await invite();
			await as((tx) => closeRequest(tx, id));
			return tokenHash;
		}
	],
	[
		'expired',
		async () => {
			const { id, tokenHash } = await invite();
			await database.owner.query(
				'update public.guest_links set expires_at = now() where request_id = $1',
				[id]
			);
			return tokenHash;
		}
	]
])('[GL5] a link that is %s shows nothing and takes nothing', async (_, made) => {
	const tokenHash = await made();
	expect(await find(tokenHash)).toBeNull();
	await expect(answer(tokenHash, 'Oui')).rejects.toMatchObject({ code: 'not_found' });
});

test('[GL6] a link stops when whoever asked may not open the case any more', async () => {
	const { tokenHash } = await invite();
	const circle =
		'update public.circle_members set ends_at = $3 where case_id = $1 and profile_id = $2';
	const of = [world.shared.id, world.people.circle];
	await database.owner.query(circle, [...of, new Date()]);
	const found = await find(tokenHash);
	await database.owner.query(circle, [...of, null]);
	expect(found).toBeNull();
});

test('[GL7] closed, it is not asked again by the same link', async () => {
	const { id } = await invite();
	await as((tx) => closeRequest(tx, id));
	await expect(as((tx) => reopenRequest(tx, id))).rejects.toMatchObject({ code: 'conflict' });
});

test('[GL8] nobody who is not the application looks for a link or answers one', async () => {
	const { tokenHash } = await invite();
	await expect(as((tx) => findGuestLink(tx, tokenHash))).rejects.toMatchObject({ code: '42501' });
	await expect(
		as((tx) => answerGuestLink(tx, { tokenHash, answer: 'Oui', declined: false }))
	).rejects.toMatchObject({ code: '42501' });
	await database.owner.query('set role anon');
	try {
		await expect(database.owner.query('select from public.guest_links')).rejects.toMatchObject({
			code: '42501'
		});
	} finally {
		await database.owner.query('reset role');
	}
});

test('[GL9] twenty links a day, and no more', async () => {
	await database.owner.query('delete from public.guest_links');
	for (let count = 0; count < 20; count += 1) await invite();
	await expect(invite()).rejects.toMatchObject({ code: 'too_many_tries' });
});

const QUESTION = 'Reste-t-il une place lundi ?';

async function invite(): Promise<{ id: string; token: string; tokenHash: Buffer }> {
	const id = randomUUID();
	const { token, tokenHash } = newGuestToken();
	await as((tx) =>
		inviteGuest(tx, {
			id,
			caseId: world.shared.id,
			blockerId: null,
			email: 'Accueil@exemple.example',
			words: QUESTION,
			dueOn: null,
			tokenHash
		})
	);
	return { id, token, tokenHash };
}

function find(tokenHash: Buffer): ReturnType<typeof findGuestLink> {
	return system((tx) => findGuestLink(tx, tokenHash));
}

function answer(tokenHash: Buffer, words: string): Promise<unknown> {
	return system((tx) => answerGuestLink(tx, { tokenHash, answer: words, declined: false }));
}

async function setSensitive(sensitive: boolean): Promise<void> {
	await database.owner.query('update public.organizations set sensitive = $2 where id = $1', [
		world.organizations.alpha,
		sensitive
	]);
}

async function requestOf(id: string): Promise<unknown> {
	const facts = await system((tx) => caseFacts(tx, world.shared.id));
	return facts?.case.helpRequests?.find((request) => request.id === id);
}

function as<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers.circle, work);
}

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}
