import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { EXCERPT_MAX_LENGTH, mentionsOf, plainTextOf } from './rich-text';

test('[D8] plain text is one line per block, lists included', () => {
	const note = noteOf([
		block('heading', [new Y.XmlText('Pistes')]),
		block('bulletList', [
			block('listItem', [block('paragraph', [new Y.XmlText('permis')])]),
			block('listItem', [block('paragraph', [new Y.XmlText('crèche')])])
		]),
		block('paragraph', [new Y.XmlText('Voir '), mention('a', 'm1', 'Amina Nom')])
	]);
	expect(plainTextOf(note)).toBe('Pistes\npermis\ncrèche\nVoir @Amina Nom');
});

test('[D7] a copy of a mention counts once, an element that is none counts not at all', () => {
	const note = noteOf([
		block('paragraph', [new Y.XmlText('Un '), mention('a', 'm1', 'Amina')]),
		block('paragraph', [new Y.XmlText('Deux '), mention('b', 'm1', 'Copie')]),
		block('paragraph', [new Y.XmlText('Trois '), block('mention', [])])
	]);
	expect(mentionsOf(note)).toMatchObject([
		{ mentionId: 'm1', targetId: 'a', targetKind: 'person', label: 'Amina', excerpt: 'Un @Amina' }
	]);
});

test('[D7] the excerpt of a long block is cut around the mention', () => {
	const long = 'x'.repeat(1000);
	const note = noteOf([
		block('paragraph', [new Y.XmlText(long), mention('a', 'm1', 'Amina'), new Y.XmlText(long)])
	]);
	const excerpt = mentionsOf(note)[0]?.excerpt ?? '';
	expect(excerpt.length).toBe(EXCERPT_MAX_LENGTH);
	expect(excerpt).toContain('@Amina');
	expect(excerpt).toMatch(/^….*…$/);
});

function noteOf(blocks: Y.XmlElement[]): Y.XmlFragment {
	const note = new Y.Doc().getXmlFragment('note');
	note.push(blocks);
	return note;
}

function block(name: string, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
	const element = new Y.XmlElement(name);
	element.insert(0, children);
	return element;
}

function mention(id: string, mentionId: string, label: string): Y.XmlElement {
	const element = block('mention', []);
	element.setAttribute('id', id);
	element.setAttribute('mentionId', mentionId);
	element.setAttribute('label', label);
	return element;
}
