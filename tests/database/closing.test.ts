import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
	closeForgottenMeetings,
	closeMeeting,
	dismissCarried,
	reopenMeeting,
	undismissCarried
} from '../../src/lib/server/database/closing';
import { handOverFacilitation, startMeeting } from '../../src/lib/server/database/meeting-runs';
import { outcomes } from '../support/at-once';
import { testDatabase, type TestDatabase } from '../support/database';
import { HeldMeetings } from './held-meeting';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
let group: HeldMeetings;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	group = await HeldMeetings.build(database, world);
});
afterAll(() => database.drop());

test('[K1] what was not looked at waits for the next meeting, with why, but the welcome and the look back', async () => {
	const [done, todo, postponed] = [await group.case(), await group.case(), await group.case()];
	const meetingId = await group.meeting(0, [
		{ kind: 'opening', title: 'Accueil' },
		{ kind: 'information', title: 'Retour sur les décisions' },
		{ caseId: done.id, state: 'done' },
		{ caseId: todo.id, question: 'Quelle garde ?' },
		{ caseId: postponed.id, state: 'postponed' },
		{ title: 'Transports', parked: true },
		{ title: 'Vu de côté', parked: true, state: 'done' }
	]);
	const next = await group.meeting(-42, []);
	expect((await group.facts(next)).carried).toEqual([]);
	await group.close(meetingId);
	const { carried } = await group.facts(next);
	expect(
		carried.map(({ caseId, title, reason, times }) => [caseId ?? title, reason, times])
	).toEqual([
		[todo.id, 'not_reached', 1],
		[postponed.id, 'postponed', 1],
		['Transports', 'parked', 1]
	]);
	expect(carried[0]).toMatchObject({ question: 'Quelle garde ?', minutes: 6, kind: 'case' });
});

test('[K2] an item carried again counts the meetings it went through, and waits once', async () => {
	const { id: caseId } = await group.case();
	const first = await group.meeting(90, [{ caseId }, { title: 'Transports' }]);
	await group.close(first);
	const second = await group.meeting(48, []);
	const [, topic] = (await group.facts(second)).carried;
	await database.owner.query('delete from public.meetings where id = $1', [second]);
	const again = await group.meeting(48, [{ caseId }, { itemId: `carried:${topic?.id}` }]);
	const last = await group.meeting(-3, []);
	// It is on another agenda that is open.
	expect((await group.facts(last)).carried).toEqual([]);
	expect((await group.facts(again)).carried).toHaveLength(2);
	await group.close(again);
	expect((await group.facts(last)).carried.map(({ times }) => times)).toEqual([2, 2]);
});

test('[K2] what was looked at in the end waits no more, and other kinds of meetings have their own', async () => {
	const { id: caseId } = await group.case();
	await group.close(await group.meeting(90, [{ caseId }]));
	await group.close(await group.meeting(48, [{ caseId, state: 'done' }]));
	await group.close(await group.meeting(20, [{ title: 'Transports' }]));
	const last = await group.meeting(-3, []);
	expect((await group.facts(last)).carried.map(({ title }) => title)).toEqual(['Transports']);
	await database.owner.query(`update public.meetings set kind = 'weekly' where id = $1`, [last]);
	expect((await group.facts(last)).carried).toEqual([]);
});

test('[K3] a case whose agreement was withdrawn does not wait', async () => {
	const { id: caseId } = await group.case();
	await group.close(await group.meeting(20, [{ caseId }]));
	const next = await group.meeting(-3, []);
	const [carried] = (await group.facts(next)).carried;
	await group.withdraw(caseId);
	expect((await group.facts(next)).carried).toEqual([]);
	const id = carried?.id ?? '';
	await expect(
		group.as('facilitator', (tx) => dismissCarried(tx, { id, word: '' }))
	).rejects.toMatchObject({ code: 'not_found' });
});

