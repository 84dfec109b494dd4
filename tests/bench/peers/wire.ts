/** The bytes that the load is made of: y-protocols, with or without the document's name that Hocuspocus puts first. */
import { encoding } from 'lib0';
import * as Y from 'yjs';

const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;
const MESSAGE_SYNC = 0;
const MESSAGE_AWARENESS = 1;
const HOCUSPOCUS_AUTH = 2;
const EMPTY_STATE = new Uint8Array([0]);
const EMPTY_UPDATE = new Uint8Array([0, 0]);
/** Info byte of a piece of text that says what it follows. */
const TEXT_AFTER = 0x84;
/** What a new paragraph takes of its writer's clock: element, text, first letter. */
const PARAGRAPH_LENGTH = 3;

type Write = (encoder: encoding.Encoder) => void;

/** Makes the frames of one room; `prefix` is the name of the document where a server wants it in each of them. */
export class Frames {
	readonly #prefix: string | null;
	/** Bytes to leave out at the head of what comes. */
	readonly skip: number;

	constructor(prefix: string | null) {
		this.#prefix = prefix;
		this.skip = this.#frame(() => undefined).length;
	}

	auth(): Uint8Array {
		return this.#frame((encoder) => {
			encoding.writeVarUint(encoder, HOCUSPOCUS_AUTH);
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, 'bench');
		});
	}

	/** "I have nothing: send everything." */
	ask(): Uint8Array {
		return this.#sync(STEP1, EMPTY_STATE);
	}

	/** "I have nothing that you lack." */
	nothing(): Uint8Array {
		return this.#sync(STEP2, EMPTY_UPDATE);
	}

	update(update: Uint8Array): Uint8Array {
		return this.#sync(UPDATE, update);
	}

	presence(client: number, clock: number, state: string): Uint8Array {
		const body = encoding.createEncoder();
		encoding.writeVarUint(body, 1);
		encoding.writeVarUint(body, client);
		encoding.writeVarUint(body, clock);
		encoding.writeVarString(body, state);
		return this.#frame((encoder) => {
			encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
			encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
		});
	}

	#sync(step: number, payload: Uint8Array): Uint8Array {
		return this.#frame((encoder) => {
			encoding.writeVarUint(encoder, MESSAGE_SYNC);
			encoding.writeVarUint(encoder, step);
			encoding.writeVarUint8Array(encoder, payload);
		});
	}

	#frame(write: Write): Uint8Array {
		const encoder = encoding.createEncoder();
		if (this.#prefix !== null) encoding.writeVarString(encoder, this.#prefix);
		write(encoder);
		return encoding.toUint8Array(encoder);
	}
}

/** Somebody who types at the end of a paragraph of their own, letter by letter. */
export class Typist {
	readonly client: number;
	/** Next clock; everything before it was typed. */
	clock = 0;

	constructor(client: number) {
		this.client = client;
	}

	/** The next edit: the paragraph with its first letter, then one letter at a time. */
	next(): Uint8Array {
		const update = this.clock === 0 ? paragraph(this.client) : this.#letter();
		this.clock = this.clock === 0 ? PARAGRAPH_LENGTH : this.clock + 1;
		return update;
	}

	#letter(): Uint8Array {
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, this.client);
		encoding.writeVarUint(encoder, this.clock);
		encoding.writeUint8(encoder, TEXT_AFTER);
		encoding.writeVarUint(encoder, this.client);
		encoding.writeVarUint(encoder, this.clock - 1);
		encoding.writeVarString(encoder, this.clock % 6 === 0 ? ' ' : 'e');
		encoding.writeVarUint(encoder, 0);
		return encoding.toUint8Array(encoder);
	}
}

/** A first edit: a paragraph in the note. */
function paragraph(client: number): Uint8Array {
	return written(client, (doc) => {
		const element = new Y.XmlElement('paragraph');
		element.insert(0, [new Y.XmlText('e')]);
		doc.getXmlFragment('note').insert(0, [element]);
	});
}

/** What somebody writes in one go, as one update. */
export function written(client: number, write: (doc: Y.Doc) => void): Uint8Array {
	const doc = new Y.Doc();
	doc.clientID = client;
	doc.transact(() => {
		write(doc);
	});
	const update = Y.encodeStateAsUpdate(doc);
	doc.destroy();
	return update;
}
