import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDecision } from '../../src/lib/server/database/decisions';
import { caseFacts } from '../../src/lib/server/database/facts';
import { startMeeting } from '../../src/lib/server/database/meeting-runs';
import { asCaller, asSystem } from '../../src/lib/server/database/transaction';
import { buildMeeting } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[G8] the circle reads on the case what meetings decided on it', async () => {
	const { group, people, shared } = world;
	const meetingId = await buildMeeting(database.owner, {
		groupId: group.id,
		createdBy: people.facilitator
	});
	await database.owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, rank)
		 values ($1, 'free', $2, 'free', null, 0), ($1, 'case', $2, 'case', $3, 1)`,
		[meetingId, group.id, shared.id]
	);
	await asCaller(database.databases, world.callers.facilitator, async (tx) => {
		await startMeeting(tx, meetingId);
		for (const [itemId, label] of [
			['case', 'On finance la garde'],
			['free', 'On en reparle']
		] as const) {
			const id = randomUUID();
			const line = { kind: 'decision', ownerId: null, dueOn: null, blockerType: null } as const;
			await addDecision(tx, { id, meetingId, itemId, label, ...line });
		}
	});

	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, shared.id));

	const told = facts?.case.decisions.filter(({ label }) => label.startsWith('On '));
	expect(told).toMatchObject([{ kind: 'decision', label: 'On finance la garde' }]);
	expect(told?.[0]?.heldOn).toMatch(/^\d{4}-\d\d-\d\d$/);
});
