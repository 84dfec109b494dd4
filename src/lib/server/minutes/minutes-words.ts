/** How minutes call people, decisions and items, in the language of the request. */
import type { AttendanceAnswer } from '$lib/domain/attendance';
import type { CarryReason } from '$lib/domain/carried-item';
import type { DecisionKind } from '$lib/domain/decision';
import type { RunItemState } from '$lib/domain/meeting-run';
import type {
	MinutesAction,
	MinutesAttendance,
	MinutesCut,
	MinutesDecision,
	MinutesItem,
	MinutesPerson
} from '$lib/domain/minutes';
import { m } from '$lib/paraglide/messages';
import { formatDate } from '$lib/ui/kit/dates';
import { actionStatusLabel, roleLabel } from '$lib/ui/kit/labels';
import { answerText, kindText } from '$lib/ui/meeting/meeting-text';

const KINDS: Record<DecisionKind, () => string> = {
	action: m.minutes_kind_action,
	decision: m.minutes_kind_decision,
	blocker: m.minutes_kind_blocker,
	request: m.minutes_kind_request
};
const STATES: Record<RunItemState, () => string> = {
	done: m.minutes_state_done,
	todo: m.minutes_state_todo,
	postponed: m.minutes_state_postponed
};
const CARRIED: Record<CarryReason, () => string> = {
	not_reached: m.minutes_carried_not_reached,
	postponed: m.minutes_carried_postponed,
	parked: m.minutes_carried_parked
};
const NOTICES: Record<MinutesCut, () => string> = {
	full: m.minutes_notice_full,
	organization: m.minutes_notice_organization,
	coordination: m.minutes_notice_coordination
};
const SECONDS_PER_MINUTE = 60;

/** Who may read a cut. */
export const noticeText = (cut: MinutesCut): string => NOTICES[cut]();

/** What a kind of decision is called. */
export const decisionKindText = (kind: DecisionKind): string => KINDS[kind]();

/** `Amina Dupré (Mission locale)`; without a name, the organisation alone. */
export function personText({ name, organization }: MinutesPerson): string {
	if (name === null) return organization ?? m.minutes_organization_unknown();
	return organization === null ? name : m.minutes_person_of({ name, organization });
}

/** Whether somebody came, and who came instead. */
export function presenceText({ answer, representedBy }: MinutesAttendance): string {
	if (answer === 'represented' && representedBy)
		return m.minutes_represented_by({ name: personText(representedBy) });
	return answerText(answer satisfies AttendanceAnswer | null);
}

export function roleText({ role }: MinutesPerson): string {
	return role === null ? m.minutes_role_gone() : roleLabel(role);
}

/** `VT-018, S. H.`; the reference alone where initials are left out. */
export function subjectText({
	reference,
	initials
}: Pick<MinutesAction, 'reference' | 'initials'>): string {
	if (reference === null) return m.minutes_subject_none();
	return initials === null ? reference : m.minutes_item_case({ reference, initials });
}

/** `3. VT-018, S. H.`, or the title of what is not a case. */
export function itemText(item: MinutesItem): string {
	const { rank } = item;
	if (item.withdrawn) return m.minutes_item({ rank, name: m.minutes_item_withdrawn() });
	if (item.reference !== null) return m.minutes_item({ rank, name: subjectText(item) });
	if (item.title !== '') return m.minutes_item({ rank, name: item.title });
	const name = item.kind === 'case' ? m.minutes_item_untitled() : kindText(item.kind);
	return m.minutes_item({ rank, name });
}

/** How far an item came, and where it went. */
export function stateText({ state, carried }: MinutesItem): string {
	return carried === null ? STATES[state]() : CARRIED[carried]();
}

/** Minutes spent, of those planned. */
export function timeText({ seconds, minutes }: MinutesItem): string {
	const planned = m.minutes_duration({ n: minutes });
	if (seconds <= 0) return m.minutes_time_planned({ planned });
	const spent = Math.round(seconds / SECONDS_PER_MINUTE);
	if (spent === 0) return m.minutes_time_under({ planned });
	return m.minutes_time_of({ spent: m.minutes_duration({ n: spent }), planned });
}

/** Owner, date and state of a decision: the last cells of its row. */
export function followUp({ owner, dueOn, status, kind }: MinutesDecision): string[] {
	// A decision or a blocker is asked of nobody: a missing owner is not something that lacks.
	const asked = kind === 'action' || kind === 'request';
	const nothing = m.minutes_status_none();
	return [
		owner ? personText(owner) : asked ? m.minutes_owner_none() : nothing,
		dueOn !== null ? formatDate(dueOn) : asked ? m.minutes_due_none() : nothing,
		status === null ? nothing : actionStatusLabel(status)
	];
}
