import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FactsByKey } from './facts';
import { encodeSyncStep1, encodeSyncStep2 } from './messages';
import { outlineHas, readOutline, stateVectorOf, type Extent } from './outline';
import type { StoredDocument } from './store';

/** Size up to which an encoding is read each time somebody comes back with something; above, it is built once. */
const READ_BYTES = 64 * 1024;
/** Sizes, in bytes, of what is packed while nobody asks for it: below there is nothing to gain, above it takes long. */
const PACKED_MIN = 1024;
const PACKED_MAX = 256 * 1024;
/** Fast and with little memory: taking and giving back more each time would cost what packing saves. */
const PACKING = { level: 1, memLevel: 5, windowBits: 13, chunkSize: 4096 };

/** A whole document as bytes, kept once: in the frame that answers newcomers. */
export class Encoded {
	/** How many bytes of the frame are the document: its end. */
	readonly #length: number;
	/** Null while it is packed. */
	#answer: Uint8Array | null;
	#packed: Uint8Array | null = null;
	#question: Uint8Array | null = null;
	#asked = false;

	constructor(update: Uint8Array) {
		this.#length = update.length;
		this.#answer = encodeSyncStep2(update);
	}

	/** The frame that gives all of it. */
	get answer(): Uint8Array {
		this.#asked = true;
		this.#answer ??= new Uint8Array(inflateRawSync(this.#packed ?? new Uint8Array()));
		this.#packed = null;
		return this.#answer;
	}

	get bytes(): Uint8Array {
		const { answer } = this;
		return answer.subarray(answer.length - this.#length);
	}

	/** Told now and then: packs what nobody has asked for since the last time. */
	rest(): void {
		if (!this.#asked && this.#answer && isWorthPacking(this.#length)) {
			// Copied: what zlib returns is a piece of a larger buffer, which would be kept with it.
			this.#packed = new Uint8Array(deflateRawSync(this.#answer, PACKING));
			this.#answer = null;
		}
		this.#asked = false;
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
		return this.#length > READ_BYTES ? null : outlineHas(readOutline(this.bytes), extent);
	}
}

/** A stored document whose snapshot is all there is, and its facts; null when it must be built to be whole. */
export function encodedOf({
	updates: [snapshot, ...more],
	tailRows
}: StoredDocument): { encoded: Encoded; facts: FactsByKey } | null {
	if (!snapshot || tailRows > 0 || more.length > 0) return null;
	const encoded = new Encoded(snapshot);
	const facts = encoded.facts();
	return facts && { encoded, facts };
}

function isWorthPacking(length: number): boolean {
	return length >= PACKED_MIN && length <= PACKED_MAX;
}
