/** Frames that no honest client sends, always the same for a seed. */
import { encoding } from 'lib0';
import * as Y from 'yjs';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { presenceFrame, syncFrame } from './raw-client';
import { writeMention, writeParagraph } from './writing';

type Random = () => number;

const ROOTS = ['note', 'interviews', 'facts', 'cards', 'items', 'x', ''];
const KEYS = ['placement', 'proposal', 'body', 'date', 'case', 'members', 'title', '__proto__', ''];
const EDGES = [0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 53 - 1];

export class FrameFuzzer {
	readonly #random: Random;
	readonly #cards: readonly string[];
	readonly #valid: Uint8Array[];

	constructor(random: Random, cards: readonly string[]) {
		this.#random = random;
		this.#cards = cards;
		this.#valid = validFrames(cards);
	}

	/** One frame. `known` are Yjs clients that the room holds, with how far. */
	next(known: ReadonlyMap<number, number>): Uint8Array {
		const dice = this.#random();
		if (dice < 0.35) return this.#mutated();
		if (dice < 0.85) return syncFrame(this.#int(2) + 1, this.#forged(known));
		if (dice < 0.9) return this.#presence();
		if (dice < 0.95) return syncFrame(0, this.#bytes(this.#int(20)));
		return this.#bytes(this.#int(200));
	}

	#mutated(): Uint8Array {
		const source = this.#pick(this.#valid);
		const kind = this.#int(6);
		if (kind === 0) return source.slice(0, this.#int(source.length));
		if (kind === 1) return source;
		const frame = source.slice();
		const at = this.#int(frame.length);
		if (kind === 2) {
			const other = this.#pick(this.#valid);
			return joined(frame.slice(0, at), other.slice(this.#int(other.length)));
		}
		if (kind === 3) return joined(frame.slice(0, at), uint(this.#pick(EDGES)), frame.slice(at + 1));
		for (let i = 0; i < kind - 3; i++) {
			const place = this.#int(frame.length);
			frame[place] = (frame[place] ?? 0) ^ (1 << this.#int(8));
		}
		return frame;
	}

	/** An update written by hand: any struct, anywhere, of anybody. */
	#forged(known: ReadonlyMap<number, number>): Uint8Array {
		const out = encoding.createEncoder();
		const write = (n: number): void => encoding.writeVarUint(out, n);
		const clients = this.#int(3) + 1;
		write(this.#odd(clients));
		for (let c = 0; c < clients; c++) {
			const client = this.#client(known);
			const count = this.#int(6) + 1;
			write(this.#odd(count));
			write(client);
			write(this.#clock(known.get(client) ?? 0));
			for (let i = 0; i < count; i++) this.#struct(out, known);
		}
		const deleting = this.#int(3);
		write(deleting);
		for (let d = 0; d < deleting; d++) {
			write(this.#client(known));
			write(this.#odd(1));
			write(this.#odd(this.#int(40)));
			write(this.#odd(this.#int(8)));
		}
		return encoding.toUint8Array(out);
	}

	#struct(out: encoding.Encoder, known: ReadonlyMap<number, number>): void {
		const kind = this.#pick([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 7, 8, 8, 8, 9, 10, 11]);
		if (kind === 0 || kind === 10) {
			encoding.writeUint8(out, kind);
			encoding.writeVarUint(out, this.#odd(this.#int(4) + 1));
			return;
		}
		const flags = this.#pick([
			0, 0, 0b0010_0000, 0b0010_0000, 0b1000_0000, 0b0100_0000, 0b1100_0000
		]);
		encoding.writeUint8(out, kind | flags);
		const id = (): void => {
			const client = this.#client(known);
			encoding.writeVarUint(out, client);
			encoding.writeVarUint(out, this.#int((known.get(client) ?? 0) + 2));
		};
		if (flags & 0b1000_0000) id();
		if (flags & 0b0100_0000) id();
		if ((flags & 0b1100_0000) === 0) {
			const inRoot = this.#random() < 0.6;
			encoding.writeVarUint(out, inRoot ? 1 : 0);
			if (inRoot) encoding.writeVarString(out, this.#pick(ROOTS));
			else id();
			if (flags & 0b0010_0000) {
				encoding.writeVarString(out, this.#pick([...KEYS, ...this.#cards]));
			}
		}
		this.#content(out, kind);
	}

	#content(out: encoding.Encoder, kind: number): void {
		const text = this.#pick(['a', 'é😀', 'null', '{"a":1}', '"x"', '[[[]]]', '{', '']);
		switch (kind) {
			case 1:
				encoding.writeVarUint(out, this.#odd(this.#int(4)));
				break;
			case 2:
				encoding.writeVarUint(out, 1);
				encoding.writeVarString(out, text);
				break;
			case 3:
				encoding.writeVarUint8Array(out, this.#bytes(this.#int(9)));
				break;
			case 4:
			case 5:
				encoding.writeVarString(out, text);
				break;
			case 6:
				encoding.writeVarString(out, this.#pick(['bold', 'link', '__proto__']));
				encoding.writeVarString(out, text);
				break;
			case 7: {
				const type = this.#int(9);
				encoding.writeVarUint(out, type);
				if (type === 3 || type === 5) {
					encoding.writeVarString(out, this.#pick(['paragraph', 'mention', 'x']));
				}
				break;
			}
			case 8:
				encoding.writeVarUint(out, this.#odd(1));
				this.#value(out, 0);
				break;
			default:
				encoding.writeVarString(out, text);
				encoding.writeAny(out, {});
		}
	}

	#value(out: encoding.Encoder, depth: number): void {
		const kind =
			depth > 40 ? 126 : this.#pick([127, 126, 125, 124, 123, 122, 121, 119, 118, 117, 116, 115]);
		encoding.writeUint8(out, kind);
		switch (kind) {
			case 125:
				encoding.writeVarInt(out, this.#int(1000) - 500);
				break;
			case 124:
				encoding.writeFloat32(out, NaN);
				break;
			case 123:
				encoding.writeFloat64(out, Infinity);
				break;
			case 122:
				encoding.writeBigInt64(out, 2n ** 62n);
				break;
			case 119:
				encoding.writeVarString(out, this.#pick(['to_do', '2026-11-22', 'é']));
				break;
			case 118:
				encoding.writeVarUint(out, 1);
				encoding.writeVarString(out, this.#pick(['stage', 'at', 'by', '__proto__', 'toJSON']));
				this.#value(out, depth + 1);
				break;
			case 117:
				encoding.writeVarUint(out, 1);
				this.#value(out, depth + 1);
				break;
			case 116:
				encoding.writeVarUint8Array(out, this.#bytes(3));
				break;
			default:
		}
	}

	#presence(): Uint8Array {
		const state = this.#pick([
			'null',
			'{}',
			'[]',
			'{"__proto__":{"a":1}}',
			'{"cursor":{"a":[]}}',
			'{',
			'1'
		]);
		return presenceFrame([
			{ clientId: this.#int(2 ** 32), clock: this.#odd(this.#int(9)), state },
			{ clientId: this.#int(9), clock: this.#int(9), state }
		]);
	}

	#client(known: ReadonlyMap<number, number>): number {
		const clients = [...known.keys()];
		return this.#random() < 0.5 && clients.length > 0 ? this.#pick(clients) : this.#int(20) + 1;
	}

	#clock(known: number): number {
		return this.#random() < 0.8 ? known : this.#odd(this.#int(known + 3));
	}

	/** Mostly a number as it is, now and then one at an edge. */
	#odd(n: number): number {
		return this.#random() < 0.97 ? n : this.#pick(EDGES);
	}

	#bytes(length: number): Uint8Array {
		return Uint8Array.from({ length }, () => this.#int(256));
	}

	#int(below: number): number {
		return Math.floor(this.#random() * below);
	}

	#pick<T>(from: readonly T[]): T {
		const picked = from[this.#int(from.length)];
		if (picked === undefined) throw new Error('nothing to pick from');
		return picked;
	}
}

function uint(n: number): Uint8Array {
	const out = encoding.createEncoder();
	encoding.writeVarUint(out, n);
	return encoding.toUint8Array(out);
}

function joined(...parts: Uint8Array[]): Uint8Array {
	return new Uint8Array(Buffer.concat(parts));
}

/** What honest clients send, whole: the matter of mutations and replays. */
function validFrames(cards: readonly string[]): Uint8Array[] {
	const frames: Uint8Array[] = [Uint8Array.of(3)];
	const record = (doc: Y.Doc): void => {
		doc.on('update', (update: Uint8Array) => frames.push(syncFrame(2, update)));
	};
	const note = new Y.Doc();
	note.clientID = 7001;
	record(note);
	const document = new CaseDocument(note);
	for (const word of ['Bonjour', 'à tous', '😀']) writeParagraph(document.note, word);
	writeMention(document.note, { before: 'avec ', id: 'a', label: 'b', mentionId: 'c' });
	document.note.delete(0, 2);
	const paragraph = document.note.get(0);
	if (paragraph instanceof Y.XmlElement) paragraph.setAttribute('textAlign', 'left');
	document.addInterview({
		interview: { id: 'i', kind: 'visit', date: '2026-11-22', place: '', authorId: 'a' },
		origin: null
	});
	const board = new Y.Doc();
	board.clientID = 7002;
	record(board);
	for (const caseId of cards) {
		const placement = { stage: 'to_do', by: null, at: '2026-11-22T08:00:00.000Z' } as never;
		board.getMap('cards').set(caseId, new Y.Map([['placement', placement]]));
		new BoardDocument(board).place({ caseId, placement, origin: null });
	}
	for (const doc of [note, board]) {
		frames.push(syncFrame(1, Y.encodeStateAsUpdate(doc)));
		frames.push(syncFrame(2, Y.encodeStateAsUpdateV2(doc)));
		frames.push(syncFrame(0, Y.encodeStateVector(doc)));
	}
	frames.push(presenceFrame([{ clientId: 7001, clock: 1, state: '{"place":"note"}' }]));
	return frames;
}
