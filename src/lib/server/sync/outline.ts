import { decoding, encoding } from 'lib0';
import { FACTS } from '$lib/documents/facts';
import type { FactsByKey } from './facts';

/** A run of one Yjs client's edits that were deleted. */
export interface Deleted {
	client: number;
	clock: number;
	length: number;
}

/** What an update holds of each Yjs client, and what it deletes. */
export interface Extent {
	ends: ReadonlyMap<number, number>;
	deletes: readonly Deleted[];
}

/** What the encoding of a document says without building it. */
interface Outline {
	/** End of each Yjs client. */
	ends: ReadonlyMap<number, number>;
	deleted: ReadonlyMap<number, readonly Deleted[]>;
	facts: FactsByKey;
}

/** One item of a map: which entry it is of, directly or through the one it follows. */
interface Entry {
	client: number;
	clock: number;
	length: number;
	follows: { client: number; clock: number } | null;
	/** Key in the facts; null for what is in another map. */
	key: string | null;
	/** Null when it was erased. */
	value: { of: unknown } | null;
}

const KIND = 0b0001_1111;
const HAS_ORIGIN = 0b1000_0000;
const HAS_RIGHT_ORIGIN = 0b0100_0000;
const HAS_PARENT_SUB = 0b0010_0000;
const SKIP = 10;
const [XML_ELEMENT, XML_HOOK] = [3, 5];
const ROOT = 1;

/**
 * Reads the encoding of a whole document, written by Yjs from a document without gaps. Throws on anything that such an
 * encoding does not hold.
 */
export function readOutline(encoded: Uint8Array): Outline {
	return new Reader(encoded).read();
}

/** The state vector of an outline, as Yjs writes it. */
export function stateVectorOf({ ends }: Pick<Outline, 'ends'>): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, ends.size);
	for (const [client, end] of [...ends].sort(([one], [other]) => other - one)) {
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, end);
	}
	return encoding.toUint8Array(encoder);
}

/** Whether a document of this outline has all of an update already. */
export function outlineHas({ ends, deleted }: Outline, extent: Extent): boolean {
	for (const [client, end] of extent.ends) if (end > (ends.get(client) ?? 0)) return false;
	return extent.deletes.every(({ client, clock, length }) => {
		const run = holding(deleted.get(client) ?? [], clock);
		return run !== null && clock + length <= run.clock + run.length;
	});
}

/** The one of these runs, in the order of their clocks, that holds a clock. */
function holding<T extends { clock: number; length: number }>(
	runs: readonly T[],
	clock: number
): T | null {
	let [low, high] = [0, runs.length - 1];
	while (low <= high) {
		const middle = (low + high) >> 1;
		const run = runs[middle];
		if (!run) return null;
		if (clock < run.clock) high = middle - 1;
		else if (clock >= run.clock + run.length) low = middle + 1;
		else return run;
	}
	return null;
}

class Reader {
	readonly #decoder: decoding.Decoder;
	readonly #ends = new Map<number, number>();
	readonly #deleted = new Map<number, Deleted[]>();
	/** Of each Yjs client, in the order of their clocks. */
	readonly #entries = new Map<number, Entry[]>();

	constructor(encoded: Uint8Array) {
		this.#decoder = decoding.createDecoder(encoded);
	}

	read(): Outline {
		const clients = this.#uint();
		for (let i = 0; i < clients; i++) this.#readClient();
		const deleting = this.#uint();
		for (let i = 0; i < deleting; i++) this.#readDeletes();
		return { ends: this.#ends, deleted: this.#deleted, facts: this.#facts() };
	}

	#readClient(): void {
		const count = this.#uint();
		const client = this.#uint();
		let clock = this.#uint();
		if (clock !== 0) throw new Error('not a whole document');
		for (let i = 0; i < count; i++) clock += this.#struct(client, clock);
		this.#ends.set(client, clock);
	}

