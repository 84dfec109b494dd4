import type { Live } from '$lib/ui/kit/live.svelte';
import { nextStepOf } from '$lib/ui/kit/next-step';
import type { Toasts } from '$lib/ui/kit/toasts.svelte';
import { m } from '$lib/paraglide/messages';
import type { DeskEvent } from './board-desk.svelte';
import type { DeskMessage } from './desk-words';

interface Voice {
	toasts: Toasts;
	live: Live;
	/** Address of the case of a card. */
	hrefOf: (reference: string) => string;
	profileId: string;
	focusCard: (caseId: string) => void;
}

/** Says a message of the desk aloud, or shows it with what its reader may do next. */
export function speak(event: DeskEvent, message: DeskMessage, voice: Voice): void {
	if (message.kind === 'spoken') {
		voice.live.announce(message.text);
		return;
	}
	const { text, undo, reviewId } = message;
	if (undo) {
		const next =
			event.kind === 'moved' && event.card.circleIds.includes(voice.profileId)
				? nextStepOf(event.stage, voice.hrefOf(event.card.reference))
				: undefined;
		voice.toasts.notify({ text, undo, action: next });
	} else if (reviewId) {
		const run = (): void => {
			voice.focusCard(reviewId);
		};
		voice.toasts.notify({ text, action: { label: m.board_review(), run } });
	} else voice.toasts.notify({ text });
}
