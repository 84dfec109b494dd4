import { daysBetween, localMoment } from '$lib/domain/agenda-calendar';
import type { InboxItem } from '$lib/domain/inbox';
import type { InboxFilter, InboxGroup } from '$lib/domain/inbox-groups';
import { m } from '$lib/paraglide/messages';
import { checkLabel, outcomeLabel } from '$lib/ui/kit/course-labels';
import { formatDay, formatTime, formatWeekday } from '$lib/ui/kit/dates';
import { blockerLabel } from '$lib/ui/kit/labels';

/** One line for an item, as the list shows it. */
export function titleOf(item: InboxItem): string {
	const name = item.author?.firstName;
	switch (item.kind) {
		case 'mention':
		case 'request':
		case 'request_answer':
			return requestTitle(item);
		case 'action':
			return item.text ?? m.inbox_item_action_reserved();
		case 'blocker':
			if (name && item.awaited !== false) return m.inbox_item_blocker({ name });
			return item.blockerType
				? m.inbox_item_blocker_mine({ type: blockerLabel(item.blockerType) })
				: m.inbox_item_blocker_nobody();
		case 'blocker_answer':
			return blockerAnswerText(item);
		case 'agreement':
			return m.inbox_item_agreement();
		case 'circle_request':
			return name ? m.inbox_item_request({ name }) : m.inbox_item_request_nobody();
		case 'handover':
			return name ? m.inbox_item_handover({ name }) : m.inbox_item_handover_nobody();
		case 'circle_answer':
			return answerText(item);
		case 'orphan':
			return m.inbox_item_orphan();
		case 'skip':
			return name ? m.inbox_item_skip({ name }) : m.inbox_item_skip_nobody();
		case 'check':
			return checkTitle(item);
		case 'exit':
			return m.course_inbox_exit();
		case 'inform':
			return m.inbox_item_inform();
	}
}

/** Who asks the reader something, or what became of what the reader asked. */
function requestTitle({ kind, author, request }: InboxItem): string {
	const name = author?.firstName;
	if (kind !== 'request_answer') {
		if (request?.toOrganization && name) return m.request_item_organization({ name });
		if (kind === 'mention') {
			return name ? m.inbox_item_mention({ name }) : m.inbox_item_mention_nobody();
		}
		return name ? m.request_item({ name }) : m.request_item_nobody();
	}
	switch (request?.state) {
		case 'answered':
			return name ? m.request_item_answered({ name }) : m.request_item_answered_guest();
		case 'declined':
			return name ? m.request_item_declined({ name }) : m.request_item_declined_guest();
		case 'closed':
			return m.request_item_closed();
		default:
			return request?.removed ? m.request_item_removed() : m.request_item_silent();
	}
}

/** What became of a blocker that the reader entrusted. */
function blockerAnswerText({ author, blockerType, lifted }: InboxItem): string {
	if (lifted)
		return m.inbox_item_blocker_lifted({ type: blockerType ? blockerLabel(blockerType) : '' });
	return author
		? m.inbox_item_blocker_returned({ name: author.firstName })
		: m.inbox_item_blocker_returned_nobody();
}

/** What was answered to what the reader asked or offered. */
function answerText({ answer }: InboxItem): string {
	if (answer?.to === 'handover') {
		return answer.accepted ? m.inbox_item_handover_accepted() : m.inbox_item_handover_declined();
	}
	return answer?.accepted ? m.inbox_item_request_accepted() : m.inbox_item_request_refused();
}

/** What follows the name of the case in the list; empty when there is nothing to add. */
export function summaryOf(item: InboxItem): string {
	switch (item.kind) {
		case 'request_answer': {
			const text = item.text ?? item.request?.words ?? null;
			return text === null ? '' : m.inbox_quote({ text });
		}
		case 'mention':
		case 'request':
			if (item.request?.removed) return m.request_removed();
			return item.text === null ? m.inbox_item_hidden() : m.inbox_quote({ text: item.text });
		case 'action':
			return workText(item) || dueText(item);
		case 'agreement':
			return item.dueOn === null
				? m.inbox_item_agreement_text()
				: m.inbox_item_before({ day: formatDay(item.dueOn) });
		case 'blocker':
			// The title tells the type of what nobody else asked.
			return [item.author && item.blockerType && blockerLabel(item.blockerType), item.text]
				.filter(Boolean)
				.join(', ');
		case 'circle_request':
		case 'handover':
		case 'circle_answer':
		case 'blocker_answer':
		case 'skip':
			return item.text === null ? '' : m.inbox_quote({ text: item.text });
		case 'orphan':
			return m.inbox_item_orphan_text();
		case 'check':
			return checkSummary(item);
		case 'exit':
			return m.course_inbox_exit_text();
		case 'inform':
			return m.inbox_item_inform_text({ day: formatDay(item.dueOn ?? item.at) });
	}
}

