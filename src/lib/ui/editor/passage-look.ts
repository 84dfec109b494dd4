import type { LinkedItem } from '$lib/documents/linked-passage';
import { m } from '$lib/paraglide/messages';

/** How a passage is drawn and named, in the editor and without it. `again`: it began before, and is reached there. */
export function passageLook(item: LinkedItem, again = false): Record<string, string> {
	return {
		class: 'passage',
		role: 'link',
		tabindex: again ? '-1' : '0',
		title: item.kind === 'blocker' ? m.action_passage_blocker() : m.action_passage_action(),
		'data-linked-kind': item.kind,
		'data-passage': item.id
	};
}
