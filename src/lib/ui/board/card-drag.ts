import type { Attachment } from 'svelte/attachments';
import { isStage, type Stage } from '$lib/domain/stage';

/** Pixels a mouse travels, and milliseconds a finger rests, before a press becomes a drag. */
const THRESHOLD_PX = 6;
const LONG_PRESS_MS = 400;

interface Options {
	writable: () => boolean;
	ondrop: (caseId: string, stage: Stage) => void;
}

interface Press {
	card: HTMLElement;
	caseId: string;
	pointerId: number;
	touch: boolean;
	startX: number;
	startY: number;
	/** From the pointer to the corner of the card. */
	offsetX: number;
	offsetY: number;
	timer: ReturnType<typeof setTimeout> | undefined;
	/** Set once the press became a drag. */
	ghost: HTMLElement | null;
	over: HTMLElement | null;
}

/**
 * Drags the cards (`data-card`) of an element onto its columns (`data-stage`) with a pointer. Dropping anywhere else, or
 * Escape, leaves the card where it is. The same is done without dragging by the menu, the keys and the list.
 */
export function cardDrag({ writable, ondrop }: Options): Attachment<HTMLElement> {
	return (board) => {
		let press: Press | null = null;

		const begin = (): void => {
			if (!press || press.ghost) return;
			clearTimeout(press.timer);
			press.ghost = ghostOf(press.card);
			press.card.classList.add('board-dragged');
			getSelection()?.removeAllRanges();
			place(press, press.startX, press.startY);
		};

		const end = (): void => {
			if (!press) return;
			clearTimeout(press.timer);
			press.ghost?.remove();
			press.card.classList.remove('board-dragged');
			press.over?.removeAttribute('data-over');
			press = null;
		};

		const onpointerdown = (event: PointerEvent): void => {
			if (!writable() || event.button !== 0 || !event.isPrimary) return;
			const target = event.target instanceof Element ? event.target : null;
			const card = target?.closest<HTMLElement>('[data-card]');
			const caseId = card?.dataset['card'];
			if (!card || !caseId || target?.closest('button, select')) return;
			const box = card.getBoundingClientRect();
			const touch = event.pointerType === 'touch';
			press = {
				card,
				caseId,
				pointerId: event.pointerId,
				touch,
				startX: event.clientX,
				startY: event.clientY,
				offsetX: event.clientX - box.left,
				offsetY: event.clientY - box.top,
				timer: touch ? setTimeout(begin, LONG_PRESS_MS) : undefined,
				ghost: null,
				over: null
			};
		};

		const onpointermove = (event: PointerEvent): void => {
			if (!press || event.pointerId !== press.pointerId) return;
			if (!press.ghost) {
				const far =
					Math.hypot(event.clientX - press.startX, event.clientY - press.startY) > THRESHOLD_PX;
				if (!far) return;
				// A finger that moves before the long press scrolls.
				if (press.touch) {
					end();
					return;
				}
				begin();
			}
			place(press, event.clientX, event.clientY);
		};

		const onpointerup = (event: PointerEvent): void => {
			if (!press || event.pointerId !== press.pointerId) return;
			const { ghost, over, caseId } = press;
			end();
			if (!ghost) return;
			swallowClick();
			const stage = over?.dataset['stage'];
			if (isStage(stage)) ondrop(caseId, stage);
		};

		const onkeydown = (event: KeyboardEvent): void => {
			if (event.key !== 'Escape' || !press?.ghost) return;
			event.preventDefault();
			end();
			swallowClick();
		};

		const whileDragging = (event: Event): void => {
			if (press?.ghost) event.preventDefault();
		};

		board.addEventListener('pointerdown', onpointerdown);
		board.addEventListener('contextmenu', whileDragging);
		board.addEventListener('touchmove', whileDragging, { passive: false });
		addEventListener('pointermove', onpointermove);
		addEventListener('pointerup', onpointerup);
		addEventListener('pointercancel', end);
		addEventListener('keydown', onkeydown);
		return () => {
			end();
			board.removeEventListener('pointerdown', onpointerdown);
			board.removeEventListener('contextmenu', whileDragging);
			board.removeEventListener('touchmove', whileDragging);
			removeEventListener('pointermove', onpointermove);
			removeEventListener('pointerup', onpointerup);
			removeEventListener('pointercancel', end);
			removeEventListener('keydown', onkeydown);
		};
	};
}

/** Follows the pointer and marks the column under it. */
function place(press: Press, x: number, y: number): void {
	if (!press.ghost) return;
	press.ghost.style.translate = `${String(x - press.offsetX)}px ${String(y - press.offsetY)}px`;
	const over = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-stage]') ?? null;
	if (over === press.over) return;
	press.over?.removeAttribute('data-over');
	over?.setAttribute('data-over', '');
	over?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	press.over = over;
}

function ghostOf(card: HTMLElement): HTMLElement {
	const ghost = card.cloneNode(true) as HTMLElement;
	ghost.removeAttribute('data-card');
	ghost.classList.add('board-ghost');
	ghost.style.width = `${String(card.offsetWidth)}px`;
	ghost.inert = true;
	ghost.setAttribute('aria-hidden', 'true');
	document.body.append(ghost);
	return ghost;
}

/** The click that follows a drag opens nothing. */
function swallowClick(): void {
	const swallow = (event: Event): void => {
		event.preventDefault();
		event.stopPropagation();
	};
	addEventListener('click', swallow, { capture: true, once: true });
	setTimeout(() => {
		removeEventListener('click', swallow, { capture: true });
	});
}
