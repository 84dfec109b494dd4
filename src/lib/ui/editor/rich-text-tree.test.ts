import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { treeOf } from './rich-text-tree';

test('blocks, marks and mentions are read as they are written', () => {
	const fragment = fragmentOf(
		element('heading', { level: 2 }, text([['Pistes']])),
		element('paragraph', {}, text([['Rendez-vous '], ['jeudi', { bold: {} }]]), mention('m1'))
	);
	expect(treeOf(fragment)).toEqual([
		{ kind: 'heading', level: 2, inline: [run('Pistes')] },
		{
			kind: 'paragraph',
			inline: [
				run('Rendez-vous '),
				run('jeudi', { bold: true }),
				{ kind: 'mention', mentionId: 'm1', label: 'Léa Marchand' }
			]
		}
	]);
});

test('lists nest, and boxes say whether they are ticked', () => {
	const paragraph = () => element('paragraph', {}, text([['a']]));
	const fragment = fragmentOf(
		element('orderedList', {}, element('listItem', {}, paragraph())),
		element(
			'taskList',
			{},
			element('taskItem', { checked: true }, paragraph()),
			element('taskItem', { checked: false }, paragraph())
		)
	);
	const block = { kind: 'paragraph', inline: [run('a')] };
	expect(treeOf(fragment)).toEqual([
		{ kind: 'list', ordered: true, items: [[block]] },
		{
			kind: 'tasks',
			items: [
				{ checked: true, blocks: [block] },
				{ checked: false, blocks: [block] }
			]
		}
	]);
});

test.each([
	['https://www.service-public.fr', 'https://www.service-public.fr'],
	['mailto:accueil@exemple.fr', 'mailto:accueil@exemple.fr'],
	['javascript:alert(1)', null],
	['data:text/html,x', null]
])('a link to %s is drawn to %s', (href, drawn) => {
	const fragment = fragmentOf(element('paragraph', {}, text([['ici', { link: { href } }]])));
	expect(treeOf(fragment)).toEqual([{ kind: 'paragraph', inline: [run('ici', { href: drawn })] }]);
});

test('words that became something say what; a mark that names nothing is left out', () => {
	const linked = { kind: 'action', id: '00000000-0000-4000-8000-000000000001' };
	const fragment = fragmentOf(
		element(
			'paragraph',
			{},
			text([
				['Appeler', { linked }],
				['hier', { linked: { id: 'x' } }]
			])
		)
	);
	expect(treeOf(fragment)).toEqual([
		{ kind: 'paragraph', inline: [run('Appeler', { linked }), run('hier')] }
	]);
});

test('what is not known is left out, and never throws', () => {
	const fragment = fragmentOf(
		element('script', {}, text([['alert(1)']])),
		element('paragraph', {}, element('image', {}), element('mention', {}))
	);
	expect(treeOf(fragment)).toEqual([{ kind: 'paragraph', inline: [] }]);
});

type Run = [string, Record<string, unknown>?];

function fragmentOf(...children: Y.XmlElement[]): Y.XmlFragment {
	const fragment = new Y.Doc().getXmlFragment('note');
	fragment.insert(0, children);
	return fragment;
}

function element(
	name: string,
	attributes: Record<string, string | number | boolean>,
	...children: (Y.XmlElement | Y.XmlText)[]
): Y.XmlElement {
	const made = new Y.XmlElement<Record<string, string | number | boolean>>(name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
	made.insert(0, children);
	return made as Y.XmlElement;
}

function text(runs: Run[]): Y.XmlText {
	const made = new Y.XmlText();
	made.applyDelta(runs.map(([insert, attributes = {}]) => ({ insert, attributes })));
	return made;
}

function mention(mentionId: string): Y.XmlElement {
	return element('mention', { id: 'p1', label: 'Léa Marchand', mentionId });
}

function run(
	words: string,
	marks: { bold?: boolean; italic?: boolean; href?: string | null; linked?: object } = {}
): object {
	return {
		kind: 'run',
		run: { text: words, bold: false, italic: false, href: null, linked: null, ...marks }
	};
}
