/** Whether a key is a shortcut of the page: alone, and not typed in a field or over a dialog. */
export function isPlainKey(event: KeyboardEvent): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
	if (document.querySelector('dialog[open], :popover-open')) return false;
	const target = event.target as Element | null;
	return !target?.closest('input, textarea, select, [contenteditable="true"]');
}
