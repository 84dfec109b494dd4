import { EXTRA_MINUTES, type MeetingRun } from '$lib/domain/meeting-run';
import { nextItem, previousItem } from '$lib/domain/run-timer';
import { isShortcut } from '$lib/ui/kit/shortcuts';

/** What whoever leads does about the current item, by its button or its key. */
export type RunStep = 'next' | 'previous' | 'pause' | 'extend' | 'postpone' | 'restore';

/** Keys of the steps that are never letters. */
const KEYS: Record<string, RunStep> = {
	ArrowLeft: 'previous',
	ArrowRight: 'next',
	' ': 'pause'
};

/** What a key pressed on its own asks for; `decide` goes to the line in which one decides. Null for another one, or with a modifier. */
export function stepOfKey(
	event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat'>
): RunStep | 'decide' | null {
	if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return null;
	if (isShortcut(event, 'decide')) return 'decide';
	return isShortcut(event, 'extend') ? 'extend' : (KEYS[event.key] ?? null);
}

export interface StepCommand {
	/** Name of the form action. */
	name: string;
	fields: Record<string, string>;
}

/** The command that a step is, as things stand on this screen; null when there is nothing to do. */
export function commandOf(
	step: RunStep,
	run: MeetingRun,
	items: readonly { id: string; minutes: number; parked: boolean }[]
): StepCommand | null {
	const from = run.itemId ?? '';
	const next = nextItem(run, items)?.id ?? '';
	switch (step) {
		case 'next':
			return from === next ? null : { name: 'goTo', fields: { from, to: next, done: 'true' } };
		case 'previous': {
			const to = previousItem(run, items)?.id;
			return to === undefined ? null : { name: 'goTo', fields: { from, to, done: 'false' } };
		}
		case 'pause':
			return { name: 'pause', fields: { paused: String(run.since !== null) } };
		case 'extend': {
			const extra = run.items.find(({ itemId }) => itemId === from)?.extra ?? 0;
			const total = String(extra + EXTRA_MINUTES);
			return from === '' ? null : { name: 'extend', fields: { itemId: from, total } };
		}
		case 'postpone':
			return from === '' ? null : { name: 'postpone', fields: { itemId: from, to: next } };
		case 'restore':
			return from === '' ? null : { name: 'restoreItem', fields: { itemId: from } };
	}
}
