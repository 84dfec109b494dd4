import { sql } from 'kysely';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface Closed {
	/** False: it was closed already, and nothing changed. */
	closed: boolean;
	groupId: string;
	/** Cases of its agenda, and référents who have something to tell the person. */
	caseIds: string[];
	profileIds: string[];
}

/** Closes a meeting that runs, or whose day has come, by whoever leads it or a facilitator: what was not looked at is carried to the next one. Throws Refusal: not_found, not_allowed, conflict before its day or when it is cancelled. */
export async function closeMeeting(tx: Tx, meetingId: string): Promise<Closed> {
	const { rows } = await sql<{ closed: Closed }>`
		select public.close_meeting(${meetingId}::uuid) as closed`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row.closed;
}

/** As the system: closes the meetings that nobody closed, six hours after their end, and returns them. */
export async function closeForgottenMeetings(tx: Tx): Promise<string[]> {
	const { rows } = await sql<{ closed: string[] }>`
		select private.close_forgotten_meetings() as closed`.execute(tx);
	return rows[0]?.closed ?? [];
}

/** As the system: the cases on the agendas of these meetings. */
export async function casesOfMeetings(tx: Tx, meetingIds: string[]): Promise<string[]> {
	const { rows } = await sql<{ caseId: string }>`
		select distinct i.case_id as "caseId" from public.agenda_items as i
		where i.meeting_id = any (${meetingIds}::uuid[]) and i.case_id is not null`.execute(tx);
	return rows.map(({ caseId }) => caseId);
}

/** Opens a closed meeting again with a reason, by a facilitator; its minutes stay as a version. Throws Refusal: not_found, not_allowed, conflict when it is not closed or the next one of its kind has started, invalid without a reason. */
export async function reopenMeeting(
	tx: Tx,
	{ meetingId, reason }: { meetingId: string; reason: string }
): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select public.reopen_meeting(${meetingId}::uuid, ${reason}) as "groupId"`.execute(tx);
	return groupOf(rows);
}

/** Sets a carried item aside, by a facilitator, with a word or none. Throws Refusal: not_found, not_allowed, invalid. */
export async function dismissCarried(
	tx: Tx,
	{ id, word }: { id: string; word: string }
): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select public.dismiss_carried(${id}::uuid, ${word}) as "groupId"`.execute(tx);
	return groupOf(rows);
}

/** Has a carried item wait again. Throws Refusal: not_found, not_allowed. */
export async function undismissCarried(tx: Tx, id: string): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select public.undismiss_carried(${id}::uuid) as "groupId"`.execute(tx);
	return groupOf(rows);
}

function groupOf(rows: { groupId: string }[]): { groupId: string } {
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
