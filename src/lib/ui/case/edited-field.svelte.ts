/** A field of a form whose value somebody else may change while it is being edited. */
export class EditedField {
	readonly #read: () => string;
	/** What others had written when this form last looked. */
	#seen: string;
	value = $state('');
	/** While the caret is in it nothing is written over. */
	focused = $state(false);
	#conflict = $state(false);

	/** `read` tells the value as it is for everybody. */
	constructor(read: () => string) {
		this.#read = read;
		this.#seen = read();
		this.value = this.#seen;
	}

	/** Whether somebody wrote something else since, that the reader has to choose about. */
	get conflict(): boolean {
		return this.#conflict;
	}

	/** Follows what others write; called when it may have changed. A field that nobody touched takes their value. */
	follow(): void {
		const theirs = this.#read();
		if (theirs === this.#seen) {
			if (this.value === theirs) this.#conflict = false;
			return;
		}
		if (this.value === theirs) this.keep();
		else if (this.value === this.#seen && !this.focused) this.take();
		else this.#conflict = true;
	}

	keep(): void {
		this.#seen = this.#read();
		this.#conflict = false;
	}

	take(): void {
		this.value = this.#read();
		this.keep();
	}
}
