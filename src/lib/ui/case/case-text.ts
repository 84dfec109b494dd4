import type { InterviewKind } from '$lib/documents/case-document';
import type { CaseFacts } from '$lib/domain/case';
import { isLate } from '$lib/domain/due';
import type { Member } from '$lib/domain/member';
import { stateOfAgreement, type Agreement, type AgreementState } from '$lib/domain/sharing';
import { m } from '$lib/paraglide/messages';
import { formatDate, formatDay } from '$lib/ui/kit/dates';

const INTERVIEW: Record<InterviewKind, () => string> = {
	interview: m.case_interview_kind_interview,
	review: m.case_interview_kind_review,
	step: m.case_interview_kind_step,
	visit: m.case_interview_kind_visit
};

const REASON: Record<string, () => string> = {
	creator: m.case_reason_creator,
	referent: m.case_reason_referent
};

/** Why somebody is in the circle: two reasons are the server's own, the others are people's words. */
export const reasonText = (reason: string): string => (REASON[reason] ?? (() => reason))();

export const interviewLabel = (kind: InterviewKind): string => INTERVIEW[kind]();

/** How a due date reads today: `Retard, 20 nov.`, `Aujourd’hui` or `27 nov.`, with its tone. */
export function dueText(dueOn: string, today: string): { text: string; tone: string } {
	if (isLate(dueOn, today))
		return { text: m.case_due_late({ day: formatDay(dueOn) }), tone: 'text-danger-text' };
	if (dueOn === today) return { text: m.case_due_today(), tone: 'text-warn-text' };
	return { text: formatDay(dueOn), tone: 'text-ink-2' };
}

/** The name of an organisation that the reader may know. */
export function organizationName(
	organizations: readonly { id: string; name: string }[],
	id: string
): string {
	return organizations.find((one) => one.id === id)?.name ?? m.case_organization_hidden();
}

/** Whether the person's word is needed to let somebody in: the agreement does not name their organisation yet. */
export function needsWord(member: Member, facts: CaseFacts): boolean {
	const id = member.organizationId;
	if (id === facts.organizationId) return false;
	return id === null || !facts.agreement?.organizationIds.includes(id);
}

/** What became of an agreement, as a sentence. */
export function agreementStateText(agreement: Agreement, state: AgreementState): string {
	switch (state) {
		case 'in_force':
			return m.case_agreement_in_force({ day: formatDate(agreement.expiresOn) });
		case 'expired':
			return m.case_agreement_expired_on({ day: formatDate(agreement.expiresOn) });
		case 'replaced':
			return m.case_agreement_replaced_on({ day: formatDate(agreement.replacedAt ?? '') });
		case 'withdrawn':
			return m.case_agreement_withdrawn_on({ day: formatDate(agreement.withdrawnAt ?? '') });
	}
}

/** Why a case without an agreement in force is seen by one organisation only; `latest` is its last agreement. */
export function unsharedText(latest: Agreement | undefined, today: string): string {
	if (!latest) return m.case_not_shared();
	const state = stateOfAgreement(latest, today);
	if (state === 'expired') return m.case_not_shared_expired({ day: formatDate(latest.expiresOn) });
	return latest.withdrawnAt === null
		? m.case_not_shared()
		: m.case_not_shared_withdrawn({ day: formatDate(latest.withdrawnAt) });
}
