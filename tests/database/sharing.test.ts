import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCursor, type HistoryEntry } from '../../src/lib/domain/case-history';
import { recordAgreement, withdrawAgreement } from '../../src/lib/server/database/agreements';
import { setBlocker } from '../../src/lib/server/database/blockers';
import { readCaseHistory } from '../../src/lib/server/database/case-history';
import { leaveCircle } from '../../src/lib/server/database/circles';
import { setIdentity } from '../../src/lib/server/database/people';
import { readSharingHistory } from '../../src/lib/server/database/sharing';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { daysAgo } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

const ALL = { group: null, person: null };

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

const OUTSIDE = ['colleague', 'facilitator', 'neighbour', 'ended', 'observer', 'admin'] as const;

test('[H10] outside the circle nothing was ever shared, and there is no history', async () => {
	for (const actor of OUTSIDE) {
		const sharing = await as(actor, (tx) => readSharingHistory(tx, world.shared.id));
		expect(sharing, actor).toEqual({ agreements: [], past: [] });
		await expect(
			as(actor, (tx) =>
				readCaseHistory(tx, { caseId: world.shared.id, before: readCursor(null), filter: ALL })
			),
			actor
		).rejects.toMatchObject({ code: expect.stringMatching(/not_allowed|not_found/) as string });
	}
});

test('[H11] the circle reads what was done with a case, page after page, and no value', async () => {
	const caseId = world.shared.id;
	for (let n = 0; n < 45; n++) {
		const changes = { detail: `Détail secret ${String(n)}` };
		await as('circle', (tx) => setBlocker(tx, { blockerId: world.blocker, changes }));
	}
	await as('circle', (tx) => setIdentity(tx, { caseId, changes: { phone: '0600000099' } }));

	const read: HistoryEntry[] = [];
	let pages = 0;
	for (let next: string | null = '-.-.-'; next !== null; pages++) {
		const before = readCursor(next);
		const page = await as('circle', (tx) => readCaseHistory(tx, { caseId, before, filter: ALL }));
		read.push(...page.entries);
		next = page.next;
	}
	expect(pages).toBeGreaterThan(1);
	expect(new Set(read.map(({ key }) => key)).size).toBe(read.length);
	expect(
		read.filter((entry) => entry.kind === 'changed' && entry.table === 'blockers').length
	).toBe(await blockerEvents());
	expect(read).toContainEqual(
		expect.objectContaining({
			kind: 'changed',
			table: 'person_identities',
			fields: expect.arrayContaining(['phone']) as string[],
			author: expect.objectContaining({ id: world.people.circle }) as object
		})
	);
	expect(JSON.stringify(read)).not.toMatch(/Détail secret|0600000099/);
});

test('[H12] agreements and stays in the circle are kept with their dates', async () => {
	const caseId = world.shared.id;
	const { alpha, beta } = world.organizations;
	await as('circle', (tx) =>
		recordAgreement(tx, {
			id: randomUUID(),
			caseId,
			form: 'signed',
			givenOn: daysAgo(0),
			organizationIds: [alpha, beta]
		})
	);
	await as('partner', (tx) => leaveCircle(tx, { caseId, profileId: world.people.partner }));
	await as('circle', (tx) => withdrawAgreement(tx, { caseId, organizationId: beta }));

	const { agreements, past } = await as('circle', (tx) => readSharingHistory(tx, caseId));
	expect(agreements[0]).toMatchObject({
		form: 'signed',
		recordedBy: world.people.circle,
		withdrawnAt: null,
		replacedAt: null
	});
	const named = agreements[0]?.organizations.map(({ id, withdrawnAt }) => [
		id,
		withdrawnAt !== null
	]);
	expect(named?.toSorted()).toEqual(
		[
			[alpha, false],
			[beta, true]
		].toSorted()
	);
	expect(agreements[1]).toMatchObject({ withdrawnAt: null });
	expect(agreements[1]?.replacedAt).not.toBeNull();
	expect(past).toContainEqual(expect.objectContaining({ profileId: world.people.partner }));
});

async function blockerEvents(): Promise<number> {
	const { rows } = await database.owner.query<{ n: number }>(
		`select count(*)::int as n from public.change_events where case_id = $1 and table_name = 'blockers'`,
		[world.shared.id]
	);
	return rows[0]?.n ?? 0;
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
