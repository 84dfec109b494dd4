/** What was typed in the forms of a page and not sent: each field that changed, while it is still there. */
export class TypedText {
	readonly #fields = new Set<HTMLInputElement | HTMLTextAreaElement>();

	/** Notes that somebody types in a field. Editors keep their own text. */
	note(target: EventTarget | null): void {
		const isText =
			target instanceof HTMLTextAreaElement ||
			(target instanceof HTMLInputElement && TEXT_TYPES.has(target.type));
		if (isText) this.#fields.add(target);
	}

	/** The words of the fields that are still on the page, one block each. */
	read(): string {
		return [...this.#fields]
			.filter((field) => field.isConnected && field.checkVisibility())
			.map((field) => field.value.trim())
			.filter(Boolean)
			.join('\n\n');
	}
}

const TEXT_TYPES = new Set(['text', 'search', 'tel', 'email', 'url']);
