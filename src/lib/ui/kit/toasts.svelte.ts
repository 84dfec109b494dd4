export interface Toast {
	id: number;
	text: string;
	/** What « Annuler » does. */
	undo?: (() => void) | undefined;
	/** Another thing to do about it. */
	action?: { label: string; run: () => void } | undefined;
}

/** A message stays this long, in milliseconds, and longer while it is pointed at or focused. */
const SHOWN_FOR = 10_000;
const SHOWN_AT_ONCE = 3;

/** Messages about what the reader just did. */
export class Toasts {
	#list = $state.raw<Toast[]>([]);
	readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
	#next = 1;

	get list(): Toast[] {
		return this.#list;
	}

	notify(toast: Omit<Toast, 'id'>): void {
		const id = this.#next++;
		this.#list = [...this.#list, { ...toast, id }].slice(-SHOWN_AT_ONCE);
		this.resume(id);
	}

	dismiss(id: number): void {
		this.hold(id);
		this.#list = this.#list.filter((toast) => toast.id !== id);
	}

	/** Keeps a message while somebody reads it. */
	hold(id: number): void {
		clearTimeout(this.#timers.get(id));
		this.#timers.delete(id);
	}

	resume(id: number): void {
		this.hold(id);
		this.#timers.set(
			id,
			setTimeout(() => this.dismiss(id), SHOWN_FOR)
		);
	}
}
