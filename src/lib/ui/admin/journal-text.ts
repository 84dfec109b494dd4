import { ACCESS_KINDS, type AccessKind } from '$lib/domain/journal';
import { m } from '$lib/paraglide/messages';

const OPENED: Record<AccessKind, () => string> = {
	board: m.admin_journal_board,
	'board-own': m.admin_journal_board_own,
	case: m.admin_journal_case,
	'case-own': m.admin_journal_case_own,
	meeting: m.admin_journal_meeting,
	identity: m.admin_journal_identity,
	search: m.admin_journal_search
};

/** What a table holds, for administrators: families, never more of a case. */
const TABLE: Record<string, () => string> = {
	access_reviews: m.admin_review,
	accounts: m.admin_journal_profiles,
	actions: m.admin_journal_actions,
	administrators: m.admin_journal_administrators,
	agreement_organizations: m.admin_journal_agreements,
	agreements: m.admin_journal_agreements,
	blocker_types: m.admin_vocabulary,
	blockers: m.admin_journal_blockers,
	cases: m.admin_journal_cases,
	circle_members: m.admin_journal_circle,
	circle_requests: m.admin_journal_circle,
	documents: m.admin_journal_documents,
	groups: m.admin_journal_groups,
	handovers: m.admin_journal_handovers,
	invitations: m.admin_invitations,
	mandates: m.admin_mandates,
	meeting_attendance: m.admin_journal_meetings,
	meeting_series: m.admin_journal_meetings,
	meetings: m.admin_journal_meetings,
	organizations: m.admin_organizations,
	people: m.admin_journal_identity_rows,
	person_identities: m.admin_journal_identity_rows,
	profiles: m.admin_journal_profiles,
	stage_changes: m.admin_journal_stages,
	territories: m.admin_journal_groups
};

const OPERATION: Record<string, (parts: { what: string }) => string> = {
	insert: m.admin_journal_added,
	update: m.admin_journal_changed,
	delete: m.admin_journal_deleted
};

/** What an administrator did to the sign-in of somebody. */
const ACCOUNT: Record<string, () => string> = {
	suspended: m.admin_suspended,
	restored: m.admin_journal_restored,
	second_factor: m.admin_journal_second_factor,
	sessions: m.admin_journal_sessions
};

/** A kind of access, or `table:operation`, as administrators read it. */
export function journalKindText(kind: string): string {
	const access = ACCESS_KINDS.find((known) => known === kind);
	if (access) return OPENED[access]();
	const [table = '', operation = ''] = kind.split(':');
	const done = table === 'accounts' ? ACCOUNT[operation] : undefined;
	if (done) return done();
	const what = (TABLE[table] ?? m.admin_journal_other)();
	return (OPERATION[operation] ?? m.admin_journal_changed)({ what });
}
