/** What an editor does to a note. */
import * as Y from 'yjs';

/** Adds a paragraph at the end, in one transaction. */
export function writeParagraph(note: Y.XmlFragment, text: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(text)]);
	note.push([paragraph]);
}

/** Adds a paragraph that calls somebody. */
export function writeMention(
	note: Y.XmlFragment,
	mention: { before: string; id: string; label: string; mentionId: string }
): void {
	const { before, ...attributes } = mention;
	const element = new Y.XmlElement('mention');
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(before), element]);
	note.push([paragraph]);
}