test('[K4] a facilitator sets what waits aside, and takes that back', async () => {
	await group.close(await group.meeting(20, [{ title: 'Transports' }]));
	const next = await group.meeting(-3, []);
	const id = (await group.facts(next)).carried[0]?.id ?? '';
	await group.as('facilitator', (tx) => dismissCarried(tx, { id, word: 'Réglé' }));
	expect((await group.facts(next)).carried).toEqual([]);
	await group.as('facilitator', (tx) => undismissCarried(tx, id));
	expect((await group.facts(next)).carried).toHaveLength(1);
	await expect(
		group.as('circle', (tx) => dismissCarried(tx, { id, word: '' }))
	).rejects.toMatchObject({ code: 'not_allowed' });
});

test('[K5] the référent of each case looked at tells the person within a week, once per meeting', async () => {
	const [seen, left] = [await group.case(), await group.case()];
	const meetingId = await group.meeting(0, [
		{ caseId: seen.id, state: 'done' },
		{ caseId: left.id }
	]);
	const closed = await group.as('facilitator', (tx) => closeMeeting(tx, meetingId));
	expect(closed).toMatchObject({ closed: true, profileIds: [world.people.circle] });
	await group.as('facilitator', (tx) => reopenMeeting(tx, { meetingId, reason: 'Un oubli' }));
	await group.close(meetingId);
	const { rows } = await database.owner.query(
		`select case_id, owner_id, due_on - private.today() as days, label from public.actions where case_id = any ($1)`,
		[[seen.id, left.id]]
	);
	expect(rows).toEqual([
		{
			case_id: seen.id,
			owner_id: world.people.circle,
			days: 7,
			label: 'Retour à la personne : lui dire ce qui a été décidé'
		}
	]);
});

test('[K6] two people who close at once close once', async () => {
	const { id: caseId } = await group.case();
	const meetingId = await group.meeting(0, [{ caseId, state: 'done' }, { title: 'Transports' }]);
	const close = (): Promise<{ closed: boolean }> =>
		group.as('facilitator', (tx) => closeMeeting(tx, meetingId));
	const closed = await Promise.all([close(), close(), close()]);
	expect(closed.filter((each) => each.closed)).toHaveLength(1);
	const { rows } = await database.owner.query(
		`select (select count(*)::integer from public.meeting_closings where meeting_id = $1) as closings,
			(select count(*)::integer from public.carried_items where meeting_id = $1) as carried,
			(select count(*)::integer from public.actions where case_id = $2) as actions`,
		[meetingId, caseId]
	);
	expect(rows).toEqual([{ closings: 1, carried: 1, actions: 1 }]);
});

test('[K7] whoever leads or a facilitator closes, from the day of the meeting on', async () => {
	const meetingId = await group.meeting(0, [{ title: 'Transports', state: 'done' }]);
	const close = (who: 'circle' | 'neighbour' | 'facilitator', id: string): Promise<unknown> =>
		group.as(who, (tx) => closeMeeting(tx, id));
	expect(await outcomes(close('circle', meetingId), close('neighbour', meetingId))).toEqual([
		'not_allowed',
		'not_found'
	]);
	await group.as('facilitator', (tx) =>
		handOverFacilitation(tx, { meetingId, toId: world.people.circle })
	);
	expect(await close('circle', meetingId)).toMatchObject({ closed: true });
	const early = await group.meeting(-3, []);
	await expect(close('facilitator', early)).rejects.toMatchObject({ code: 'conflict' });
	const nobodyRanIt = await group.meeting(2, [{ title: 'Transports' }]);
	expect(await close('facilitator', nobodyRanIt)).toMatchObject({ closed: true });
});

test('[K8] a meeting that nobody closed closes itself six hours after its end, and carries everything', async () => {
	const { id: caseId } = await group.case();
	const forgotten = await group.meeting(3, [{ caseId }]);
	const running = await group.meeting(2, [{ title: 'Transports', state: 'todo' }]);
	const empty = await group.meeting(1, [{ kind: 'opening' }]);
	const next = await group.meeting(-3, []);
	const closed = await group.system(closeForgottenMeetings);
	expect(closed).toContain(forgotten);
	// The one that began just now has its time; a draft without a case is nothing to close.
	expect(closed.some((id) => [running, empty, next].includes(id))).toBe(false);
	expect((await group.facts(next)).carried).toMatchObject([{ caseId, reason: 'not_reached' }]);
	await database.owner.query(
		`update public.meeting_runs set started_at = now() - interval '10 hours', since = null where meeting_id = $1`,
		[running]
	);
	expect(await group.system(closeForgottenMeetings)).toEqual([running]);
	const { rows } = await database.owner.query(
		`select extract(hours from private.forgotten_after())::integer as hours`
	);
	expect(rows).toEqual([{ hours: 6 }]);
	expect(await group.system(closeForgottenMeetings)).toEqual([]);
});

