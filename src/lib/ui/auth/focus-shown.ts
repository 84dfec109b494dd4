/** Takes the focus to an element that an answer of the server has just drawn: `{@attach focusShown}`. */
export function focusShown(element: HTMLElement): () => void {
	// The router gives the focus back to the page once it has drawn the answer of a form: this comes after.
	const frame = requestAnimationFrame(() => element.focus());
	return () => cancelAnimationFrame(frame);
}

/** Takes the focus to the first field of a form that was refused, if there is one. */
export function focusRefused(form: HTMLFormElement): void {
	form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
