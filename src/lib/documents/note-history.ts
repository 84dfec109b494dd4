import * as Y from 'yjs';
import { CaseDocument } from './case-document';
import { factsOf } from './facts';

/** Where the words of a note begin and end, and which Yjs client wrote them. */
export interface WrittenRun {
	client: number;
	text: string;
}

/** One block of a note, by who wrote its words. */
export interface WrittenBlock {
	heading: boolean;
	runs: WrittenRun[];
}

type Inline = Y.XmlText | Y.XmlElement;

/** Elements that stand inside a line. */
const INLINE = new Set(['mention', 'hardBreak']);
/** Stands for what is in a line and is no text. */
const OBJECT = '\uFFFC';
/** Spaces that are typed or set as one another. */
const SPACES = /[\u00A0\u202F\u2009\t]/g;

/** The common note of a case or that of an organisation: both stand under one name. */
export function noteOf(doc: Y.Doc): Y.XmlFragment {
	return doc.getXmlFragment('note');
}

/** The note alone, with nothing of how it came to be, as an update of a new document. */
export function encodeNote(doc: Y.Doc): Uint8Array {
	const copy = new Y.Doc();
	noteOf(copy).push(childrenOf(noteOf(doc)).map((child) => child.clone()));
	const state = Y.encodeStateAsUpdate(copy);
	copy.destroy();
	return state;
}

/** Works on a document made of updates, which ends with the work. */
export function withDocument<T>(updates: readonly Uint8Array[], work: (doc: Y.Doc) => T): T {
	const doc = new Y.Doc({ gc: true });
	try {
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update);
		});
		return work(doc);
	} finally {
		doc.destroy();
	}
}

/** Makes the note of `doc` read as that of `wanted`. Blocks at both ends that are the same stay as they are. */
export function replaceNote(doc: Y.Doc, wanted: Y.Doc): void {
	const [note, other] = [noteOf(doc), noteOf(wanted)];
	const now = childrenOf(note).map(String);
	const then = childrenOf(other).map(String);
	const shortest = Math.min(now.length, then.length);
	let head = 0;
	while (head < shortest && now[head] === then[head]) head++;
	let tail = 0;
	while (tail < shortest - head && now.at(-1 - tail) === then.at(-1 - tail)) tail++;
	doc.transact(() => {
		note.delete(head, now.length - head - tail);
		const missing = childrenOf(other).slice(head, then.length - tail);
		note.insert(
			head,
			missing.map((child) => child.clone())
		);
	});
}

/** The blocks of a note in order, each with who wrote what. Those without words are left out. */
export function writtenBlocksOf(note: Y.XmlFragment): WrittenBlock[] {
	return linesOf(note).flatMap((line) => {
		const runs = line.toArray().flatMap((child) => runsOf(child as Inline));
		if (runs.every(({ text }) => text.trim() === '')) return [];
		return [
			{
				heading: line instanceof Y.XmlElement && line.nodeName === 'heading',
				runs: joinRuns(runs)
			}
		];
	});
}

/** Every text of a document: the note, then what was written of interviews. */
function textsOf(doc: Y.Doc): Y.XmlFragment[] {
	return [noteOf(doc), ...new CaseDocument(doc).interviews().map(({ body }) => body)];
}

/** Takes out of a document what the server copies into it, which is written again when it opens. Returns it as text. */
export function dropFacts(doc: Y.Doc): string {
	const facts = factsOf(doc);
	const text = JSON.stringify(facts.toJSON());
	doc.transact(() => facts.clear());
	return text;
}

/** How often these words stand in a document, each time with what stands around them. */
export function findWords(doc: Y.Doc, words: string): string[] {
	return textsOf(doc)
		.flatMap(linesOf)
		.flatMap((line) => {
			const text = textOfLine(line);
			return placesIn(text, words).map((at) =>
				text.slice(Math.max(0, at - AROUND), at + words.length + AROUND)
			);
		});
}

/** Characters shown on each side of what is found. */
const AROUND = 40;

/** Takes these words out of a document wherever they stand in one line of text; null: all of its texts. Returns how often. */
export function eraseWords(doc: Y.Doc, words: string | null): number {
	let places = 0;
	doc.transact(() => {
		for (const text of textsOf(doc)) {
			if (words === null) {
				places += text.length > 0 ? 1 : 0;
				text.delete(0, text.length);
				continue;
			}
			for (const line of linesOf(text)) {
				const found = placesIn(textOfLine(line), words);
				for (const at of found.toReversed()) eraseRange(line, at, at + words.length);
				places += found.length;
			}
		}
	});
	return places;
}

/** Takes `from` to `to` out of a line, and whatever stands in it. */
function eraseRange(line: Y.XmlFragment, from: number, to: number): void {
	let end = textOfLine(line).length;
	for (const [index, child] of [...line.toArray().entries()].toReversed()) {
		const start = end - textOf(child as Inline).length;
		const [first, last] = [Math.max(from, start), Math.min(to, end)];
		if (first < last) {
			if (child instanceof Y.XmlText) child.delete(first - start, last - first);
			else line.delete(index, 1);
		}
		end = start;
	}
}

function placesIn(text: string, words: string): number[] {
	const [all, wanted] = [text.replace(SPACES, ' '), words.replace(SPACES, ' ')];
	const places: number[] = [];
	if (wanted === '') return places;
	for (let at = all.indexOf(wanted); at !== -1; at = all.indexOf(wanted, at + wanted.length)) {
		places.push(at);
	}
	return places;
}

/** The innermost elements that hold text, in order. */
function linesOf(container: Y.XmlFragment): Y.XmlFragment[] {
	const nested = childrenOf(container).filter(
		(child): child is Y.XmlElement => child instanceof Y.XmlElement && !INLINE.has(child.nodeName)
	);
	return nested.length === 0 ? [container] : nested.flatMap(linesOf);
}

function textOfLine(line: Y.XmlFragment): string {
	return childrenOf(line).map(textOf).join('');
}

function textOf(child: Inline): string {
	if (!(child instanceof Y.XmlText)) {
		return child.nodeName === 'mention' ? `@${String(child.getAttribute('label'))}` : OBJECT;
	}
	return (child.toDelta() as { insert: unknown }[])
		.map(({ insert }) => (typeof insert === 'string' ? insert : OBJECT))
		.join('');
}

function runsOf(child: Inline): WrittenRun[] {
	if (!(child instanceof Y.XmlText)) {
		const client = child._item?.id.client;
		const text = textOf(child).replace(OBJECT, ' ');
		return client === undefined ? [] : [{ client, text }];
	}
	const runs: WrittenRun[] = [];
	for (let item = child._start; item !== null; item = item.right) {
		if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
		runs.push({ client: item.id.client, text: item.content.str });
	}
	return runs;
}

function joinRuns(runs: readonly WrittenRun[]): WrittenRun[] {
	const joined: WrittenRun[] = [];
	for (const { client, text } of runs) {
		const last = joined.at(-1);
		// Spaces alone are nobody's passage.
		if (last && (last.client === client || text.trim() === '')) last.text += text;
		else joined.push({ client, text });
	}
	return joined;
}

function childrenOf(container: Y.XmlFragment): Inline[] {
	return container
		.toArray()
		.filter(
			(child): child is Inline => child instanceof Y.XmlText || child instanceof Y.XmlElement
		);
}
