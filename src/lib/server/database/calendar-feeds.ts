import { sql } from 'kysely';
import type { MeetingKind } from '$lib/domain/meeting-series';
import type { Tx } from './transaction';

/** Gives the caller's calendar a secret address, of which the database keeps the SHA-256; the one before answers no more. Throws Refusal: not_found without a profile. */
export async function renewCalendarFeed(tx: Tx, tokenHash: Buffer): Promise<void> {
	await sql`select public.renew_calendar_feed(${tokenHash}::bytea)`.execute(tx);
}

/** Takes the secret address of the caller's calendar away, if there is one. */
export async function revokeCalendarFeed(tx: Tx): Promise<void> {
	await sql`select public.revoke_calendar_feed()`.execute(tx);
}

/** Since when the caller's calendar has a secret address; null when it has none. */
export async function findCalendarFeed(tx: Tx): Promise<Date | null> {
	const { rows } = await sql<{ createdAt: Date }>`
		select f.created_at as "createdAt" from public.find_calendar_feed() as f`.execute(tx);
	return rows[0]?.createdAt ?? null;
}

/** A meeting as a calendar may know it. */
export interface FeedMeeting {
	meetingId: string;
	kind: MeetingKind;
	territory: string;
	/** ISO date-times. */
	startsAt: string;
	endsAt: string;
	updatedAt: string;
	sequence: number;
	place: string;
	videoUrl: string | null;
	cancelled: boolean;
}

/** As the system, for nobody is signed in: the meetings of the person whose calendar has that address; null when it is not one. */
export async function readCalendarFeed(tx: Tx, tokenHash: Buffer): Promise<FeedMeeting[] | null> {
	const { rows } = await sql<{ meetings: FeedMeeting[] | null }>`
		select private.read_calendar_feed(${tokenHash}::bytea) as meetings`.execute(tx);
	return rows[0]?.meetings ?? null;
}
