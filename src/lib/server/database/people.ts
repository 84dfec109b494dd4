import { sql } from 'kysely';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface Identity {
	firstName: string;
	lastName: string | null;
	birthYear: number;
	phone: string | null;
	email: string | null;
}

/** Only the fields that are there change; null or an empty text removes one. */
export type IdentityChanges = Partial<Record<'lastName' | 'phone' | 'email', string | null>>;

/** Reads the full identity of the person of a case, for its circle, and records that the caller did. Throws Refusal: not_found, not_allowed outside the circle or without the second factor in this session. */
export async function viewIdentity(tx: Tx, caseId: string): Promise<Identity> {
	const { rows } = await sql<Identity>`
		select v.first_name as "firstName", v.last_name as "lastName", v.birth_year as "birthYear", v.phone, v.email
		from public.view_identity(${caseId}::uuid) as v`.execute(tx);
	const [row] = rows;
	if (!row) throw new Refusal('not_found');
	return row;
}

/** Changes the full identity of the person of a case, for its circle. Throws Refusal: not_found, not_allowed, invalid. */
export async function setIdentity(
	tx: Tx,
	{ caseId, changes }: { caseId: string; changes: IdentityChanges }
): Promise<void> {
	await sql`select public.set_identity(${caseId}::uuid, ${JSON.stringify(changes)}::jsonb)`.execute(
		tx
	);
}

/** Counts the people of a group with this first name and year of birth, whoever follows them. Throws Refusal('not_found'). */
export async function countSimilarPeople(
	tx: Tx,
	{ groupId, firstName, birthYear }: { groupId: string; firstName: string; birthYear: number }
): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		select public.count_similar_people(${groupId}::uuid, ${firstName}, ${birthYear}::integer) as count`.execute(
		tx
	);
	return rows[0]?.count ?? 0;
}
