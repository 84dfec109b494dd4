import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Attendance } from '../../src/lib/domain/attendance';
import { answerMeeting, type MeetingAnswer } from '../../src/lib/server/database/attendance';
import {
	findCalendarFeed,
	readCalendarFeed,
	renewCalendarFeed,
	revokeCalendarFeed,
	type FeedMeeting
} from '../../src/lib/server/database/calendar-feeds';
import { meetingFacts } from '../../src/lib/server/database/facts';
import { cancelMeeting, restoreMeeting } from '../../src/lib/server/database/meetings';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

const TOKEN = Buffer.alloc(32, 1);
const OTHER_TOKEN = Buffer.alloc(32, 2);

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(() => database.owner.query('delete from public.meeting_attendance'));
afterAll(() => database.drop());

test('[Y1] each answers for themselves, changes it and takes it back; the group reads it', async () => {
	await answer('partner', { answer: 'room' });
	await answer('partner', { answer: 'excused', word: ' Formation ' });
	expect(await answers()).toEqual([
		{ profileId: world.people.partner, answer: 'excused', word: 'Formation', representedBy: null }
	]);
	await answer('partner', { answer: null });
	expect(await answers()).toEqual([]);
});

test('[Y1] a facilitator answers for whoever told them, nobody else does', async () => {
	const { partner, ended } = world.people;
	await answer('facilitator', { profileId: partner, answer: 'remote' });
	expect(await answers()).toHaveLength(1);
	await expect(answer('circle', { profileId: partner, answer: 'room' })).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await expect(answer('facilitator', { profileId: ended, answer: 'room' })).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('[Y2] somebody is represented by a colleague of their organisation who works in the group', async () => {
	const { colleague, partner, neighbour, circle } = world.people;
	const by = (representedBy: string | null): Promise<void> =>
		answer('circle', { answer: 'represented', representedBy });
	await by(colleague);
	expect(await answers()).toMatchObject([{ representedBy: colleague }]);
	for (const refused of [partner, neighbour, circle, null])
		await expect(by(refused), refused ?? 'nobody').rejects.toMatchObject({ code: 'invalid' });
	await expect(
		answer('circle', { answer: 'room', representedBy: colleague })
	).rejects.toMatchObject({ code: 'invalid' });
});

test('[Y3] nobody answers to a meeting that is over or cancelled', async () => {
	await expect(
		answer('circle', { meetingId: world.closedMeeting, answer: 'room' })
	).rejects.toMatchObject({ code: 'conflict' });
	await as('facilitator', (tx) => cancelMeeting(tx, world.meeting));
	await expect(answer('circle', { answer: 'room' })).rejects.toMatchObject({ code: 'conflict' });
	await as('facilitator', (tx) => restoreMeeting(tx, world.meeting));
});

test('[Y4] who left the group is expected no more, nor who counted on them', async () => {
	await answer('colleague', { answer: 'room' });
	await answer('circle', { answer: 'represented', representedBy: world.people.colleague });
	await endMandates('colleague', async () => {
		expect(await answers()).toEqual([]);
	});
	expect(await answers()).toHaveLength(2);
});

test('[Y5] a calendar opens by its address until it is renewed or revoked', async () => {
	await as('partner', (tx) => renewCalendarFeed(tx, TOKEN));
	expect(await as('partner', findCalendarFeed)).toBeInstanceOf(Date);
	expect(await calendar(TOKEN)).toHaveLength(2);
	await as('partner', (tx) => renewCalendarFeed(tx, OTHER_TOKEN));
	expect(await calendar(TOKEN)).toBeNull();
	expect(await calendar(OTHER_TOKEN)).toHaveLength(2);
	await as('partner', revokeCalendarFeed);
	expect(await calendar(OTHER_TOKEN)).toBeNull();
	expect(await as('partner', findCalendarFeed)).toBeNull();
});

test('[Y5] a calendar of a banned account is answered as an unknown address', async () => {
	await as('partner', (tx) => renewCalendarFeed(tx, TOKEN));
	const ban = (until: string): Promise<unknown> =>
		database.owner.query(`update auth.users set banned_until = ${until} where id = $1`, [
			world.people.partner
		]);
	await ban(`now() + interval '1 day'`);
	expect(await calendar(TOKEN)).toBeNull();
	await ban('null');
	expect(await calendar(TOKEN)).not.toBeNull();
});

test('[Y6] a calendar holds when and where, no name, case or agenda', async () => {
	await as('partner', (tx) => renewCalendarFeed(tx, TOKEN));
	const meetings = (await calendar(TOKEN)) ?? [];
	for (const meeting of meetings) {
		expect(Object.keys(meeting).sort()).toEqual(
			'cancelled endsAt kind meetingId place sequence startsAt territory updatedAt videoUrl'.split(
				' '
			)
		);
		expect(meeting.territory).toBe('Les Essais');
	}
	expect(meetings.map(({ meetingId }) => meetingId)).not.toContain(world.meetingElsewhere);
});

test('[Y7] an ended mandate empties a calendar at once', async () => {
	await as('partner', (tx) => renewCalendarFeed(tx, TOKEN));
	await endMandates('partner', async () => {
		expect(await calendar(TOKEN)).toEqual([]);
	});
});

test('[Y7] an observer knows when, not where', async () => {
	await database.owner.query(
		`update public.meetings set place = 'La Passerelle', video_url = 'https://visio.example/a' where id = $1`,
		[world.meeting]
	);
	await as('observer', (tx) => renewCalendarFeed(tx, TOKEN.fill(3)));
	expect(await calendar(TOKEN)).toContainEqual(
		expect.objectContaining({ meetingId: world.meeting, place: '', videoUrl: null })
	);
});

test('[Y5] a token of another length is refused', async () => {
	await expect(
		as('partner', (tx) => renewCalendarFeed(tx, Buffer.from('court')))
	).rejects.toMatchObject({ code: 'invalid' });
});

/** Runs `work` while the mandates of an actor have ended. */
async function endMandates(
	actor: 'colleague' | 'partner',
	work: () => Promise<void>
): Promise<void> {
	const of = [world.people[actor]];
	await database.owner.query(
		'update public.mandates set ends_at = now() where profile_id = $1',
		of
	);
	await work();
	await database.owner.query('update public.mandates set ends_at = null where profile_id = $1', of);
}

function calendar(token: Buffer): Promise<FeedMeeting[] | null> {
	return asSystem(database.databases, (tx) => readCalendarFeed(tx, token));
}

function answer(actor: keyof World['people'], fields: Partial<MeetingAnswer>): Promise<void> {
	return as(actor, (tx) =>
		answerMeeting(tx, {
			meetingId: world.meeting,
			profileId: world.people[actor],
			answer: 'room',
			word: '',
			representedBy: null,
			...fields
		})
	);
}

/** As the document of the meeting says them. */
async function answers(): Promise<Attendance[]> {
	const facts = await asSystem(database.databases, (tx) => meetingFacts(tx, world.meeting));
	return facts?.attendance ?? [];
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
