import { decoding, string } from 'lib0';
import * as Y from 'yjs';
import type { Limits } from './limits';

/** What an update holds, read from its bytes alone: nothing is built, so a forged count costs nothing. */
export interface Scanned {
	/** End of what it holds of each Yjs client. */
	ends: Map<number, number>;
	/** How far each Yjs client must be known for it to be held entirely: its ends, and what it deletes. */
	needs: Map<number, number>;
	deletes: readonly Range[];
	/** Names of the root types that it writes in. */
	roots: ReadonlySet<string>;
	/** Whether it makes types: only then can it nest deeper. */
	makesTypes: boolean;
	/** Structs, values and deleted ranges together. */
	readonly size: number;
	/** What it does when that is inserting a text beside another, and nothing else: most edits are such. */
	readonly insertion: Insertion | null;
}

/** A text that one Yjs client inserts beside items that have these ids. */
export interface Insertion {
	client: number;
	start: number;
	end: number;
	beside: readonly Y.ID[];
}

export interface Range {
	client: number;
	clock: number;
	length: number;
}

type ScanLimits = Pick<Limits, 'structs' | 'valueDepth'>;

/** An update that is none, or that breaks a bound. */
export class Malformed extends Error {
	override readonly name = 'Malformed';
}

const KIND = 0b0001_1111;
const HAS_ORIGIN = 0b1000_0000;
const HAS_RIGHT_ORIGIN = 0b0100_0000;
const HAS_PARENT_SUB = 0b0010_0000;
const SKIP = 10;
const TEXT = 4;
const [XML_ELEMENT, XML_HOOK, LAST_TYPE] = [3, 5, 6];

/**
 * Reads an update of the first version to its last byte, as strictly as its writers write it. Throws Malformed, or what
 * its decoders throw, on anything else: forged counts and lengths, empty structs, a client named twice, documents in
 * documents, values that cannot be written again, too many structs.
 */
export function scanUpdate(update: Uint8Array, limits: ScanLimits): Scanned {
	const scan = new Scan(update, limits);
	scan.read();
	return scan;
}

class Scan implements Scanned {
	readonly ends = new Map<number, number>();
	readonly needs = new Map<number, number>();
	readonly deletes: Range[] = [];
	readonly roots = new Set<string>();
	makesTypes = false;
	readonly #decoder: decoding.Decoder;
	readonly #limits: ScanLimits;
	size = 0;
	/** Start of the last text, and what it is beside. */
	#textAt: number | null = null;
	#beside: Y.ID[] = [];

	constructor(update: Uint8Array, limits: ScanLimits) {
		this.#decoder = decoding.createDecoder(update);
		this.#limits = limits;
	}