function checkTitle({ check }: InboxItem): string {
	return m.course_inbox_check({ check: check ? checkLabel(check.kind) : '' });
}

/** The job or the training that is asked about. */
export function checkSummary({ check }: InboxItem): string {
	if (!check) return '';
	return m.course_inbox_check_text({
		outcome: outcomeLabel(check.outcome),
		day: formatDay(check.startsOn)
	});
}

/** Who gave an action, or why it waits for the reader though nobody gave it; empty for one's own. */
function workText({ author, work }: InboxItem): string {
	if (work?.reason === 'left') return m.action_left();
	if (work?.reason === 'organization') return m.action_of_organization();
	if (!author || !work) return '';
	const { firstName: name } = author;
	return work.returned ? m.action_given_back({ name }) : m.action_given({ name });
}

function dueText(item: InboxItem): string {
	return item.dueOn === null
		? m.inbox_item_due_none()
		: m.inbox_item_due({ day: formatDay(item.dueOn) });
}

/** The short date at the end of a row: how late, due when, or come when. `today` is an ISO date. */
export function markOf(item: InboxItem, today: string): { text: string; late: boolean } {
	if (item.dueOn !== null && item.doneAt === null) {
		const late = daysBetween(item.dueOn, today);
		if (late > 0) return { text: m.inbox_days_late({ n: late }), late: true };
		if (late === 0) return { text: m.inbox_today(), late: false };
		return { text: late >= -7 ? formatWeekday(item.dueOn) : formatDay(item.dueOn), late: false };
	}
	const at = item.doneAt ?? item.at;
	const days = daysBetween(localMoment(at).date, today);
	if (days <= 0) return { text: formatTime(at), late: false };
	return { text: days === 1 ? m.inbox_yesterday() : formatDay(localMoment(at).date), late: false };
}

/** When something came, in words that follow a verb: `aujourd’hui à 9 h 12`. */
export function whenText(at: string, today: string): string {
	const time = formatTime(at);
	const { date } = localMoment(at);
	const days = daysBetween(date, today);
	if (days <= 0) return m.inbox_when_today({ time });
	if (days === 1) return m.inbox_when_yesterday({ time });
	return m.inbox_when_day({ day: formatDay(date), time });
}

export function kickerOf(item: InboxItem, today: string): string {
	switch (item.kind) {
		case 'mention':
			return m.inbox_detail_mention({ when: whenText(item.at, today) });
		case 'request':
			return m.request_kicker({ when: whenText(item.at, today) });
		case 'request_answer':
			return m.request_kicker_mine();
		case 'action':
			return workKicker(item, today);
		case 'blocker':
			return item.awaited ? m.inbox_detail_blocker_asked() : m.inbox_detail_blocker();
		case 'blocker_answer':
			return m.inbox_detail_blocker_answer({ when: whenText(item.at, today) });
		case 'agreement':
			return m.inbox_detail_agreement();
		case 'circle_request':
			return m.inbox_detail_request({ when: whenText(item.at, today) });
		case 'handover':
			return m.inbox_detail_handover({ when: whenText(item.at, today) });
		case 'circle_answer':
			return m.inbox_detail_answer({ when: whenText(item.at, today) });
		case 'orphan':
			return m.inbox_detail_orphan();
		case 'skip':
			return m.inbox_detail_skip({ when: whenText(item.at, today) });
		case 'check':
			return m.course_inbox_check_kicker();
		case 'exit':
			return m.course_inbox_exit_kicker();
		case 'inform':
			return m.inbox_detail_inform({ day: formatDay(item.dueOn ?? item.at) });
	}
}

function workKicker({ author, work, at }: InboxItem, today: string): string {
	if (work?.reason === 'left') return m.action_detail_left();
	if (work?.reason === 'organization') return m.action_detail_organization();
	if (!author || !work) return m.inbox_detail_action();
	const when = whenText(at, today);
	return work.returned ? m.action_detail_back({ when }) : m.action_detail_given({ when });
}

/** What an answer means for who asked. */
export function explainAnswer({ answer }: InboxItem): string {
	if (answer?.to === 'handover') {
		return answer.accepted ? m.inbox_answer_handed() : m.inbox_answer_kept();
	}
	return answer?.accepted ? m.inbox_answer_in() : m.inbox_answer_out();
}

export function groupText(group: InboxGroup): string {
	switch (group) {
		case 'late':
			return m.inbox_group_late();
		case 'today':
			return m.inbox_group_today();
		case 'week':
			return m.inbox_group_week();
		case 'later':
			return m.inbox_group_later();
		case 'done':
			return m.inbox_group_done();
	}
}

export function filterText(filter: InboxFilter): string {
	switch (filter) {
		case 'all':
			return m.inbox_filter_all();
		case 'mention':
			return m.inbox_filter_mention();
		case 'action':
			return m.inbox_filter_action();
		case 'blocker':
			return m.inbox_filter_blocker();
		case 'circle':
			return m.inbox_filter_circle();
	}
}
