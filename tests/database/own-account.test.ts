import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import { findMe } from '../../src/lib/server/database/members';
import {
	endMySession,
	listMySessions,
	setMyProfile,
	touchSession
} from '../../src/lib/server/database/sign-in';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { buildOrganization, buildProfile, callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
let organizationId: string;
/** Two sessions of the same person. */
let caller: Caller;
let elsewhere: Caller;
beforeAll(async () => {
	database = await testDatabase();
	organizationId = await buildOrganization(database.owner);
});
beforeEach(async () => {
	const profileId = await buildProfile(database.owner, { organizationId });
	caller = await callerFor(database.owner, profileId);
	elsewhere = await callerFor(database.owner, profileId);
});
afterAll(() => database.drop());

test('[L8] one sees where one is signed in, and ends what one chooses', async () => {
	await database.owner.query(
		`update auth.sessions set user_agent = 'Firefox', created_at = now() - interval '1 hour' where id = $1`,
		[elsewhere.sessionId]
	);
	await as(caller, touchSession);
	const listed = await as(caller, listMySessions);
	expect(listed).toEqual([
		{
			id: caller.sessionId,
			userAgent: null,
			createdAt: expect.any(Date) as Date,
			activeAt: expect.any(Date) as Date,
			current: true
		},
		{
			id: elsewhere.sessionId,
			userAgent: 'Firefox',
			createdAt: expect.any(Date) as Date,
			activeAt: null,
			current: false
		}
	]);
	await as(caller, (tx) => endMySession(tx, elsewhere.sessionId));
	expect((await as(caller, listMySessions)).map(({ id }) => id)).toEqual([caller.sessionId]);
});

test('[L8] a session of somebody else, or of nobody, is not found and does not end', async () => {
	const other = await callerFor(
		database.owner,
		await buildProfile(database.owner, { organizationId })
	);
	for (const id of [other.sessionId, randomUUID()]) {
		const ended = as(caller, (tx) => endMySession(tx, id));
		await expect(ended).rejects.toMatchObject({ code: 'not_found' });
	}
	expect(await as(other, listMySessions)).toHaveLength(1);
});

test('[L9] one changes one’s own name and title', async () => {
	const mine = { firstName: ' Ana ', lastName: 'Belmont ', jobTitle: ' Conseillère ' };
	await as(caller, (tx) => setMyProfile(tx, mine));
	expect(await as(caller, findMe)).toMatchObject({
		firstName: 'Ana',
		lastName: 'Belmont',
		jobTitle: 'Conseillère'
	});
});

test.each([
	['no first name', { firstName: ' ' }],
	['a name of 61 letters', { lastName: 'x'.repeat(61) }],
	['a title of 81 letters', { jobTitle: 'x'.repeat(81) }],
	['what PostgreSQL cannot hold', { firstName: 'A\u0000' }]
])('[L9] %s is refused and changes nothing', async (_, change) => {
	const before = await as(caller, findMe);
	const mine = { firstName: 'Ana', lastName: 'Belmont', jobTitle: '', ...change };
	await expect(as(caller, (tx) => setMyProfile(tx, mine))).rejects.toMatchObject({
		code: 'invalid'
	});
	expect(await as(caller, findMe)).toEqual(before);
});

function as<T>(who: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, who, work);
}
