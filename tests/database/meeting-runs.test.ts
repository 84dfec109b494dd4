import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunningMeeting } from '../../src/lib/domain/inbox';
import type { MeetingRun, RunItem } from '../../src/lib/domain/meeting-run';
import { meetingFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { cancelMeeting, setMeeting } from '../../src/lib/server/database/meetings';
import {
	extendItem,
	goToItem,
	handOverFacilitation,
	pauseMeeting,
	postponeItem,
	restoreItem,
	startMeeting,
	takeFacilitation
} from '../../src/lib/server/database/meeting-runs';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildMandate, buildMeeting, buildProfile, callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
let meetingId = '';
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	meetingId = await buildMeeting(database.owner, {
		groupId: world.group.id,
		createdBy: world.people.facilitator
	});
	await database.owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, minutes, rank)
		 select $1, i.id, $2, 'free', 10, i.rank
		 from unnest(array['a', 'b', 'c']) with ordinality as i (id, rank)`,
		[meetingId, world.group.id]
	);
});
afterEach(() => database.owner.query('delete from public.meetings where id = $1', [meetingId]));
afterAll(() => database.drop());

test('[R1] a facilitator begins a meeting once: its first item is current, and they lead', async () => {
	const second = await anotherFacilitator();
	await as('facilitator', (tx) => startMeeting(tx, meetingId));
	const first = await run();
	expect(first).toMatchObject({
		facilitatorId: world.people.facilitator,
		itemId: 'a',
		items: [],
		since: expect.stringMatching(/^\d{4}-.*Z$/) as string
	});
	await second((tx) => startMeeting(tx, meetingId));
	expect(await run()).toEqual(first);
	expect((await facts())?.meeting.status).toBe('running');
});

test('[R1] two who begin it at once begin it once', async () => {
	const second = await anotherFacilitator();
	await Promise.all([
		as('facilitator', (tx) => startMeeting(tx, meetingId)),
		second((tx) => startMeeting(tx, meetingId))
	]);
	expect((await run()).itemId).toBe('a');
});

test('[R2] what is closed or cancelled does not begin, and nobody else begins anything', async () => {
	const refused = [
		['facilitator', world.closedMeeting, 'conflict'],
		['circle', meetingId, 'not_allowed'],
		['observer', meetingId, 'not_found'],
		['neighbour', meetingId, 'not_found']
	] as const;
	for (const [actor, id, code] of refused)
		await expect(
			as(actor, (tx) => startMeeting(tx, id)),
			actor
		).rejects.toMatchObject({ code });
	await as('facilitator', (tx) => cancelMeeting(tx, meetingId));
	await expect(as('facilitator', (tx) => startMeeting(tx, meetingId))).rejects.toMatchObject({
		code: 'conflict'
	});
});

test('[R2] a meeting that runs is not cancelled, and nothing of a run is done to one that does not', async () => {
	const commands = runCommands();
	for (const [name, command] of Object.entries(commands))
		await expect(as('facilitator', command), name).rejects.toMatchObject({ code: 'conflict' });
	await as('facilitator', (tx) => startMeeting(tx, meetingId));
	await expect(as('facilitator', (tx) => cancelMeeting(tx, meetingId))).rejects.toMatchObject({
		code: 'conflict'
	});
	await database.owner.query(`update public.meetings set status = 'closed' where id = $1`, [
		meetingId
	]);
	for (const [name, command] of Object.entries(commands))
		await expect(as('facilitator', command), name).rejects.toMatchObject({ code: 'conflict' });
});

test('[R2] a sent or draft meeting is not set to run', async () => {
	await expect(
		as('facilitator', (tx) => setMeeting(tx, { meetingId, changes: { status: 'running' } }))
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[R3] whoever leads and the facilitators change a run, and nobody else', async () => {
	await start();
	for (const [name, command] of Object.entries(runCommands())) {
		await expect(as('circle', command), name).rejects.toMatchObject({ code: 'not_allowed' });
		for (const actor of ['observer', 'ended', 'neighbour', 'stranger'] as const)
			await expect(as(actor, command), `${actor} ${name}`).rejects.toMatchObject({
				code: 'not_found'
			});
	}
	await as('facilitator', (tx) =>
		handOverFacilitation(tx, { meetingId, toId: world.people.circle })
	);
	expect(await as('circle', step('a', 'b'))).toBe(true);
	expect(await as('facilitator', step('b', 'c'))).toBe(true);
});

test('[R4] two who press « next » at once make one step', async () => {
	await start();
	const second = await anotherFacilitator();
	const moved = await Promise.all([as('facilitator', step('a', 'b')), second(step('a', 'b'))]);
	expect(moved.toSorted()).toEqual([false, true]);
	expect(await run()).toMatchObject({ itemId: 'b', items: [{ itemId: 'a', state: 'done' }] });
});

test('[R4] a step from an item that is not current any more changes nothing', async () => {
	await start();
	await as('facilitator', step('a', 'b'));
	const before = await run();
	expect(await as('facilitator', step('a', 'c'))).toBe(false);
	expect(await as('facilitator', step(null, 'c'))).toBe(false);
	expect(await run()).toEqual(before);
});

test('[R4] one goes to items of the agenda only, back as well, and to none after the last', async () => {
	await start();
	await expect(as('facilitator', step('a', 'elsewhere'))).rejects.toMatchObject({
		code: 'not_found'
	});
	expect((await run()).items).toEqual([]);
	await as('facilitator', step('a', 'c'));
	await as('facilitator', (tx) => goToItem(tx, { meetingId, from: 'c', to: 'a', done: false }));
	expect((await stateOf('c')).state).toBe('todo');
	await as('facilitator', step('a', null));
	expect(await run()).toMatchObject({ itemId: null });
	expect((await stateOf('a')).state).toBe('done');
});

test('[R5] the time of an item counts while it is current and not paused, and adds up', async () => {
	await start();
	await lookedAtFor(60);
	await as('facilitator', step('a', 'b'));
	expect((await stateOf('a')).spent).toBeCloseTo(60, 0);
	await lookedAtFor(30);
	await as('facilitator', (tx) => pauseMeeting(tx, { meetingId, paused: true }));
	await as('facilitator', (tx) => pauseMeeting(tx, { meetingId, paused: true }));
	expect((await run()).since).toBeNull();
	expect((await stateOf('b')).spent).toBeCloseTo(30, 0);
	await as('facilitator', (tx) => pauseMeeting(tx, { meetingId, paused: false }));
	await lookedAtFor(10);
	const { since } = await run();
	await as('facilitator', (tx) => pauseMeeting(tx, { meetingId, paused: false }));
	expect((await run()).since).toBe(since);
	await as('facilitator', step('b', 'a'));
	expect((await stateOf('b')).spent).toBeCloseTo(40, 0);
	await lookedAtFor(5);
	await as('facilitator', step('a', 'c'));
	expect((await stateOf('a')).spent).toBeCloseTo(65, 0);
});

test('[R5] a pause goes on when another item becomes current', async () => {
	await start();
	await as('facilitator', (tx) => pauseMeeting(tx, { meetingId, paused: true }));
	await as('facilitator', step('a', 'b'));
	expect(await run()).toMatchObject({ itemId: 'b', since: null });
});

test('[R6] the same minutes asked twice are given once, and there is a limit', async () => {
	await start();
	const extend = (total: number, itemId = 'a'): Promise<void> =>
		as('facilitator', (tx) => extendItem(tx, { meetingId, itemId, total }));
	await extend(2);
	await extend(2);
	await extend(4);
	await extend(2);
	expect((await stateOf('a')).extra).toBe(4);
	await expect(extend(121)).rejects.toMatchObject({ code: 'invalid' });
	await expect(extend(2, 'elsewhere')).rejects.toMatchObject({ code: 'not_found' });
});

test('[R7] an item is postponed, put back, or looked at after all', async () => {
	await start();
	const postpone = (itemId: string, to: string | null): Promise<void> =>
		as('facilitator', (tx) => postponeItem(tx, { meetingId, itemId, to }));
	await postpone('c', 'b');
	expect(await run()).toMatchObject({ itemId: 'a', items: [{ itemId: 'c', state: 'postponed' }] });
	await lookedAtFor(20);
	await postpone('a', 'b');
	expect((await run()).itemId).toBe('b');
	expect(await stateOf('a')).toMatchObject({ state: 'postponed' });
	expect((await stateOf('a')).spent).toBeCloseTo(20, 0);
	await as('facilitator', (tx) => restoreItem(tx, { meetingId, itemId: 'c' }));
	expect((await stateOf('c')).state).toBe('todo');
	await as('facilitator', step('b', 'a'));
	expect((await stateOf('a')).state).toBe('todo');
	await expect(postpone('a', 'a')).rejects.toMatchObject({ code: 'invalid' });
	await expect(postpone('elsewhere', null)).rejects.toMatchObject({ code: 'not_found' });
});

test('[R8] it is handed over to somebody who works in the group, and any facilitator takes it', async () => {
	await start();
	const handOver = (toId: string): Promise<void> =>
		as('facilitator', (tx) => handOverFacilitation(tx, { meetingId, toId }));
	for (const refused of ['observer', 'ended', 'neighbour'] as const)
		await expect(handOver(world.people[refused]), refused).rejects.toMatchObject({
			code: 'invalid'
		});
	await handOver(world.people.circle);
	expect((await run()).facilitatorId).toBe(world.people.circle);
	await expect(as('partner', (tx) => takeFacilitation(tx, meetingId))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await as('facilitator', (tx) => takeFacilitation(tx, meetingId));
	expect((await run()).facilitatorId).toBe(world.people.facilitator);
	await expect(as('circle', step('a', 'b'))).rejects.toMatchObject({ code: 'not_allowed' });
});

test('[R9] those who work in the group find the meetings that run in their inbox, with who leads', async () => {
	expect(await running('circle')).toEqual([]);
	await start();
	await as('facilitator', (tx) =>
		handOverFacilitation(tx, { meetingId, toId: world.people.partner })
	);
	const { rows } = await database.owner.query<{ name: string }>(
		'select first_name as name from public.profiles where id = $1',
		[world.people.partner]
	);
	expect(await running('circle')).toEqual([
		{
			meetingId,
			href: expect.stringMatching(/^\/q\/[^/]+\/reunions\/\d{4}-\d\d-\d\d\/suivre$/) as string,
			territory: expect.any(String) as string,
			facilitator: rows[0]?.name
		}
	]);
	for (const actor of ['observer', 'ended', 'future', 'neighbour', 'admin'] as const)
		expect(await running(actor), actor).toEqual([]);
});

function runCommands(): Record<string, (tx: Tx) => Promise<unknown>> {
	return {
		step: (tx) => goToItem(tx, { meetingId, from: 'a', to: 'b', done: true }),
		pause: (tx) => pauseMeeting(tx, { meetingId, paused: true }),
		extend: (tx) => extendItem(tx, { meetingId, itemId: 'a', total: 2 }),
		postpone: (tx) => postponeItem(tx, { meetingId, itemId: 'b', to: null }),
		restore: (tx) => restoreItem(tx, { meetingId, itemId: 'b' }),
		handOver: (tx) => handOverFacilitation(tx, { meetingId, toId: world.people.circle }),
		take: (tx) => takeFacilitation(tx, meetingId)
	};
}

function step(from: string | null, to: string | null): (tx: Tx) => Promise<boolean> {
	return (tx) => goToItem(tx, { meetingId, from, to, done: true });
}

function start(): Promise<void> {
	return as('facilitator', (tx) => startMeeting(tx, meetingId));
}

/** As if the current item had been looked at for that long. */
async function lookedAtFor(seconds: number): Promise<void> {
	await database.owner.query(
		`update public.meeting_runs set since = clock_timestamp() - make_interval(secs => $2) where meeting_id = $1`,
		[meetingId, seconds]
	);
}

async function anotherFacilitator(): Promise<<T>(work: (tx: Tx) => Promise<T>) => Promise<T>> {
	const profileId = await buildProfile(database.owner, {
		organizationId: world.organizations.gamma
	});
	await buildMandate(database.owner, {
		profileId,
		groupId: world.group.id,
		role: 'facilitator'
	});
	const caller = await callerFor(database.owner, profileId);
	return (work) => asCaller(database.databases, caller, work);
}

function facts(): ReturnType<typeof meetingFacts> {
	return asSystem(database.databases, (tx) => meetingFacts(tx, meetingId));
}

async function run(): Promise<MeetingRun> {
	const found = (await facts())?.run;
	if (!found) throw new Error('it does not run');
	return found;
}

async function stateOf(itemId: string): Promise<RunItem> {
	const item = (await run()).items.find((one) => one.itemId === itemId);
	if (!item) throw new Error('nothing became of it');
	return item;
}

async function running(actor: Exclude<SignedIn, 'stranger'>): Promise<RunningMeeting[]> {
	const inbox = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return inbox.running;
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
