import { sql } from 'kysely';
import type {
	CheckAnswer,
	CohortRule,
	EmployerKind,
	EntryChoice,
	OutcomeKind,
	SchemeCode
} from '$lib/domain/course';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface OutcomeFields {
	kind: OutcomeKind;
	employerKind: EmployerKind | null;
	/** ISO dates. */
	startsOn: string;
	endsOn: string | null;
	words: string;
}

/**
 * Notes what came of a follow-up; `id` is made by whoever asks, so that asking twice adds one. Throws Refusal: not_found,
 * not_allowed outside the circle, invalid, conflict once the case is closed.
 */
export async function addOutcome(
	tx: Tx,
	{ id, caseId, ...fields }: OutcomeFields & { id: string; caseId: string }
): Promise<void> {
	await sql`select public.add_outcome(${id}::uuid, ${caseId}::uuid, ${fields.kind}, ${fields.employerKind},
		${fields.startsOn}::date, ${fields.endsOn}::date, ${fields.words})`.execute(tx);
}

/** Corrects or ends an outcome and returns its case. Throws Refusal as `addOutcome` does. */
export async function setOutcome(
	tx: Tx,
	{ id, ...fields }: OutcomeFields & { id: string }
): Promise<{ caseId: string }> {
	return caseOf(
		await sql<{ caseId: string }>`
			select public.set_outcome(${id}::uuid, ${fields.kind}, ${fields.employerKind}, ${fields.startsOn}::date,
				${fields.endsOn}::date, ${fields.words}) as "caseId"`.execute(tx)
	);
}

/** Takes away an outcome and returns its case. Throws Refusal: not_found, not_allowed, conflict once somebody answered a check of it. */
export async function removeOutcome(tx: Tx, id: string): Promise<{ caseId: string }> {
	return caseOf(
		await sql<{ caseId: string }>`select public.remove_outcome(${id}::uuid) as "caseId"`.execute(tx)
	);
}

/** Says whether a job or a training goes on, and returns its case. Throws Refusal: not_found, not_allowed, conflict once closed. */
export async function answerCheck(
	tx: Tx,
	{ id, answer, words }: { id: string; answer: CheckAnswer; words: string }
): Promise<{ caseId: string }> {
	return caseOf(
		await sql<{ caseId: string }>`
			select public.answer_check(${id}::uuid, ${answer}, ${words}) as "caseId"`.execute(tx)
	);
}

/** Notes that the person is in a scheme since a day. Throws Refusal: not_found, not_allowed, invalid, conflict when they are already. */
export async function addCaseScheme(
	tx: Tx,
	input: { id: string; caseId: string; scheme: SchemeCode; since: string }
): Promise<void> {
	await sql`select public.add_case_scheme(${input.id}::uuid, ${input.caseId}::uuid, ${input.scheme},
		${input.since}::date)`.execute(tx);
}

/** Notes that the person left a scheme today, and returns the case. Throws Refusal: not_found, not_allowed. */
export async function endCaseScheme(tx: Tx, id: string): Promise<{ caseId: string }> {
	return caseOf(
		await sql<{ caseId: string }>`select public.end_case_scheme(${id}::uuid) as "caseId"`.execute(
			tx
		)
	);
}

/** Decides of a rule that the case does not meet. Throws Refusal: not_found, not_allowed, invalid without a reason. */
export async function decideEntry(
	tx: Tx,
	input: { id: string; caseId: string; rule: string; decision: EntryChoice; words: string }
): Promise<void> {
	await sql`select public.decide_entry(${input.id}::uuid, ${input.caseId}::uuid, ${input.rule}, ${input.decision},
		${input.words})`.execute(tx);
}

/** Ages for which each cohort is meant. */
export async function listCohortRules(tx: Tx): Promise<CohortRule[]> {
	return tx
		.selectFrom('cohort_rules')
		.select(['cohort', 'min_age as minAge', 'max_age as maxAge'])
		.orderBy('cohort')
		.execute();
}

function caseOf({ rows: [row] }: { rows: { caseId: string }[] }): { caseId: string } {
	if (!row) throw new Refusal('not_found');
	return row;
}
