import type { OrganizationKind } from '$lib/domain/administration';
import type { InvitationState } from '$lib/domain/invitation';
import { m } from '$lib/paraglide/messages';

const ERROR: Record<string, () => string> = {
	missing: m.admin_error_missing,
	too_long: m.admin_error_too_long,
	email: m.admin_error_email,
	choice: m.admin_error_choice,
	date: m.admin_error_date,
	past: m.admin_error_past,
	weeks: m.admin_error_weeks,
	code: m.admin_error_code,
	slug: m.admin_error_slug,
	prefix: m.admin_error_prefix
};

/** What is wrong with a field, in the reader's language; undefined when nothing is. */
export function fieldErrorText(code: string | undefined): string | undefined {
	return code === undefined ? undefined : (ERROR[code] ?? m.admin_error_choice)();
}

const KIND: Record<OrganizationKind, () => string> = {
	ccas: m.admin_kind_ccas,
	local_mission: m.admin_kind_local_mission,
	employment_service: m.admin_kind_employment_service,
	plie: m.admin_kind_plie,
	neighbourhood_company: m.admin_kind_neighbourhood_company,
	association: m.admin_kind_association,
	state: m.admin_kind_state,
	social_centre: m.admin_kind_social_centre,
	coordination: m.admin_kind_coordination
};
export const organizationKindText = (kind: OrganizationKind): string => KIND[kind]();

const STATE: Record<InvitationState, () => string> = {
	open: m.admin_invitation_open,
	expired: m.admin_invitation_expired,
	accepted: m.admin_invitation_accepted,
	revoked: m.admin_invitation_revoked
};
export const invitationStateText = (state: InvitationState): string => STATE[state]();
