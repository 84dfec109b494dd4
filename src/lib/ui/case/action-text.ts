import type { Action, ActionOrigin, DropReason } from '$lib/domain/action';
import { fullNameOf, type Member } from '$lib/domain/member';
import { m } from '$lib/paraglide/messages';
import { organizationName } from './case-text';

const REASON: Record<DropReason, () => string> = {
	no_longer_needed: m.action_drop_no_longer_needed,
	refused_by_person: m.action_drop_refused_by_person,
	impossible: m.action_drop_impossible,
	replaced: m.action_drop_replaced,
	closed: m.course_drop_closed,
	other: m.action_drop_other
};

const ORIGIN: Record<ActionOrigin, () => string> = {
	case: () => '',
	meeting: m.action_from_meeting,
	blocker: m.action_from_blocker,
	note: m.action_from_note,
	request: m.action_from_request
};

export const dropReasonLabel = (reason: DropReason): string => REASON[reason]();

/** Where an action comes from; empty when it was written on the page of the case. */
export const originText = (origin: ActionOrigin): string => ORIGIN[origin]();

/** Why an action was dropped, as a sentence. */
export function droppedText({ dropReason, dropWord }: Action): string {
	const reason = dropReasonLabel(dropReason ?? 'other');
	return dropWord
		? m.action_dropped_why_word({ reason, word: dropWord })
		: m.action_dropped_why({ reason });
}

/** An owner as one value of a form: somebody, `organization:<id>`, or nothing for the person. */
export function ownerValue({
	ownerId,
	organizationId
}: Pick<Action, 'ownerId' | 'organizationId'>): string {
	return ownerId ?? (organizationId ? `organization:${organizationId}` : '');
}

/** Organisations of people of the circle, those that the reader may know. */
export function organizationsOfCircle(circle: readonly Member[]): { id: string; name: string }[] {
	const known = new Map<string, string>();
	for (const { organizationId, organization } of circle) {
		if (organizationId && organization) known.set(organizationId, organization);
	}
	return [...known]
		.map(([id, name]) => ({ id, name }))
		.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** How the owner that a form names reads. */
export function ownerText(value: string, circle: readonly Member[]): string {
	if (value === '') return m.case_action_person_does();
	const organizationId = /^organization:(.+)$/.exec(value)?.[1];
	if (organizationId) return organizationName(organizationsOfCircle(circle), organizationId);
	const member = circle.find(({ id }) => id === value);
	return member ? fullNameOf(member) : m.case_action_person_does();
}
