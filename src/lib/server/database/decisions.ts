import { sql } from 'kysely';
import type { BlockerType } from '$lib/domain/blocker';
import type { DecisionKind } from '$lib/domain/decision';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface NewDecision {
	/** Made by whoever asks, so that asking twice adds one. */
	id: string;
	meetingId: string;
	itemId: string;
	kind: DecisionKind;
	label: string;
	/** Somebody who works in the group; null: nobody yet, or the person themself. */
	ownerId: string | null;
	/** ISO date. */
	dueOn: string | null;
	/** Of a blocker, and of nothing else. */
	blockerType: BlockerType | null;
}

/** Adds what the group decided on an item, by any member while the meeting runs; an action for the circle and a blocker land on the case at once. Throws Refusal: not_found, also for an item that is not on the agenda or a case no longer shared; conflict; invalid, also for a restricted type of blocker. */
export async function addDecision(tx: Tx, input: NewDecision): Promise<{ caseId: string | null }> {
	const { rows } = await sql<{ caseId: string | null }>`
		select public.add_decision(${input.id}::uuid, ${input.meetingId}::uuid, ${input.itemId}, ${input.kind},
			${input.label}, ${input.ownerId}::uuid, ${input.dueOn}::date, ${input.blockerType}::text) as "caseId"`.execute(
		tx
	);
	return { caseId: rows[0]?.caseId ?? null };
}

export interface DecisionSubject {
	meetingId: string;
	caseId: string | null;
	ownerId: string | null;
}

/** Says who does what was decided and by when, by anybody who works in the group while the meeting runs; its action on the case follows. Throws Refusal: not_found; conflict once the meeting is over, or when the circle already works on what somebody outside it should do; invalid for a decision or blocker. */
export async function setDecision(
	tx: Tx,
	{ id, ownerId, dueOn }: Pick<NewDecision, 'id' | 'ownerId' | 'dueOn'>
): Promise<DecisionSubject> {
	const { rows } = await sql<DecisionSubject>`
		select d.meeting_id as "meetingId", d.case_id as "caseId", d.owner_id as "ownerId"
		from public.set_decision(${id}::uuid, ${ownerId}::uuid, ${dueOn}::date) as d`.execute(tx);
	return oneOf(rows);
}

/** Says that an action or request is done, or takes it back: its owner or a facilitator; the circle, for an action of a case. Throws Refusal: not_found, not_allowed, invalid for a decision or blocker. */
export async function finishDecision(
	tx: Tx,
	{ decisionId, done }: { decisionId: string; done: boolean }
): Promise<DecisionSubject> {
	const { rows } = await sql<DecisionSubject>`
		select d.meeting_id as "meetingId", d.case_id as "caseId", d.owner_id as "ownerId"
		from public.finish_decision(${decisionId}::uuid, ${done}) as d`.execute(tx);
	return oneOf(rows);
}

/** Removes a line while the meeting runs, by its author or whoever leads; its action or blocker goes with it unless somebody changed it since. Throws Refusal: not_found, not_allowed, conflict once the meeting is over. */
export async function removeDecision(tx: Tx, decisionId: string): Promise<DecisionSubject> {
	const { rows } = await sql<DecisionSubject>`
		select d.meeting_id as "meetingId", d.case_id as "caseId", d.owner_id as "ownerId"
		from public.remove_decision(${decisionId}::uuid) as d`.execute(tx);
	return oneOf(rows);
}

function oneOf(rows: DecisionSubject[]): DecisionSubject {
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}
