import type { DeclineReason, RequestState } from '$lib/domain/request';
import { m } from '$lib/paraglide/messages';

const STATE: Record<RequestState, () => string> = {
	asked: m.request_state_asked,
	seen: m.request_state_seen,
	taken: m.request_state_taken,
	answered: m.request_state_answered,
	declined: m.request_state_declined,
	closed: m.request_state_closed
};
const REASON: Record<DeclineReason, () => string> = {
	not_my_role: m.request_reason_not_my_role,
	no_capacity: m.request_reason_no_capacity,
	missing_information: m.request_reason_missing_information,
	other: m.request_reason_other
};

export function requestStateText(state: RequestState): string {
	return STATE[state]();
}

export function declineReasonText(reason: DeclineReason): string {
	return REASON[reason]();
}
