/** What is said to screen readers about the reader's own results, politely. */
export class Live {
	#text = $state('');
	#again = false;

	get text(): string {
		return this.#text;
	}

	/** Says a sentence; the same one twice is said twice. */
	announce(text: string): void {
		this.#again = !this.#again;
		this.#text = this.#again ? `${text}\u200b` : text;
	}
}
