import type { FactsByKey } from './facts';
import { encodeSyncStep1, encodeSyncStep2 } from './messages';
import { outlineHas, readOutline, stateVectorOf, type Extent } from './outline';

/** Size up to which an encoding is read each time somebody comes back with something; above, it is built once. */
const READ_BYTES = 64 * 1024;

/** A whole document as bytes, kept once: in the frame that answers newcomers. */
export class Encoded {
	/** The frame that gives all of it. */
	readonly answer: Uint8Array;
	readonly bytes: Uint8Array;
	#question: Uint8Array | null = null;

	constructor(update: Uint8Array) {
		this.answer = encodeSyncStep2(update);
		this.bytes = this.answer.subarray(this.answer.length - update.length);
	}

	/** The frame that asks newcomers for what it does not have. */
	question(): Uint8Array {
		this.#question ??= encodeSyncStep1(stateVectorOf(readOutline(this.bytes)));
		return this.#question;
	}

	/** The facts that it holds; null when it is not the encoding of a whole document. */
	facts(): FactsByKey | null {
		try {
			const outline = readOutline(this.bytes);
			this.#question = encodeSyncStep1(stateVectorOf(outline));
			return outline.facts;
		} catch {
			return null; // What cannot be read without building it is built.
		}
	}

	/** Whether it has all of an update already; null when building it says so sooner. */
	has(extent: Extent): boolean | null {
		if (extent.ends.size === 0 && extent.deletes.length === 0) return true;
		return this.bytes.length > READ_BYTES ? null : outlineHas(readOutline(this.bytes), extent);
	}
}
