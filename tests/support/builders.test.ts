import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildMeeting,
	buildOrganization,
	buildProfile,
	callerFor
} from './builders';
import { testDatabase, type TestDatabase } from './database';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

test('[T1] builders make a shared case whose caller has a session', async () => {
	const { owner } = database;
	const organizationId = await buildOrganization(owner);
	const group = await buildGroup(owner);
	const createdBy = await buildProfile(owner, { organizationId });
	await buildMandate(owner, { profileId: createdBy, groupId: group.id });
	await buildMeeting(owner, { groupId: group.id, createdBy });
	const built = await buildCase(owner, {
		groupId: group.id,
		organizationId,
		createdBy,
		agreement: [organizationId],
		blockers: ['mobility']
	});
	const caller = await callerFor(owner, createdBy);
	const { rows } = await owner.query(
		`select c.reference, count(b.id)::int as blockers from public.cases c
		 join public.blockers b on b.case_id = c.id where c.created_by = $1 group by c.reference`,
		[caller.profileId]
	);
	expect(rows).toEqual([{ reference: built.reference, blockers: 1 }]);
});
