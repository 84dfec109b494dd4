import { sql } from 'kysely';
import type { Role } from '$lib/domain/member';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

/** Whose mandate changed, and where: what to decide again and to refresh. */
export interface MandateHolder {
	profileId: string;
	groupId: string;
}

export interface NewMandate {
	/** Made by whoever asks, so that asking twice gives one. */
	id: string;
	profileId: string;
	groupId: string;
	role: Role;
	/** ISO date-time; null: open. */
	endsAt: string | null;
}

/** Gives somebody else a role in a group, by an administrator. Throws Refusal: not_found, not_allowed to oneself, conflict when they have a mandate there, invalid. */
export async function grantMandate(tx: Tx, input: NewMandate): Promise<void> {
	await sql`select public.grant_mandate(${input.id}::uuid, ${input.profileId}::uuid, ${input.groupId}::uuid,
		${input.role}, ${input.endsAt}::timestamptz)`.execute(tx);
}

export interface MandateChange {
	mandateId: string;
	/** Only the fields that are there change. */
	role?: Role;
	/** ISO date-time in the future; null: open. */
	endsAt?: string | null;
	/** As it was read. */
	expected: { role: Role; endsAt: string | null };
}

/** Changes the role or the end of a mandate that somebody else holds. Throws Refusal: not_found, not_allowed, conflict when it changed meanwhile or is over, invalid. */
export async function setMandate(
	tx: Tx,
	{ mandateId, expected, ...changes }: MandateChange
): Promise<MandateHolder> {
	const { rows } = await sql<{ holder: MandateHolder }>`
		select public.set_mandate(${mandateId}::uuid, ${JSON.stringify(changes)}::jsonb,
			${JSON.stringify(expected)}::jsonb) as holder`.execute(tx);
	return holderOf(rows);
}

/** Ends a mandate now; its holder hands their cases back. Throws Refusal: not_found, conflict when it is over. */
export async function endMandate(tx: Tx, mandateId: string): Promise<MandateHolder> {
	const { rows } = await sql<{ holder: MandateHolder }>`
		select public.end_mandate(${mandateId}::uuid) as holder`.execute(tx);
	return holderOf(rows);
}

/** As the system: hands back the work of people whose mandate came to its date. Returns how many mandates; cheap when none. */
export async function settleMandates(tx: Tx): Promise<number> {
	const { rows } = await sql<{ settled: number }>`
		select private.settle_mandates() as settled`.execute(tx);
	return rows[0]?.settled ?? 0;
}

function holderOf([row]: { holder: MandateHolder }[]): MandateHolder {
	if (!row) throw new Refusal('not_found');
	return row.holder;
}
