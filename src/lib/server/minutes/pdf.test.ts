import { beforeAll, expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { readPdf } from '../../../../tests/support/read-pdf';
import { drawable } from './drawable';
import { minutesOutline } from './minutes-outline';
import { sampleDecision, sampleItem, sampleMinutes } from './minutes-sample';
import { outlinePdf } from './pdf';

beforeAll(() => {
	overwriteGetLocale(() => 'fr');
});

const pdfOf = async (changes: Parameters<typeof sampleMinutes>[0] = {}) =>
	readPdf(await outlinePdf(minutesOutline(sampleMinutes(changes))));

test('[Z5] the PDF is tagged, with a title and a language, and says that it follows PDF/UA', async () => {
	const bytes = await outlinePdf(minutesOutline(sampleMinutes()));

	const source = bytes.toString('latin1');
	expect(source).toContain('/Marked true');
	expect(source).toContain('/Lang (fr-FR)');
	expect(source).toContain('/DisplayDocTitle true');
	expect(source).toContain('<pdfuaid:part>1</pdfuaid:part>');
});

test('[Z5] headings, paragraphs and tables stand in the order of the outline', async () => {
	const { structure } = await pdfOf({ items: [sampleItem({})] });

	expect(structure.filter((type) => /^H|Table|Caption/.test(type))).toEqual([
		...['H1', 'H2', 'H2', 'Table', 'Caption', 'H2', 'H3', 'Table', 'Caption'],
		...['H2', 'Table', 'Caption', 'H2', 'H2', 'H2']
	]);
	// Attendance has three columns and two rows; each table of decisions five columns and one row.
	expect(structure.filter((type) => type === 'TH')).toHaveLength(3 + 5 + 5);
	expect(structure.filter((type) => type === 'TD')).toHaveLength(2 * 3 + 5 + 5);
});

test('[Z5] the head cells say that they head columns', async () => {
	const { objects } = await pdfOf();

	const heads = [...objects.values()].filter((each) => each.includes('/S /TH'));
	expect(heads.length).toBeGreaterThan(0);
	for (const head of heads) expect(head).toContain('/Scope /Column');
});

test('[Z5] fonts are embedded, accents read back and no glyph is missing', async () => {
	const { objects, text, missing } = await pdfOf();

	const described = [...objects.values()].filter((each) => each.includes('/Type /FontDescriptor'));
	expect(described).toHaveLength(2);
	for (const font of described) expect(font).toContain('/FontFile2');
	expect(text.replaceAll('\n', ' ')).toContain(
		'Léa « Zoé » D’Œuvre-Müller'.replaceAll('\u00a0', ' ')
	);
	expect(text).toContain('Ömer Şahin');
	expect(missing).toBe(0);
});

test('[Z5] what the fonts do not draw becomes a question mark, and the document says so', async () => {
	const items = [sampleItem({ question: 'On y va 👩🏽‍🚒 → 日本 ?' })];
	const { text, missing } = await pdfOf({ items });

	expect(text.replaceAll('\n', ' ')).toContain('On y va ? -> ?? ?');
	expect(text.replaceAll('\n', ' ')).toContain('La version texte les garde.');
	expect(missing).toBe(0);
});

test('[Z5] a letter loses the marks that are not drawn before it goes', () => {
	expect(drawable('Nguyễn')).toEqual({ drawn: 'Nguyên', complete: false });
});

test('[Z7] long words and markup stay inside the page', async () => {
	const label = '<w:p>&amp;(\\)'.repeat(14);
	const { text } = await pdfOf({ items: [sampleItem({ decisions: [sampleDecision({ label })] })] });

	expect(text.replaceAll('\n', '')).toContain(label);
});

test('[Z8] forty items with decisions go over pages; the head is drawn on each and told once', async () => {
	const items = Array.from({ length: 40 }, (_, index) =>
		sampleItem({
			id: `i${String(index)}`,
			rank: index + 1,
			notes: 'Une phrase de plus. '.repeat(60),
			decisions: Array.from({ length: 20 }, (_, line) => sampleDecision({ id: `d${String(line)}` }))
		})
	);
	const { structure, objects } = await pdfOf({ items, actions: [] });

	const pages = [...objects.values()].filter((each) => /\/Type \/Page\n/.test(each));
	expect(pages.length).toBeGreaterThan(40);
	expect(structure.filter((type) => type === 'H3')).toHaveLength(40);
	expect(structure.filter((type) => type === 'TH')).toHaveLength(3 + 40 * 5);
});
