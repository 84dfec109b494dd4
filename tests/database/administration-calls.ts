import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	byAdministrators,
	DENIED,
	NOT_ALLOWED,
	NOT_FOUND,
	type Answers,
	type CallRule
} from './call-rules';
import { INVITATION_TOKEN } from './world-rows';

/** What facilitators of the group and administrators do; members know that it is done. */
const BY_INVITERS: Answers = {
	answers: {
		facilitator: 1,
		admin: 1,
		circle: NOT_ALLOWED,
		partner: NOT_ALLOWED,
		colleague: NOT_ALLOWED,
		unnamed: NOT_ALLOWED,
		anonymous: DENIED
	},
	otherwise: NOT_FOUND
};

/** An invitation is known to nobody else than those who may make it. */
const BY_ITS_INVITERS: Answers = {
	answers: { facilitator: 1, admin: 1, anonymous: DENIED },
	otherwise: NOT_FOUND
};

/** Functions of administration and invitations. */
export const ADMINISTRATION_CALLS: Record<string, CallRule> = {
	create_group: {
		call: () =>
			sql`select public.create_group(${randomUUID()}, 'nouveau', 'Nouveau', 'Valmarin', 'QN09', 'ZZZ', 6)`,
		...byAdministrators(1)
	},
	create_invitation: {
		call: (
			w
		) => sql`select public.create_invitation(${randomUUID()}, 'ici@essais.example', ${w.organizations.beta},
			${w.group.id}, 'observer', ${randomBytes(32)}::bytea)`,
		...BY_INVITERS
	},
	create_organization: {
		call: () =>
			sql`select public.create_organization(${randomUUID()}, 'Nouvelle', 'association', false, false)`,
		...byAdministrators(1)
	},
	end_administrator: {
		call: (w) => sql`select public.end_administrator(${w.people.admin})`,
		// The only one.
		answers: { admin: 'MA409', anonymous: DENIED },
		otherwise: NOT_FOUND
	},
	end_sessions_of: {
		call: (w) => sql`select public.end_sessions_of(${w.people.partner})`,
		...byAdministrators(1)
	},
	end_mandate: {
		call: (w) => sql`select public.end_mandate(${w.mandate})`,
		...byAdministrators(1)
	},
	grant_administrator: {
		call: (w) => sql`select public.grant_administrator(${w.people.circle})`,
		...byAdministrators(1)
	},
	grant_mandate: {
		call: (w) =>
			sql`select public.grant_mandate(${randomUUID()}, ${w.people.ended}, ${w.group.id}, 'practitioner', null)`,
		...byAdministrators(1)
	},
	join_by_invitation: {
		call: () =>
			sql`select public.join_by_invitation(${createHash('sha256').update(INVITATION_TOKEN).digest()}::bytea)`,
		// Sent to their address.
		...byAdministrators(1)
	},
	list_accounts: {
		call: () => sql`select a from public.list_accounts() as a`,
		...byAdministrators(10)
	},
	list_blocker_types: {
		call: () => sql`select t from public.list_blocker_types() as t`,
		...byAdministrators(12)
	},
	list_groups: {
		call: () => sql`select g from public.list_groups() as g`,
		...byAdministrators(2)
	},
	list_invitations: {
		call: (w) => sql`select i from public.list_invitations(${w.group.id}) as i`,
		...BY_INVITERS
	},
	list_organizations: {
		call: () => sql`select o from public.list_organizations() as o`,
		...byAdministrators(4)
	},
	note_account_action: {
		call: (w) => sql`select public.note_account_action(${w.people.partner}, 'suspended')`,
		...byAdministrators(1)
	},
	record_access_review: {
		call: (w) => sql`select public.record_access_review(${[w.mandate]}::uuid[])`,
		...byAdministrators(1)
	},
	renew_invitation: {
		call: (w) => sql`select public.renew_invitation(${w.invitation}, ${randomBytes(32)}::bytea)`,
		...BY_ITS_INVITERS
	},
	revoke_invitation: {
		call: (w) => sql`select public.revoke_invitation(${w.invitation})`,
		...BY_ITS_INVITERS
	},
	set_account: {
		call: (w) => sql`select public.set_account(${w.people.circle}, '{"jobTitle":"Conseil"}')`,
		...byAdministrators(1)
	},
	set_blocker_type: {
		call: () => sql`select public.set_blocker_type('housing', '{"offered":false}')`,
		...byAdministrators(1)
	},
	set_group: {
		call: (w) => sql`select public.set_group(${w.group.id}, '{"commune":"Autre"}')`,
		...byAdministrators(1)
	},
	set_mandate: {
		call: (w) => sql`select public.set_mandate(${w.mandate}, '{"role":"observer"}',
			'{"role":"practitioner","endsAt":null}')`,
		...byAdministrators(1)
	},
	set_organization: {
		call: (w) =>
			sql`select public.set_organization(${w.organizations.beta}, '{"secondFactor":true}')`,
		...byAdministrators(1)
	}
};