	#readDeletes(): void {
		const client = this.#uint();
		const count = this.#uint();
		const ranges: Deleted[] = [];
		for (let i = 0; i < count; i++) {
			ranges.push({ client, clock: this.#uint(), length: this.#uint() });
		}
		this.#deleted.set(client, ranges);
	}

	#struct(client: number, clock: number): number {
		const info = this.#byte();
		if (info === 0) return this.#uint();
		if (info === SKIP) throw new Error('not a whole document');
		const origin = info & HAS_ORIGIN ? this.#id() : null;
		const right = info & HAS_RIGHT_ORIGIN ? this.#id() : null;
		const isEntry = (info & HAS_PARENT_SUB) !== 0;
		let key: string | null = null;
		if (!origin && !right) {
			const root = this.#uint() === ROOT ? this.#string() : void this.#id();
			if (isEntry) {
				const sub = this.#string();
				if (root === FACTS) key = sub;
			}
		}
		if (!isEntry) return this.#content(info & KIND);
		return this.#entry(info & KIND, { client, clock, follows: origin ?? right, key });
	}

	/** An item of a map; returns its length. */
	#entry(kind: number, entry: Omit<Entry, 'length' | 'value'>): number {
		const isValues = kind === 8;
		const values: unknown[] = [];
		const length = isValues ? this.#each(() => values.push(this.#any())) : this.#content(kind);
		const value = kind === 1 ? null : { of: isValues ? values.at(-1) : undefined };
		const list = this.#entries.get(entry.client);
		const whole = { ...entry, length, value };
		if (list) list.push(whole);
		else this.#entries.set(entry.client, [whole]);
		return length;
	}

	/** Passes over the content of an item by its kind; returns its length. */
	#content(kind: number): number {
		switch (kind) {
			case 1: // Deleted
				return this.#uint();
			case 2: // JSON values
				return this.#each(() => this.#skipBytes());
			case 3: // Bytes
			case 5: // Something embedded in a text
				this.#skipBytes();
				return 1;
			case 4:
				return this.#text();
			case 6: // A format
				this.#skipBytes();
				this.#skipBytes();
				return 1;
			case 7: {
				const type = this.#uint();
				if (type === XML_ELEMENT || type === XML_HOOK) this.#skipBytes();
				return 1;
			}
			case 8: // Values
				return this.#each(() => this.#any());
			default:
				throw new Error('content of no known kind');
		}
	}

	/** What the entries of the facts hold: at most one item of a key is not deleted. */
	#facts(): FactsByKey {
		const facts: FactsByKey = {};
		for (const entry of [...this.#entries.values()].flat()) {
			if (!entry.value) continue;
			const key = this.#keyOf(entry);
			if (key !== null && !this.#isDeleted(entry)) facts[key] = entry.value.of;
		}
		return facts;
	}

	#keyOf(entry: Entry): string | null {
		let current: Entry | null = entry;
		while (current?.follows) current = this.#entryAt(current.follows);
		return current?.key ?? null;
	}

	#entryAt({ client, clock }: { client: number; clock: number }): Entry | null {
		return holding(this.#entries.get(client) ?? [], clock);
	}

	#isDeleted({ client, clock }: Entry): boolean {
		return holding(this.#deleted.get(client) ?? [], clock) !== null;
	}

	#each(read: () => unknown): number {
		const count = this.#uint();
		for (let i = 0; i < count; i++) read();
		return count;
	}

	/** Passes over a text; returns its length in UTF-16 without decoding it. */
	#text(): number {
		const length = this.#uint();
		const { arr, pos } = this.#decoder;
		const end = pos + length;
		let units = 0;
		for (let at = pos; at < end; at++) {
			const byte = arr[at] ?? 0;
			if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
		}
		this.#decoder.pos = end;
		return units;
	}

	#skipBytes(): void {
		const length = this.#uint();
		this.#decoder.pos += length;
	}

	#uint(): number {
		return decoding.readVarUint(this.#decoder);
	}

	#id(): { client: number; clock: number } {
		return { client: this.#uint(), clock: this.#uint() };
	}

	#byte(): number {
		return decoding.readUint8(this.#decoder);
	}

	#string(): string {
		return decoding.readVarString(this.#decoder);
	}

	#any(): unknown {
		return decoding.readAny(this.#decoder);
	}
}
