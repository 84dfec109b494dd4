import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, localMoment } from '../../src/lib/domain/agenda-calendar';
import type { MeetingKind } from '../../src/lib/domain/meeting-series';
import {
	createMeetingSeries,
	endMeetingSeries,
	listMeetingSeries,
	setMeetingSeries,
	type SeriesSettings
} from '../../src/lib/server/database/meeting-series';
import {
	cancelMeeting,
	createMeeting,
	findMeetingByAddress,
	listMeetings,
	restoreMeeting,
	setMeeting,
	type ListedMeeting
} from '../../src/lib/server/database/meetings';
import { listMyGroups } from '../../src/lib/server/database/members';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { outcomes } from '../support/at-once';
import { buildGroup, buildMandate } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

const SETTINGS: SeriesSettings = {
	weeks: 6,
	start: '09:30',
	end: '11:30',
	place: 'La Passerelle',
	videoUrl: null
};
const TODAY = localMoment(new Date()).date;
/** A day that many days from today. */
const day = (days: number): string => addDays(TODAY, days);

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[W1] a series plans its dates at the same hours in France, before and after a clock change', async () => {
	const dates = [day(30), day(210), day(390)];
	const { groupId, seriesId } = await plan({ dates });
	const meetings = await meetingsOf(groupId);
	expect(meetings.map(({ date }) => date)).toEqual(dates);
	for (const { startsAt, endsAt, place, seriesId: of } of meetings) {
		expect([localMoment(startsAt).time, localMoment(endsAt).time]).toEqual(['09:30', '11:30']);
		expect({ place, of }).toEqual({ place: 'La Passerelle', of: seriesId });
	}
	expect(await facilitator((tx) => listMeetingSeries(tx, groupId))).toEqual([
		{ id: seriesId, kind: 'operational', ...SETTINGS }
	]);
});

test('[W2] a kind has one series at a time, and asking twice opens one', async () => {
	const { groupId, seriesId } = await plan({ dates: [day(30)] });
	await open({ groupId, id: seriesId, dates: [day(30)] });
	await expect(open({ groupId, dates: [day(60)] })).rejects.toMatchObject({ code: 'conflict' });
	await open({ groupId, kind: 'steering', dates: [day(60)] });
	expect(await datesOf(groupId)).toEqual([day(30), day(60)]);
});

test.each<[string, string[], Partial<SeriesSettings>]>([
	['a date that is past', [day(-1)], {}],
	['a date that is years away', [day(900)], {}],
	['a date that is there twice', [day(30), day(30)], {}],
	['no date', [], {}],
	['too many dates', Array.from({ length: 61 }, (_, index) => day(index + 1)), {}],
	['an end before the start', [day(30)], { end: '08:00' }],
	['a rhythm of no week', [day(30)], { weeks: 0 }],
	['an hour that is none', [day(30)], { start: 'midi' }],
	['a link of another kind', [day(30)], { videoUrl: 'javascript:x' }],
	['a setting too many', [day(30)], { kind: 'weekly' } as object]
])('[W2] a series is refused with %s', async (_, dates, changes) => {
	const groupId = await newGroup();
	const settings = { ...SETTINGS, ...changes };
	await expect(open({ groupId, dates, settings })).rejects.toMatchObject({ code: 'invalid' });
	expect(await datesOf(groupId)).toEqual([]);
});

test('[W3] meetings of two kinds share a day, each with its address', async () => {
	const { groupId } = await plan({ dates: [day(30)] });
	await open({ groupId, kind: 'weekly', dates: [day(30)] });
	await open({ groupId, kind: 'steering', dates: [day(31)] });
	const found = async (address: string): Promise<MeetingKind> =>
		(await facilitator((tx) => findMeetingByAddress(tx, groupId, address))).kind;
	expect(await found(day(30))).toBe('operational');
	expect(await found(`${day(30)}-point`)).toBe('weekly');
	expect(await found(`${day(31)}-pilotage`)).toBe('steering');
	// A link by the day alone, as a case has, leads to the meeting of that day.
	expect(await found(day(31))).toBe('steering');
	await expect(found(`${day(31)}-technique`)).rejects.toMatchObject({ code: 'not_found' });
});