test('[K8] the time after the end of a forgotten meeting is nobody’s', async () => {
	const meetingId = await group.meeting(1, [{ itemId: 'a', state: 'todo' }]);
	await database.owner.query(
		`with m as (update public.meetings set starts_at = now() - interval '20 hours', ends_at = now() - interval '18 hours' where id = $1),
		 i as (update public.run_items set spent = 0 where meeting_id = $1)
		 update public.meeting_runs set started_at = now() - interval '20 hours', since = now() - interval '19 hours', item_id = 'a'
		 where meeting_id = $1`,
		[meetingId]
	);
	await group.system(closeForgottenMeetings);
	const { items } = (await group.facts(meetingId)).run ?? { items: [] };
	expect(items[0]?.spent).toBeCloseTo(3600, 0);
});

test('[K9] a facilitator opens a closed meeting again with a reason, until the next one has started', async () => {
	const meetingId = await group.meeting(1, [{ title: 'Transports' }, { title: 'Garde' }]);
	await group.close(meetingId);
	const next = await group.meeting(0, []);
	const [used] = (await group.facts(next)).carried;
	await database.owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, rank) values ($1, $2, $3, 'free', 0)`,
		[next, `carried:${used?.id}`, group.groupId]
	);
	const reopen = (who: 'circle' | 'facilitator', reason: string): Promise<unknown> =>
		group.as(who, (tx) => reopenMeeting(tx, { meetingId, reason }));
	await expect(reopen('circle', 'Un oubli')).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(reopen('facilitator', ' ')).rejects.toMatchObject({ code: 'invalid' });
	await reopen('facilitator', 'Un oubli');
	// What the next agenda took up stays; the rest is this meeting's again.
	expect((await group.facts(next)).carried.map(({ id }) => id)).toEqual([used?.id]);
	await expect(reopen('facilitator', 'Un oubli')).rejects.toMatchObject({ code: 'conflict' });
	await group.close(meetingId);
	expect((await group.facts(next)).carried).toHaveLength(2);
	await group.as('facilitator', (tx) => startMeeting(tx, next));
	await expect(reopen('facilitator', 'Encore')).rejects.toMatchObject({ code: 'conflict' });
});

test('[K10] only what was looked at counts as reviewed', async () => {
	const [seen, left] = [await group.case(), await group.case()];
	const meetingId = await group.meeting(0, [
		{ caseId: seen.id, state: 'done' },
		{ caseId: left.id, state: 'postponed' }
	]);
	await group.close(meetingId);
	const { cases } = await group.facts(meetingId);
	const reviewed = new Map(cases.map((each) => [each.caseId, each.lastReviewOn]));
	expect(reviewed.get(seen.id)).not.toBeNull();
	expect(reviewed.get(left.id)).toBeNull();
});

test('[K11] what the last meeting of that kind decided is looked back on', async () => {
	const { id: caseId } = await group.case();
	const meetingId = await group.meeting(20, [{ caseId, state: 'done' }]);
	await database.owner.query(
		`insert into public.decisions (id, meeting_id, group_id, item_id, case_id, kind, label, author_id)
		 values ($1, $2, $3, 'case:' || $4, $4::uuid, 'request', 'Demander', $5)`,
		[randomUUID(), meetingId, group.groupId, caseId, world.people.circle]
	);
	const next = await group.meeting(-3, []);
	expect((await group.facts(next)).previous).toEqual([]);
	await group.close(meetingId);
	expect((await group.facts(next)).previous).toMatchObject([{ label: 'Demander', status: 'todo' }]);
	await group.withdraw(caseId);
	expect((await group.facts(next)).previous).toEqual([]);
});
