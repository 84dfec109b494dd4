/** Landmarks that F6 visits in turn. */
const REGIONS = 'nav, main, aside, [data-region]';

/** Moves the focus to the next visible region of the page, in document order. */
export function focusNextRegion(backwards: boolean): void {
	const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter(
		(region) => region.offsetParent !== null && region.childElementCount > 0
	);
	const current = regions.findLastIndex((region) => region.contains(document.activeElement));
	const step = backwards ? -1 : 1;
	const next = regions[(current + step + regions.length) % regions.length];
	if (!next) return;
	const inside = next.querySelector<HTMLElement>('h1, a[href], button, input, [tabindex="0"]');
	if (!inside) next.tabIndex = -1;
	(inside ?? next).focus();
}

/** Whether a key belongs to a field that somebody types in, or to a dialog in front of the page. */
export function isTyping(event: KeyboardEvent): boolean {
	const target = event.target as HTMLElement | null;
	if (document.querySelector('dialog[open], [popover]:popover-open')) return true;
	return Boolean(target?.closest('input, textarea, select, [contenteditable="true"]'));
}
