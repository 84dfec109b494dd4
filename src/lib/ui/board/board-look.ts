import { getContext, setContext } from 'svelte';
import type { Member } from '$lib/domain/member';

/** What every card of a board needs besides itself. Getters, so that a card follows only what it reads. */
export interface BoardLook {
	/** ISO date. */
	readonly today: string;
	readonly namesHidden: boolean;
	readonly writable: boolean;
	memberOf(profileId: string | null): Member | null;
	/** Address of a case. */
	hrefOf(reference: string): string;
	/** First name and colour of who writes in a case at this moment. */
	writerOf(caseId: string): { firstName: string; color: number } | null;
	/** Words on who just moved a card, or null. */
	movedTextOf(caseId: string): string | null;
	/** Others did something since I last looked. */
	isNew(caseId: string): boolean;
	isCarried(caseId: string): boolean;
	/** Opens the menu of a card beside the button that asked for it. */
	openMenu(caseId: string, button: HTMLElement): void;
}

const KEY = Symbol('board look');

export function setBoardLook(look: BoardLook): void {
	setContext(KEY, look);
}

/** The look of the board around a component. */
export function getBoardLook(): BoardLook {
	return getContext<BoardLook>(KEY);
}
