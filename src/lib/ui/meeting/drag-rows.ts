import { on } from 'svelte/events';
import type { Attachment } from 'svelte/attachments';

/** A row on its way: which one, how far the pointer took it, and the rank it would take. */
export interface Drag {
	id: string;
	offset: number;
	index: number;
}

/** Pixels before a press becomes a drag: a click opens the menu of the row. */
const THRESHOLD = 6;
/** Pixels from the edge of the list at which it scrolls. */
const EDGE = 48;

/**
 * Drags the rows (`[data-item]`) of a list by their handle (a button in `[data-handle]`). Échap or a lost pointer cancels.
 * `onchange` follows the drag, null when it is over; `ondrop` says where the row was let go.
 */
export function dragRows({
	onchange,
	ondrop
}: {
	onchange: (drag: Drag | null) => void;
	ondrop: (id: string, index: number) => void;
}): Attachment<HTMLElement> {
	return (list) => {
		let pressed: { id: string; y: number; pointer: number; handle: HTMLElement } | null = null;
		let drag: Drag | null = null;
		let swallowsClick = false;

		const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-item]')];

		const end = (dropped: boolean): void => {
			const last = drag;
			pressed = null;
			drag = null;
			if (!last) return;
			onchange(null);
			if (dropped) ondrop(last.id, last.index);
		};

		const press = (event: PointerEvent): void => {
			swallowsClick = false;
			const handle =
				event.target instanceof Element ? event.target.closest('[data-handle] > button') : null;
			const row = handle?.closest<HTMLElement>('[data-item]');
			if (!row?.dataset.item || !(handle instanceof HTMLElement) || event.button !== 0) return;
			pressed = { id: row.dataset.item, y: event.clientY, pointer: event.pointerId, handle };
		};

		const move = (event: PointerEvent): void => {
			if (pressed?.pointer !== event.pointerId) return;
			const offset = event.clientY - pressed.y;
			if (!drag && Math.abs(offset) < THRESHOLD) return;
			if (!drag) {
				pressed.handle.setPointerCapture(event.pointerId);
				swallowsClick = true;
			}
			const { id } = pressed;
			const others = rows().filter((row) => row.dataset.item !== id);
			const above = others.filter((row) => {
				const box = row.getBoundingClientRect();
				return box.top + box.height / 2 < event.clientY;
			});
			const bounds = list.getBoundingClientRect();
			if (event.clientY < bounds.top + EDGE) list.scrollBy(0, -12);
			if (event.clientY > bounds.bottom - EDGE) list.scrollBy(0, 12);
			drag = { id, offset, index: above.length };
			onchange(drag);
		};

		const stops = [
			on(list, 'pointerdown', press),
			on(list, 'pointermove', move),
			on(list, 'pointerup', () => end(true)),
			on(list, 'pointercancel', () => end(false)),
			on(
				list,
				'click',
				(event) => {
					if (!swallowsClick) return;
					swallowsClick = false;
					event.preventDefault();
					event.stopPropagation();
				},
				{ capture: true }
			),
			on(window, 'keydown', (event) => {
				if (event.key === 'Escape' && drag) end(false);
			})
		];
		return () => {
			for (const stop of stops) stop();
		};
	};
}
