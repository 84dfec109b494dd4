import { sql } from 'kysely';
import type { ActionStatus } from '$lib/domain/action';
import type { DecisionKind } from '$lib/domain/decision';
import type { Minutes, MinutesCut, RegisteredDecision } from '$lib/domain/minutes';
import { Refusal } from '$lib/domain/refusal';
import { cutMinutes, type ReadMinutes } from './minutes-cut';
import type { Tx } from './transaction';

/** As the system, once everything said in the meeting is stored: writes the minutes of its last closing. False when they were written already. */
export async function sealMinutes(tx: Tx, meetingId: string): Promise<boolean> {
	const { rows } = await sql<{ sealed: boolean }>`
		select private.seal_minutes(${meetingId}::uuid) as sealed`.execute(tx);
	return rows[0]?.sealed ?? false;
}

/** As the system: meetings closed a while ago whose minutes nobody wrote. */
export async function listUnsealedMeetings(tx: Tx): Promise<string[]> {
	const { rows } = await sql<{ ids: string[] }>`
		select private.unsealed_meetings() as ids`.execute(tx);
	return rows[0]?.ids ?? [];
}

export interface NewAddendum {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	meetingId: string;
	text: string;
}

/** Adds to the minutes of a closed meeting, by a facilitator or whoever led it. Throws Refusal: not_found, not_allowed, conflict while it is not closed, invalid. */
export async function addAddendum(tx: Tx, input: NewAddendum): Promise<void> {
	await sql`select public.add_addendum(${input.id}::uuid, ${input.meetingId}::uuid, ${input.text})`.execute(
		tx
	);
}

export interface MinutesQuestion {
	meetingId: string;
	cut: MinutesCut;
	/** One of its versions; the one in force by default, or what the tables hold until it is closed. */
	version?: number;
}

/** Finds the minutes of a meeting, for somebody who works in its group. Throws Refusal('not_found'), also for a version that is not. */
export async function findMinutes(
	tx: Tx,
	{ meetingId, cut, version }: MinutesQuestion
): Promise<Minutes> {
	const { rows } = await sql<{ read: ReadMinutes | null }>`
		select public.read_minutes(${meetingId}::uuid, ${version ?? null}::integer, ${cut === 'coordination'}) as read`.execute(
		tx
	);
	const read = rows[0]?.read;
	if (!read) throw new Refusal('not_found');
	return cutMinutes(read, cut);
}

export interface RegisterQuestion {
	groupId: string;
	/** Id of the last line read; null: from the latest one. */
	before: string | null;
	/** Lines, at most. */
	limit: number;
	kind?: DecisionKind;
	status?: ActionStatus;
}

/** Lists what a group decided across its meetings, latest first. Throws Refusal('not_found') for a group where the caller does not work. */
export async function listDecisionsRegister(
	tx: Tx,
	{ groupId, before, limit, kind, status }: RegisterQuestion
): Promise<RegisteredDecision[]> {
	const { rows } = await sql<{ line: RegisteredDecision }>`
		select line from public.list_decisions(${groupId}::uuid, ${before}::uuid, ${limit}, ${kind ?? null}::text,
			${status ?? null}::text) as line`.execute(tx);
	return rows.map(({ line }) => line);
}
