import type { Component } from 'svelte';
import Gavel from '@lucide/svelte/icons/gavel';
import ListChecks from '@lucide/svelte/icons/list-checks';
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import Construction from '@lucide/svelte/icons/construction';
import type { DecisionKind } from '$lib/domain/decision';
import { m } from '$lib/paraglide/messages';
import { formatDate, formatLong } from '$lib/ui/kit/dates';
import { refusalText } from '$lib/ui/kit/refusal-text';

const ICONS: Record<DecisionKind, Component> = {
	action: ListChecks,
	decision: Gavel,
	blocker: Construction,
	request: MessageCircleQuestion
};
const NAMES: Record<DecisionKind, () => string> = {
	action: m.decision_kind_action,
	decision: m.decision_kind_decision,
	blocker: m.decision_kind_blocker,
	request: m.decision_kind_request
};
const GROUPS: Record<DecisionKind, () => string> = {
	action: m.decision_group_action,
	decision: m.decision_group_decision,
	blocker: m.decision_group_blocker,
	request: m.decision_group_request
};
const HINTS: Record<DecisionKind, () => string> = {
	action: m.decision_hint_action,
	decision: m.decision_hint_decision,
	blocker: m.decision_hint_blocker,
	request: m.decision_hint_request
};

export const decisionIcon = (kind: DecisionKind): Component => ICONS[kind];
export const decisionKindText = (kind: DecisionKind): string => NAMES[kind]();
export const decisionGroupText = (kind: DecisionKind): string => GROUPS[kind]();
export const decisionHint = (kind: DecisionKind): string => HINTS[kind]();

/** `vendredi 27 novembre`, with the year when it is not that of `today`; both ISO dates. */
export function dueText(date: string, today: string): string {
	return date.slice(0, 4) === today.slice(0, 4) ? formatLong(date) : formatDate(date);
}

/** What was understood, in words; empty when nothing was. */
export function understoodText(
	{ owner, due }: { owner: string | null; due: string | null },
	today: string
): string {
	const day = due === null ? '' : dueText(due, today);
	if (owner !== null && day !== '') return m.decision_understood_both({ name: owner, day });
	if (owner !== null) return m.decision_understood_owner({ name: owner });
	return day === '' ? '' : m.decision_understood_due({ day });
}

/** Why a line was not taken. */
export function unsentText(code: string): string {
	if (code === 'not_found') return m.decision_error_not_found();
	if (code === 'conflict') return m.decision_error_conflict();
	return m.decision_error_unsent({ reason: refusalText(code) });
}
