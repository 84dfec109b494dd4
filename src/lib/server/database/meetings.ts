import { sql } from 'kysely';
import type { MeetingFacts } from '$lib/domain/meeting';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewMeeting {
	/** Made by whoever asks, so that asking twice plans one. */
	id: string;
	groupId: string;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string;
	place: string;
	videoUrl: string | null;
}

/** Plans a meeting. Throws Refusal: not_found, not_allowed for another than a facilitator, conflict on a day that has one, invalid. */
export async function createMeeting(tx: Tx, input: NewMeeting): Promise<void> {
	await sql`select public.create_meeting(${input.id}::uuid, ${input.groupId}::uuid, ${input.startsAt}::timestamptz,
		${input.endsAt}::timestamptz, ${input.place}, ${input.videoUrl})`.execute(tx);
}

/** Only the fields that are there change; a status only goes forward. */
export type MeetingChanges = Partial<
	Pick<MeetingFacts, 'startsAt' | 'endsAt' | 'place' | 'videoUrl' | 'status'>
>;

/** Changes a meeting and returns its group. Throws Refusal: not_found, not_allowed, conflict once closed or on a day that has one, invalid. */
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

export interface ListedMeeting extends MeetingFacts {
	/** Day in France, as in addresses. */
	date: string;
	/** Situations on its agenda, as far as the caller may know of them. */
	caseCount: number;
}

/** Lists the meetings of a group, latest first; none for somebody who only observes it. */
export async function listMeetings(tx: Tx, groupId: string): Promise<ListedMeeting[]> {
	return readMeetings(tx, groupId);
}

/** Finds the meeting of a group on a day; throws Refusal('not_found'). */
export async function findMeetingByDate(
	tx: Tx,
	groupId: string,
	date: string
): Promise<ListedMeeting> {
	const meeting = (await readMeetings(tx, groupId)).find((listed) => listed.date === date);
	if (!meeting) throw new Refusal('not_found');
	return meeting;
}

/** Weeks between two meetings of a group; throws Refusal('not_found'). */
export async function findMeetingInterval(tx: Tx, groupId: string): Promise<number> {
	const { rows } = await sql<{ weeks: number }>`
		select g.meeting_interval_weeks as weeks from public.groups as g where g.id = ${groupId}::uuid`.execute(
		tx
	);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row.weeks;
}

async function readMeetings(tx: Tx, groupId: string): Promise<ListedMeeting[]> {
	const { rows } = await sql<ListedMeeting>`
		select m.id as "meetingId", m.group_id as "groupId", private.iso(m.starts_at) as "startsAt",
			private.iso(m.ends_at) as "endsAt", m.place, m.video_url as "videoUrl", m.status,
			(m.starts_at at time zone 'Europe/Paris')::date as date,
			(select count(*) from public.agenda_items as i where i.meeting_id = m.id and i.kind = 'case') as "caseCount"
		from public.meetings as m where m.group_id = ${groupId}::uuid
		order by m.starts_at desc`.execute(tx);
	return rows;
}
