/** A note that took a hundred thousand edits: words typed here and there by ten people, a tenth of it taken back. */
import * as Y from 'yjs';
import { seededRandom } from '../../sync/random.ts';

const EDITS = 100_000;
/** The last edits, which a server has in its log rather than in its snapshot. */
const TAIL = 400;
const PARAGRAPHS = 200;
const PEOPLE = 10;
/** Letters typed in one place before going elsewhere. */
const BURST = 8;
const DELETED = 0.1;
const FIRST_CLIENT = 0x30000000;
const SEED = 20261122;

export interface LongNote {
	/** Everything but the tail. */
	body: Uint8Array;
	tail: Uint8Array[];
	/** The whole, encoded. */
	bytes: number;
	text: string;
}

let made: LongNote | null = null;

/** The note, made once and always the same. */
export function longNote(): LongNote {
	return (made ??= make());
}

function make(): LongNote {
	const random = seededRandom(SEED);
	const below = (end: number): number => Math.floor(random() * end);
	const doc = new Y.Doc();
	doc.clientID = FIRST_CLIENT;
	const texts = Array.from({ length: PARAGRAPHS }, () => new Y.XmlText(' '));
	doc.getXmlFragment('note').insert(
		0,
		texts.map((text) => {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [text]);
			return paragraph;
		})
	);
	const tail: Uint8Array[] = [];
	let body: Uint8Array | null = null;
	let text = texts[0];
	let at = 0;
	for (let edit = 0; edit < EDITS; edit++) {
		if (edit % BURST === 0) {
			doc.clientID = FIRST_CLIENT + below(PEOPLE);
			text = texts[below(PARAGRAPHS)];
			at = below(text?.length ?? 0);
		}
		if (!text) continue;
		if (edit === EDITS - TAIL) {
			body = Y.encodeStateAsUpdate(doc);
			doc.on('update', (update: Uint8Array) => tail.push(update));
		}
		if (at > 0 && random() < DELETED) text.delete(--at, 1);
		else text.insert(at++, edit % BURST === 0 ? ' ' : 'e');
	}
	const note = {
		body: body ?? new Uint8Array(),
		tail,
		bytes: Y.encodeStateAsUpdate(doc).length,
		text: textOf(doc)
	};
	doc.destroy();
	return note;
}

/** The note of a document as text. */
function textOf(doc: Y.Doc): string {
	return doc.getXmlFragment('note').toJSON();
}