	read(): void {
		const clients = this.#uint();
		for (let i = 0; i < clients; i++) this.#readClient();
		const deleting = this.#uint();
		for (let i = 0; i < deleting; i++) this.#readDeletes();
		if (decoding.hasContent(this.#decoder)) throw new Malformed('bytes after the end');
	}

	get insertion(): Insertion | null {
		const [only] = this.ends;
		if (this.size !== 1 || this.#textAt === null || this.#beside.length === 0 || !only) return null;
		const [client, end] = only;
		return { client, start: this.#textAt, end, beside: this.#beside };
	}

	#readClient(): void {
		const count = atLeastOne(this.#count());
		const client = this.#uint();
		if (this.ends.has(client)) throw new Malformed('a client named twice');
		let clock = this.#uint();
		for (let i = 0; i < count; i++) clock = sum(clock, this.#struct(clock));
		this.ends.set(client, clock);
		this.needs.set(client, clock);
	}

	#readDeletes(): void {
		const client = this.#uint();
		const count = this.#count();
		for (let i = 0; i < count; i++) {
			const clock = this.#uint();
			const length = this.#uint();
			const end = sum(clock, length);
			this.deletes.push({ client, clock, length });
			if (end > (this.needs.get(client) ?? 0)) this.needs.set(client, end);
		}
	}

	/** One struct; returns its length. */
	#struct(clock: number): number {
		const info = this.#byte();
		if (info === 0 || info === SKIP) return this.#length();
		if ((info & KIND) === TEXT) this.#textAt = clock;
		if (info & HAS_ORIGIN) this.#neighbour();
		if (info & HAS_RIGHT_ORIGIN) this.#neighbour();
		if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) {
			if (this.#uint() === 1) this.roots.add(this.#string());
			else this.#id();
			if (info & HAS_PARENT_SUB) this.#skipString();
		}
		return this.#content(info & KIND);
	}

	/** The content of an item by its kind; returns its length. */
	#content(kind: number): number {
		switch (kind) {
			case 1: // Deleted
				return this.#length();
			case 2: // JSON values
				return this.#each(() => this.#json(true));
			case 3: // Bytes
				this.#skip(this.#uint());
				return 1;
			case TEXT:
				return atLeastOne(this.#skipString());
			case 5: // Something embedded in a text
				this.#json(false);
				return 1;
			case 6: // A format
				this.#skipString();
				this.#json(false);
				return 1;
			case 7:
				return this.#type();
			case 8: // Values
				return this.#each(() => this.#value(0));
			default: // A document in the document, or nothing known.
				throw new Malformed('content of no known kind');
		}
	}

	#type(): number {
		this.makesTypes = true;
		const type = this.#uint();
		if (type > LAST_TYPE) throw new Malformed('type of no known kind');
		if (type === XML_ELEMENT || type === XML_HOOK) this.#skipString();
		return 1;
	}

	#each(read: () => void): number {
		const count = this.#count();
		for (let i = 0; i < count; i++) read();
		return atLeastOne(count);
	}

	#json(undefinedToo: boolean): void {
		const text = this.#string();
		if (undefinedToo && text === 'undefined') return;
		checkDepth(JSON.parse(text), this.#limits.valueDepth);
	}

	/** A value of lib0. Whole numbers of 64 bits are refused: JSON cannot say them. */
	#value(depth: number): void {
		if (depth > this.#limits.valueDepth) throw new Malformed('nested too deep');
		const kind = this.#byte();
		switch (kind) {
			case 127:
			case 126:
			case 121:
			case 120:
				return;
			case 125:
				decoding.readVarInt(this.#decoder);
				return;
			case 124:
				return this.#skip(4);
			case 123:
				return this.#skip(8);
			case 119:
				this.#skipString();
				return;
			case 118:
			case 117: {
				const count = this.#count();
				for (let i = 0; i < count; i++) {
					if (kind === 118) this.#key();
					this.#value(depth + 1);
				}
				return;
			}
			case 116:
				return this.#skip(this.#uint());
			default:
				throw new Malformed('value of no known kind');
		}
	}

	/** A key of an object. Decoded, this one would make it an object of another kind, which nobody could encode again. */
	#key(): void {
		if (this.#string() === '__proto__') throw new Malformed('a prototype');
	}

	#uint(): number {
		return decoding.readVarUint(this.#decoder);
	}

	#id(): void {
		this.#uint();
		this.#uint();
	}

	#neighbour(): void {
		const id = Y.createID(this.#uint(), this.#uint());
		// Those of many structs are nobody's business here.
		if (this.size === 1) this.#beside.push(id);
	}

	/** How many things follow, each of a byte at least; all those of an update are counted together. */
	#count(): number {
		const count = this.#uint();
		this.size += count;
		if (this.size > this.#limits.structs) throw new Malformed('too many structs');
		return count;
	}

	#length(): number {
		return atLeastOne(this.#uint());
	}

	#byte(): number {
		const byte = this.#decoder.arr[this.#decoder.pos++];
		if (byte === undefined) throw new Malformed('cut short');
		return byte;
	}

	#skip(bytes: number): void {
		this.#decoder.pos += bytes;
		if (this.#decoder.pos > this.#decoder.arr.length) throw new Malformed('cut short');
	}

	#bytes(): Uint8Array {
		const length = this.#uint();
		const start = this.#decoder.pos;
		this.#skip(length);
		return this.#decoder.arr.subarray(start, start + length);
	}

	#string(): string {
		return decode(this.#bytes());
	}

	/** Passes over a string; returns its length in UTF-16, without decoding the plain ones. */
	#skipString(): number {
		const bytes = this.#bytes();
		for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) > 0x7f) return decode(bytes).length;
		return bytes.length;
	}
}

function decode(bytes: Uint8Array): string {
	return string.decodeUtf8(bytes);
}

function sum(clock: number, length: number): number {
	const end = clock + length;
	if (!Number.isSafeInteger(end)) throw new Malformed('a clock out of range');
	return end;
}

/** Yjs never writes an empty struct, and an empty one confuses it. */
function atLeastOne(length: number): number {
	if (length === 0) throw new Malformed('an empty struct');
	return length;
}

function checkDepth(value: unknown, left: number): void {
	if (typeof value !== 'object' || value === null) return;
	if (left === 0) throw new Malformed('nested too deep');
	for (const each of Object.values(value)) checkDepth(each, left - 1);
}