test('[W4] from a day on, meetings take the new days in order and keep their agenda', async () => {
	const { groupId, seriesId } = await plan({ dates: [day(10), day(20), day(30)] });
	const before = await meetingsOf(groupId);
	const settings = { ...SETTINGS, start: '14:00', end: '16:00', place: 'Salle 2' };
	await change({ seriesId, from: day(15), settings, dates: [day(20), day(32), day(42)] });
	const after = await meetingsOf(groupId);
	expect(after.map(({ date }) => date)).toEqual([day(10), day(20), day(32), day(42)]);
	expect(after.slice(0, 3).map(({ meetingId }) => meetingId)).toEqual(
		before.map(({ meetingId }) => meetingId)
	);
	expect(after.map(({ place }) => place)).toEqual([
		'La Passerelle',
		...Array<string>(3).fill('Salle 2')
	]);
	expect(after.map(({ startsAt }) => localMoment(startsAt).time)).toEqual([
		'09:30',
		...Array<string>(3).fill('14:00')
	]);
});

test('[W4] with fewer days, the last meetings are cancelled, and no two have one address', async () => {
	const { groupId, seriesId } = await plan({ dates: [day(7), day(14), day(21), day(28)] });
	const ids = (await meetingsOf(groupId)).map(({ meetingId }) => meetingId);
	await change({ seriesId, from: day(1), settings: SETTINGS, dates: [day(7), day(21)] });
	const after = await meetingsOf(groupId);
	expect(after.map(({ date, cancelled }) => [date, cancelled])).toEqual([
		[day(7), false],
		[day(14), true],
		[day(21), false],
		[day(28), true]
	]);
	expect(after.filter(({ cancelled }) => !cancelled).map(({ meetingId }) => meetingId)).toEqual(
		ids.slice(0, 2)
	);
	expect(new Set(after.map(({ address }) => address)).size).toBe(4);
});

test('[W5] a date changed by itself, or cancelled, stays when its series changes', async () => {
	const { groupId, seriesId } = await plan({ dates: [day(10), day(20), day(30)] });
	const [first, second] = await meetingsOf(groupId);
	await facilitator((tx) =>
		setMeeting(tx, { meetingId: first?.meetingId ?? '', changes: { place: 'Mairie' } })
	);
	await facilitator((tx) => cancelMeeting(tx, second?.meetingId ?? ''));
	const settings = { ...SETTINGS, place: 'Salle 2' };
	await change({ seriesId, from: day(1), settings, dates: [day(33)] });
	const after = await meetingsOf(groupId);
	expect(after.map(({ date, place, cancelled }) => [date, place, cancelled])).toEqual([
		[day(10), 'Mairie', false],
		[day(20), 'La Passerelle', true],
		[day(33), 'Salle 2', false]
	]);
	await expect(
		change({ seriesId, from: day(1), settings, dates: [day(10)] })
	).rejects.toMatchObject({ code: 'conflict' });
});

test('[W5] saving a meeting as it was does not take it out of its series', async () => {
	const { groupId } = await plan({ dates: [day(10)] });
	const { meetingId, startsAt, endsAt, place } = await firstOf(groupId);
	const changes = { startsAt, endsAt, place, videoUrl: null };
	await facilitator((tx) => setMeeting(tx, { meetingId, changes }));
	expect((await firstOf(groupId)).detached).toBe(false);
});

test('[W6] a cancelled date is no date of the group until it is restored', async () => {
	const { groupId } = await plan({ dates: [day(10)] });
	const { meetingId } = await firstOf(groupId);
	const next = async (): Promise<string | undefined> =>
		(await facilitator(listMyGroups)).find(({ id }) => id === groupId)?.nextMeeting?.date;
	await facilitator((tx) => cancelMeeting(tx, meetingId));
	expect(await next()).toBeUndefined();
	await expect(
		facilitator((tx) => setMeeting(tx, { meetingId, changes: { place: 'Mairie' } }))
	).rejects.toMatchObject({ code: 'conflict' });
	await facilitator((tx) => restoreMeeting(tx, meetingId));
	expect(await next()).toBe(day(10));
});

test('[W6] a meeting planned on the day of a cancelled one is that one', async () => {
	const { groupId } = await plan({ dates: [day(10)] });
	const { meetingId, startsAt, endsAt } = await firstOf(groupId);
	await facilitator((tx) => cancelMeeting(tx, meetingId));
	const id = await facilitator((tx) =>
		createMeeting(tx, {
			id: randomUUID(),
			groupId,
			kind: 'operational',
			startsAt,
			endsAt,
			place: 'Mairie',
			videoUrl: null
		})
	);
	expect(id).toBe(meetingId);
	expect(await meetingsOf(groupId)).toMatchObject([{ place: 'Mairie', cancelled: false }]);
});

