import type { Card } from '$lib/documents/board-document';
import type { Stage } from '$lib/domain/stage';
import { m } from '$lib/paraglide/messages';
import { stageLabel } from '$lib/ui/kit/labels';
import type { DeskEvent } from './board-desk.svelte';

/** A message of the board: spoken only, or shown with something one may do about it. */
export type DeskMessage =
	| { kind: 'spoken'; text: string }
	| { kind: 'shown'; text: string; undo?: () => void; reviewId?: string };

interface Words {
	nameOf: (card: Card) => string;
	firstNameOf: (profileId: string | null) => string;
	/** Rank of a card in a stage and the number of cards there, the card included. */
	rankIn: (card: Card, stage: Stage) => { rank: number; n: number };
}

/** What an event of the desk says to its reader. */
export function wordsOf(event: DeskEvent, { nameOf, firstNameOf, rankIn }: Words): DeskMessage {
	switch (event.kind) {
		case 'moved': {
			const parts = { name: nameOf(event.card), stage: stageLabel(event.stage) };
			const text = event.dropped ? m.board_dropped(parts) : m.board_moved(parts);
			return { kind: 'shown', text, undo: event.undo };
		}
		case 'moved_back': {
			const parts = { name: nameOf(event.card), stage: stageLabel(event.stage) };
			return { kind: 'shown', text: m.board_moved_back(parts) };
		}
		case 'not_undone':
			return { kind: 'shown', text: m.board_not_undone({ name: nameOf(event.card) }) };
		case 'nothing_to_undo':
			return { kind: 'spoken', text: m.board_nothing_to_undo() };
		case 'picked': {
			const parts = { name: nameOf(event.card), stage: stageLabel(event.stage) };
			return {
				kind: 'spoken',
				text: m.board_picked({ ...parts, ...rankIn(event.card, event.stage) })
			};
		}
		case 'carried': {
			const stage = stageLabel(event.stage);
			return {
				kind: 'spoken',
				text: m.board_picked_over({ stage, ...rankIn(event.card, event.stage) })
			};
		}
		case 'put_back': {
			const parts = { name: nameOf(event.card), stage: stageLabel(event.stage) };
			return { kind: 'spoken', text: m.board_put_back(parts) };
		}
		case 'overtaken': {
			const text = m.board_overtaken({
				author: firstNameOf(event.by),
				name: nameOf(event.card),
				stage: stageLabel(event.stage)
			});
			return { kind: 'shown', text, reviewId: event.card.caseId };
		}
		case 'moved_many':
			return {
				kind: 'shown',
				text:
					event.by === null
						? m.board_moved_many_people({ n: event.count })
						: m.board_moved_many({ n: event.count, name: firstNameOf(event.by) })
			};
	}
}
