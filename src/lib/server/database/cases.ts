import { sql } from 'kysely';
import type { BlockerType } from '$lib/domain/blocker';
import type { AgreementForm, CaseOutline } from '$lib/domain/case';
import type { Cohort } from '$lib/domain/cohort';
import { Refusal } from '$lib/domain/refusal';
import type { Stage } from '$lib/domain/stage';
import type { Tx } from './transaction';

export interface NewCase {
	/** Made by whoever asks, so that asking twice opens one case. */
	id: string;
	groupId: string;
	firstName: string;
	/** One letter. */
	lastInitial: string;
	birthYear: number;
	cohort: Cohort;
	stage: Exclude<Stage, 'exit'>;
	/** Null: the caller. Somebody of another organisation only with its name in the agreement. */
	referentId: string | null;
	blockers: readonly BlockerType[];
	/** Null: the case is seen by the caller's organisation only. */
	agreement: {
		form: AgreementForm;
		/** ISO date. */
		givenOn: string;
		organizationIds: readonly string[];
	} | null;
	identity: Partial<Record<'lastName' | 'phone' | 'email', string | null>> | null;
}

/**
 * Opens a case with its person, circle, agreement and first blockers, and returns its reference, e.g. `VT-045`.
 * Throws Refusal: not_found without a mandate in the group, invalid, conflict when the id is somebody else's.
 */
export async function createCase(tx: Tx, input: NewCase): Promise<{ reference: string }> {
	const { agreement, identity } = input;
	const { rows } = await sql<{ reference: string }>`
		select public.create_case(
			${input.id}::uuid, ${input.groupId}::uuid, ${input.firstName}, ${input.lastInitial}, ${input.birthYear}::integer,
			${input.cohort}, ${input.stage}, ${input.referentId}::uuid, ${[...input.blockers]}::text[],
			${agreement?.form ?? null}, ${agreement?.givenOn ?? null}::date,
			${agreement ? [...agreement.organizationIds] : null}::uuid[],
			${identity ? JSON.stringify(identity) : null}::jsonb
		) as reference`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

export interface FoundCase {
	caseId: string;
	/** `circle`: the caller may open its documents. */
	access: 'circle' | 'outline';
	outline: CaseOutline;
}

/** Finds a case that the caller may know of by its reference; throws Refusal('not_found'). */
export async function findCaseByReference(
	tx: Tx,
	groupId: string,
	reference: string
): Promise<FoundCase> {
	const { rows } = await sql<FoundCase>`
		select c.case_id as "caseId", c.access, c.outline
		from public.find_case(${groupId}::uuid, ${reference}) as c`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

export interface StageChange {
	from: Stage;
	to: Stage;
	/** Null: the server. */
	by: string | null;
	/** ISO date-time. */
	at: string;
}

/** Lists the course of a case, oldest first; nothing for somebody outside its circle. */
export async function listStageChanges(tx: Tx, caseId: string): Promise<StageChange[]> {
	const { rows } = await sql<StageChange>`
		select s.from_stage as "from", s.to_stage as "to", s.changed_by as "by", private.iso(s.changed_at) as "at"
		from public.stage_changes as s where s.case_id = ${caseId}::uuid
		order by s.changed_at, s.id`.execute(tx);
	return rows;
}
