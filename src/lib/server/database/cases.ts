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
