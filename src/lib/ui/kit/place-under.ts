/** Space kept between a pop-over, its button and the edges of the window, in pixels. */
const GAP = 6;

/** Puts an open pop-over under its button, or above it when there is no room, inside the window. */
export function placeUnder(popover: HTMLElement, button: HTMLElement): void {
	const from = button.getBoundingClientRect();
	const { offsetWidth: width, offsetHeight: height } = popover;
	const below = from.bottom + GAP + height <= innerHeight;
	const top = below ? from.bottom + GAP : Math.max(GAP, from.top - GAP - height);
	const left = Math.min(Math.max(GAP, from.right - width), innerWidth - width - GAP);
	popover.style.top = `${String(top)}px`;
	popover.style.left = `${String(Math.max(GAP, Math.min(left, from.left)))}px`;
}
