import { sql } from 'kysely';
import type { Agreement, PastMember, SharingHistory } from '$lib/domain/sharing';
import type { Tx } from './transaction';

/** Reads how a case was shared until now: every agreement and past member, latest first. Empty outside its circle. */
export async function readSharingHistory(tx: Tx, caseId: string): Promise<SharingHistory> {
	const agreements = await sql<Agreement>`
		select a.id, a.form, a.given_on as "givenOn", a.expires_on as "expiresOn", a.recorded_by as "recordedBy",
			private.iso(a.created_at) as "createdAt", private.iso(a.withdrawn_at) as "withdrawnAt",
			private.iso(a.replaced_at) as "replacedAt",
			coalesce((
				select jsonb_agg(jsonb_build_object(
					'id', o.organization_id, 'form', o.form, 'givenOn', o.given_on, 'withdrawnAt', private.iso(o.withdrawn_at)
				) order by o.organization_id)
				from public.agreement_organizations as o where o.agreement_id = a.id
			), '[]') as organizations
		from public.agreements as a
		where a.case_id = ${caseId}::uuid
		order by a.created_at desc, a.id`.execute(tx);
	const past = await sql<PastMember>`
		select k.profile_id as "profileId", private.iso(k.starts_at) as "from", private.iso(k.ends_at) as "to", k.reason
		from public.circle_members as k
		where k.case_id = ${caseId}::uuid and k.ends_at <= now()
		order by k.ends_at desc, k.id`.execute(tx);
	return { agreements: agreements.rows, past: past.rows };
}
