import { sql } from 'kysely';
import type { Attendance } from '$lib/domain/attendance';
import type { MeetingFacts } from '$lib/domain/meeting';
import type { MeetingKind } from '$lib/domain/meeting-series';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewMeeting {
	/** Made by whoever asks, so that asking twice plans one. */
	id: string;
	groupId: string;
	kind: MeetingKind;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string;
	place: string;
	videoUrl: string | null;
}

/** Plans a meeting, or restores the one of that kind which was cancelled that day, and returns its id. Throws Refusal: not_found, not_allowed for another than a facilitator, conflict on a day that has one of that kind, invalid. */
export async function createMeeting(tx: Tx, input: NewMeeting): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		select public.create_meeting(${input.id}::uuid, ${input.groupId}::uuid, ${input.startsAt}::timestamptz,
			${input.endsAt}::timestamptz, ${input.place}, ${input.videoUrl}, ${input.kind}) as id`.execute(tx);
	return rows[0]?.id ?? input.id;
}

/** Only the fields that are there change; the only status to set is `sent`. */
export type MeetingChanges = Partial<
	Pick<MeetingFacts, 'startsAt' | 'endsAt' | 'place' | 'videoUrl' | 'status'>
>;

/** Changes one meeting and returns its group. Throws Refusal: not_found, not_allowed, conflict once closed, while cancelled or on a day that has one of its kind, invalid. */
export async function setMeeting(
	tx: Tx,
	{ meetingId, changes }: { meetingId: string; changes: MeetingChanges }
): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select public.set_meeting(${meetingId}::uuid, ${JSON.stringify(changes)}::jsonb) as "groupId"`.execute(
		tx
	);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

/** Cancels one date: its agenda is kept. Throws Refusal: not_found, not_allowed, conflict once it began. */
export async function cancelMeeting(tx: Tx, meetingId: string): Promise<void> {
	await sql`select public.cancel_meeting(${meetingId}::uuid)`.execute(tx);
}

/** Takes back that a date was cancelled. Throws Refusal: not_found, not_allowed, conflict once it began. */
export async function restoreMeeting(tx: Tx, meetingId: string): Promise<void> {
	await sql`select public.restore_meeting(${meetingId}::uuid)`.execute(tx);
}

export interface ListedMeeting extends MeetingFacts {
	/** Day in France. */
	date: string;
	/** Last part of its address: the day, and the kind when it is not the usual one. */
	address: string;
	/** Changed by itself: a change of its series leaves it as it is. */
	detached: boolean;
	/** For calendars: when its entry last changed, and a number that grows with each change. */
	updatedAt: string;
	sequence: number;
	/** Situations on its agenda, as far as the caller may know of them. */
	caseCount: number;
	/** Answers, also of people who left the group since. */
	attendance: Attendance[];
}

/** Lists the meetings of a group, latest first; none for somebody who only observes it. */
export async function listMeetings(tx: Tx, groupId: string): Promise<ListedMeeting[]> {
	return readMeetings(tx, groupId);
}

/** Finds a meeting of a group by its address, or by its day alone when no meeting has that address. Throws Refusal('not_found'). */
export async function findMeetingByAddress(
	tx: Tx,
	groupId: string,
	address: string
): Promise<ListedMeeting> {
	const meeting = meetingAt(await readMeetings(tx, groupId), address);
	if (!meeting) throw new Refusal('not_found');
	return meeting;
}

/** The meeting of a list that an address names. A day alone names the usual meeting, else the first of that day which takes place. */
export function meetingAt(
	meetings: readonly ListedMeeting[],
	address: string
): ListedMeeting | null {
	const ofDay = meetings.filter(({ date }) => date === address);
	return (
		meetings.find((meeting) => meeting.address === address) ??
		ofDay.findLast(({ cancelled }) => !cancelled) ??
		ofDay.at(-1) ??
		null
	);
}

/** What a group plans by: weeks between two meetings, and the official code that says which public holidays it has. */
export interface GroupRhythm {
	weeks: number;
	officialCode: string | null;
}

/** Finds what a group plans by; throws Refusal('not_found'). */
export async function findGroupRhythm(tx: Tx, groupId: string): Promise<GroupRhythm> {
	const { rows } = await sql<GroupRhythm>`
		select g.meeting_interval_weeks as weeks, t.official_code as "officialCode"
		from public.groups as g
		join public.territories as t on t.id = g.territory_id
		where g.id = ${groupId}::uuid`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

async function readMeetings(tx: Tx, groupId: string): Promise<ListedMeeting[]> {
	const { rows } = await sql<ListedMeeting>`
		select m.id as "meetingId", m.group_id as "groupId", m.kind, private.iso(m.starts_at) as "startsAt",
			private.iso(m.ends_at) as "endsAt", m.place, m.video_url as "videoUrl", m.status,
			m.cancelled_at is not null as cancelled, m.series_id as "seriesId", m.detached,
			private.day_in_france(m.starts_at) as date, private.meeting_address(m.starts_at, m.kind) as address,
			private.iso(coalesce(m.updated_at, m.created_at)) as "updatedAt",
			extract(epoch from coalesce(m.updated_at, m.created_at) - m.created_at)::integer as sequence,
			(select count(*) from public.agenda_items as i where i.meeting_id = m.id and i.kind = 'case') as "caseCount",
			coalesce((
				select jsonb_agg(jsonb_build_object(
					'profileId', a.profile_id, 'answer', a.answer, 'word', a.word, 'representedBy', a.represented_by
				))
				from public.meeting_attendance as a where a.meeting_id = m.id
			), '[]') as attendance
		from public.meetings as m where m.group_id = ${groupId}::uuid
		order by m.starts_at desc`.execute(tx);
	return rows;
}
