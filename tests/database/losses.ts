/** Every way in which the partner of the world may lose the shared case, as what happens to the rows. */
import type pg from 'pg';
import type { Caller } from '../../src/lib/domain/caller';
import type { World } from './world';

type Loss = (world: World) => string;

const partnersMandate = (w: World): string => `where id = '${w.mandate}'`;
const partnersPlace = (w: World): string =>
	`where case_id = '${w.shared.id}' and profile_id = '${w.people.partner}'`;
const theAgreement = (w: World): string => `where id = '${w.agreement}'`;
const partnersName = (w: World): string =>
	`where agreement_id = '${w.agreement}' and organization_id = '${w.organizations.beta}'`;
const partnersSession = (w: World, columns: string, values: string): string =>
	`insert into public.session_states (session_id, profile_id, ${columns})
	 values ('${w.callers.partner.sessionId}', '${w.people.partner}', ${values})`;

export const LOSSES: Record<string, Loss> = {
	'their mandate ended': (w) => `update public.mandates set ends_at = now() ${partnersMandate(w)}`,
	'their mandate has not begun': (w) =>
		`update public.mandates set starts_at = now() + interval '1 hour' ${partnersMandate(w)}`,
	'their mandate is of an observer': (w) =>
		`update public.mandates set role = 'observer' ${partnersMandate(w)}`,
	'their mandate is of another group': (w) =>
		`update public.mandates set group_id = '${w.otherGroup.id}' ${partnersMandate(w)}`,
	'they left the circle': (w) =>
		`update public.circle_members set ends_at = now() ${partnersPlace(w)}`,
	'they are not in the circle yet': (w) =>
		`update public.circle_members set starts_at = now() + interval '1 hour' ${partnersPlace(w)}`,
	'the agreement was withdrawn': (w) =>
		`update public.agreements set withdrawn_at = now() ${theAgreement(w)}`,
	'the agreement was replaced': (w) =>
		`update public.agreements set replaced_at = now() ${theAgreement(w)}`,
	'the agreement expired': (w) =>
		`update public.agreements set given_on = private.today() - 9, expires_on = private.today() ${theAgreement(w)}`,
	'the agreement is to come': (w) =>
		`update public.agreements set given_on = private.today() + 1 ${theAgreement(w)}`,
	'their organisation was withdrawn': (w) =>
		`update public.agreement_organizations set withdrawn_at = now() ${partnersName(w)}`,
	'their organisation was never named': (w) =>
		`delete from public.agreement_organizations ${partnersName(w)}`,
	'they changed employer': (w) =>
		`update public.profiles set organization_id = '${w.organizations.gamma}' where id = '${w.people.partner}'`,
	'their session is locked': (w) => partnersSession(w, 'locked_at', 'now()'),
	'their session is idle': (w) => partnersSession(w, 'active_at', `now() - interval '1 hour'`),
	'they have not shown their second factor': (w) =>
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), '${w.people.partner}', 'totp', 'verified', now(), now())`,
	'their organisation demands a second factor': (w) =>
		`update public.organizations set second_factor = true where id = '${w.organizations.beta}'`
};

/** What a caller may do with a document after a statement, which is taken back. */
export async function accessAfter(
	owner: pg.Client,
	{ statement, caller, name }: { statement: string; caller: Caller; name: string }
): Promise<string | undefined> {
	await owner.query('begin');
	try {
		await owner.query(statement);
		await owner.query(`select set_config('request.jwt.claims', $1, true)`, [
			JSON.stringify(caller.claims)
		]);
		await owner.query('set local role authenticated');
		const { rows } = await owner.query<{ access: string }>(
			'select private.document_access($1) as access',
			[name]
		);
		return rows[0]?.access;
	} finally {
		await owner.query('rollback');
	}
}
