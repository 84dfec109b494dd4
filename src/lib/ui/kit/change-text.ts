import { changeCodeOf, type ChangeCode, type ToldChange } from '$lib/domain/case-change';
import { isBlockerType } from '$lib/domain/blocker';
import { OUTCOME_KINDS } from '$lib/domain/course';
import { isStage } from '$lib/domain/stage';
import { m } from '$lib/paraglide/messages';
import { outcomeLabel } from './course-labels';
import { blockerLabel, stageLabel } from './labels';

type Sentence = (parts: { name: string }) => string;

const SENTENCES: Record<Exclude<ChangeCode, 'moved'>, Sentence> = {
	action_added: m.journal_action_added,
	action_done: m.timeline_action_done,
	action_dropped: m.timeline_action_dropped,
	action_stuck: m.timeline_action_stuck,
	action_changed: m.journal_action_changed,
	blocker_added: m.journal_blocker_added,
	blocker_lifted: m.timeline_blocker_lifted,
	blocker_stuck: m.timeline_blocker_stuck,
	blocker_changed: m.journal_blocker_changed,
	decided: m.timeline_decided,
	decision_changed: m.timeline_decision_changed,
	asked: m.timeline_asked,
	request_changed: m.timeline_request_changed,
	outcome_added: m.timeline_outcome_added,
	outcome_changed: m.timeline_outcome_changed,
	check_planned: m.timeline_check_planned,
	check_answered: m.timeline_check_answered,
	scheme_changed: m.timeline_scheme_changed,
	entry_decided: m.timeline_entry_decided,
	closed: m.timeline_closed,
	reopened: m.timeline_reopened,
	agreement_added: m.journal_agreement_added,
	agreement_withdrawn: m.journal_agreement_withdrawn,
	agreement_replaced: m.journal_agreement_replaced,
	organization_added: m.journal_organization_added,
	organization_withdrawn: m.journal_organization_withdrawn,
	circle_added: m.journal_circle_added,
	circle_ended: m.journal_circle_ended,
	join_asked: m.journal_request_made,
	join_answered: m.journal_request_answered,
	handover_made: m.journal_handover_made,
	handover_answered: m.journal_handover_answered,
	identity_changed: m.journal_identity_changed,
	wrote: m.journal_wrote,
	wrote_own: m.journal_wrote_own,
	erased: m.versions_journal_erased,
	met: m.timeline_met,
	case_added: m.journal_case_added,
	lead_changed: m.journal_lead_changed,
	case_changed: m.journal_case_changed
};

/** What somebody did on a case as a sentence, with what it was about; without its time. */
export function changeText(
	change: Pick<ToldChange, 'table' | 'operation' | 'fields' | 'subject' | 'rowId'>,
	name: string
): string {
	const code = changeCodeOf(change);
	if (code === 'moved') {
		const [from, to] = change.fields;
		return isStage(from) && isStage(to)
			? m.journal_moved({ name, from: stageLabel(from), to: stageLabel(to) })
			: m.journal_case_changed({ name });
	}
	const sentence = SENTENCES[code]({ name });
	const { label, type } = change.subject ?? {};
	if (label) {
		return change.table === 'circle_members'
			? m.timeline_with_word({ sentence, word: label })
			: m.timeline_with_label({ sentence, label });
	}
	const word = wordOf(type);
	return word === null ? sentence : m.timeline_with_word({ sentence, word });
}

function wordOf(type: string | undefined): string | null {
	if (isBlockerType(type)) return blockerLabel(type);
	const outcome = OUTCOME_KINDS.find((kind) => kind === type);
	return outcome ? outcomeLabel(outcome) : null;
}
