/** How many sockets each person has or is opening: counted from the moment they are known, so that a volley cannot pass. */
export class Quota {
	readonly #most: number;
	readonly #taken = new Map<string, number>();

	constructor(most: number) {
		this.#most = most;
	}

	/** Takes a place; false when somebody has all of theirs. */
	take(profileId: string): boolean {
		const taken = this.#taken.get(profileId) ?? 0;
		if (taken >= this.#most) return false;
		this.#taken.set(profileId, taken + 1);
		return true;
	}

	/** Gives a place back. */
	give(profileId: string): void {
		const left = (this.#taken.get(profileId) ?? 0) - 1;
		if (left > 0) this.#taken.set(profileId, left);
		else this.#taken.delete(profileId);
	}
}
