import { sql } from 'kysely';
import type { Tx } from './transaction';

/*
 * The course of a meeting. Its commands are for whoever leads it and the facilitators of its group, while it runs. All
 * throw Refusal: not_found, not_allowed for another, conflict while it does not run.
 */

/** Begins a meeting that was not cancelled: its first item is current, and the caller leads. A running one stays as it is. */
export async function startMeeting(tx: Tx, meetingId: string): Promise<void> {
	await sql`select public.start_meeting(${meetingId}::uuid)`.execute(tx);
}

export interface ItemStep {
	meetingId: string;
	/** The item that the asker saw as current. */
	from: string | null;
	/** Null: nothing more to look at. */
	to: string | null;
	/** `from` has been looked at; otherwise it stays as it was. */
	done: boolean;
}

/** Makes an item of the agenda current; false, and nothing changes, when another one became current since the asker looked. Throws Refusal: not_found for an item that is not on the agenda, too. */
export async function goToItem(tx: Tx, step: ItemStep): Promise<boolean> {
	const { rows } = await sql<{ moved: boolean }>`
		select public.go_to_item(${step.meetingId}::uuid, ${step.from}, ${step.to}, ${step.done}) as moved`.execute(
		tx
	);
	return rows[0]?.moved ?? false;
}

/** Stops or continues the time of the current item. */
export async function pauseMeeting(
	tx: Tx,
	{ meetingId, paused }: { meetingId: string; paused: boolean }
): Promise<void> {
	await sql`select public.pause_meeting(${meetingId}::uuid, ${paused})`.execute(tx);
}

export interface ItemExtension {
	meetingId: string;
	itemId: string;
	/** Minutes besides those planned, all told: asking twice gives them once. */
	total: number;
}

/** Gives an item more minutes, up to the total; never fewer than it has. Throws Refusal: invalid beyond two hours, too. */
export async function extendItem(tx: Tx, input: ItemExtension): Promise<void> {
	await sql`select public.extend_item(${input.meetingId}::uuid, ${input.itemId}, ${input.total})`.execute(
		tx
	);
}

/** Postpones an item; when it is the current one, `to` becomes current. */
export async function postponeItem(
	tx: Tx,
	{ meetingId, itemId, to }: { meetingId: string; itemId: string; to: string | null }
): Promise<void> {
	await sql`select public.postpone_item(${meetingId}::uuid, ${itemId}, ${to})`.execute(tx);
}

/** Puts an item that was postponed or looked at back among those to do. */
export async function restoreItem(
	tx: Tx,
	{ meetingId, itemId }: { meetingId: string; itemId: string }
): Promise<void> {
	await sql`select public.restore_item(${meetingId}::uuid, ${itemId})`.execute(tx);
}

/** Has somebody who works in the group lead from now on. Throws Refusal: invalid for another, too. */
export async function handOverFacilitation(
	tx: Tx,
	{ meetingId, toId }: { meetingId: string; toId: string }
): Promise<void> {
	await sql`select public.hand_over_facilitation(${meetingId}::uuid, ${toId}::uuid)`.execute(tx);
}

/** Has the caller lead from now on: any facilitator of the group. */
export async function takeFacilitation(tx: Tx, meetingId: string): Promise<void> {
	await sql`select public.take_facilitation(${meetingId}::uuid)`.execute(tx);
}

/** Who leads a meeting; null before it starts, or for somebody who may not know of it. */
export async function findLeader(tx: Tx, meetingId: string): Promise<string | null> {
	const run = await tx
		.selectFrom('meeting_runs')
		.select('facilitator_id')
		.where('meeting_id', '=', meetingId)
		.executeTakeFirst();
	return run?.facilitator_id ?? null;
}