test('[W6] a meeting that has begun is not cancelled', async () => {
	await expect(facilitator((tx) => cancelMeeting(tx, world.closedMeeting))).rejects.toMatchObject({
		code: 'conflict'
	});
});

test('[W7] the end of a series cancels what is to come, and leaves room for another', async () => {
	const { groupId, seriesId } = await plan({ dates: [day(10), day(20)] });
	await facilitator((tx) => endMeetingSeries(tx, seriesId));
	expect((await meetingsOf(groupId)).map(({ cancelled }) => cancelled)).toEqual([true, true]);
	await expect(
		change({ seriesId, from: day(1), settings: SETTINGS, dates: [day(10)] })
	).rejects.toMatchObject({ code: 'conflict' });
	await open({ groupId, dates: [day(20), day(25)] });
	expect((await meetingsOf(groupId)).map(({ cancelled }) => cancelled)).toEqual([
		true,
		false,
		false
	]);
});

test('[W8] calendars are told of each change, by a number that grows', async () => {
	const { groupId } = await plan({ dates: [day(10)] });
	const sequence = async (): Promise<number> => (await firstOf(groupId)).sequence;
	const { meetingId } = await firstOf(groupId);
	const numbers = [await sequence()];
	for (const change of [
		(tx: Tx) => setMeeting(tx, { meetingId, changes: { place: 'Mairie' } }),
		(tx: Tx) => cancelMeeting(tx, meetingId),
		(tx: Tx) => restoreMeeting(tx, meetingId)
	]) {
		await facilitator<unknown>(change);
		numbers.push(await sequence());
	}
	expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
	expect(numbers[0]).toBe(0);
	await facilitator((tx) => setMeeting(tx, { meetingId, changes: { status: 'sent' } }));
	expect(await sequence()).toBe(numbers.at(-1));
});

test('[W9] of two who open a series or take a day at once, one does', async () => {
	const groupId = await newGroup();
	expect(
		await outcomes(open({ groupId, dates: [day(10)] }), open({ groupId, dates: [day(11)] }))
	).toEqual(['conflict', 'done']);
	const startsAt = `${day(50)}T10:00:00Z`;
	const endsAt = `${day(50)}T11:00:00Z`;
	const take = (): Promise<string> =>
		facilitator((tx) =>
			createMeeting(tx, {
				id: randomUUID(),
				groupId,
				kind: 'technical',
				startsAt,
				endsAt,
				place: '',
				videoUrl: null
			})
		);
	expect(await outcomes(take(), take())).toEqual(['conflict', 'done']);
});

/** A new group that the facilitator of the world prepares, so that the tests share no date. */
async function newGroup(): Promise<string> {
	const { id } = await buildGroup(database.owner, `Série ${randomUUID().slice(0, 8)}`);
	await buildMandate(database.owner, {
		profileId: world.people.facilitator,
		groupId: id,
		role: 'facilitator'
	});
	return id;
}

async function plan({
	dates
}: {
	dates: string[];
}): Promise<{ groupId: string; seriesId: string }> {
	const groupId = await newGroup();
	const seriesId = randomUUID();
	await open({ groupId, id: seriesId, dates });
	return { groupId, seriesId };
}

interface Opened {
	groupId: string;
	id?: string;
	kind?: MeetingKind;
	settings?: SeriesSettings;
	dates: string[];
}

function open({
	id = randomUUID(),
	kind = 'operational',
	settings = SETTINGS,
	...rest
}: Opened): Promise<void> {
	return facilitator((tx) => createMeetingSeries(tx, { id, kind, settings, ...rest }));
}

function change(input: Parameters<typeof setMeetingSeries>[1]): Promise<void> {
	return facilitator((tx) => setMeetingSeries(tx, input));
}

/** The meetings of a group, earliest first. */
async function meetingsOf(groupId: string): Promise<ListedMeeting[]> {
	return (await facilitator((tx) => listMeetings(tx, groupId))).toReversed();
}

async function firstOf(groupId: string): Promise<ListedMeeting> {
	const [first] = await meetingsOf(groupId);
	if (!first) throw new Error('no meeting');
	return first;
}

async function datesOf(groupId: string): Promise<string[]> {
	return (await meetingsOf(groupId)).map(({ date }) => date);
}

function facilitator<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return as('facilitator', work);
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
