import { sql } from 'kysely';
import type { AttendanceAnswer } from '$lib/domain/attendance';
import type { Tx } from './transaction';

export interface MeetingAnswer {
	meetingId: string;
	/** Oneself, or anybody of the group for its facilitators. */
	profileId: string;
	/** Null takes the answer back. */
	answer: AttendanceAnswer | null;
	word: string;
	/** A colleague of the same organisation, for the answer `represented` only. */
	representedBy: string | null;
}

/** Says whether somebody comes to a meeting. Throws Refusal: not_found, not_allowed for another than a facilitator about somebody else, conflict once it is closed or cancelled, invalid. */
export async function answerMeeting(tx: Tx, input: MeetingAnswer): Promise<void> {
	await sql`select public.answer_meeting(${input.meetingId}::uuid, ${input.profileId}::uuid, ${input.answer}::text,
		${input.word}, ${input.representedBy}::uuid)`.execute(tx);
}
