import { beforeAll, expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { readZip } from '../../../../tests/support/read-zip';
import { outlineDocx } from './docx';
import { minutesOutline } from './minutes-outline';
import { sampleDecision, sampleItem, sampleMinutes } from './minutes-sample';

beforeAll(() => {
	overwriteGetLocale(() => 'fr');
});

async function partsOf(changes: Parameters<typeof sampleMinutes>[0] = {}) {
	const parts = readZip(await outlineDocx(minutesOutline(sampleMinutes(changes))));
	return { body: parts.get('word/document.xml') ?? '', styles: parts.get('word/styles.xml') ?? '' };
}

test('[Z6] headings have the styles of headings', async () => {
	const { body } = await partsOf({ items: [sampleItem({})] });

	const styles = [...body.matchAll(/<w:pStyle w:val="(\w+)"/g)].map(([, style]) => style);
	expect(styles).toEqual([
		...['Title', 'Heading1', 'Heading1', 'Heading1', 'Heading2'],
		...['Heading1', 'Heading1', 'Heading1', 'Heading1']
	]);
});

test('[Z6] each table repeats its head, and keeps its rows whole', async () => {
	const { body } = await partsOf();

	const tables = body.split('<w:tbl>').slice(1);
	expect(tables).toHaveLength(3);
	for (const table of tables) {
		const [head = '', ...rows] = table.split('<w:tr>').slice(1);
		expect(head).toContain('<w:tblHeader/>');
		for (const row of rows) expect(row).not.toContain('<w:tblHeader/>');
		for (const row of [head, ...rows]) expect(row).toContain('<w:cantSplit/>');
	}
});

test('[Z6] the text is in French', async () => {
	const { styles } = await partsOf();

	expect(styles).toContain('<w:lang w:val="fr-FR"/>');
});

test('[Z7] quotes, markup, emoji and control characters leave the document well-formed', async () => {
	const label = '</w:t> & « guillemets » "droits" 👩🏽‍🚒\u0001\u000b';
	const { body } = await partsOf({
		items: [sampleItem({ decisions: [sampleDecision({ label })] })]
	});

	expect(body).toContain('&lt;/w:t&gt; &amp; « guillemets »');
	expect(body).toContain('👩🏽‍🚒');
	const controls = Array.from(body, (sign) => sign.charCodeAt(0)).filter((code) => code < 32);
	expect(controls.filter((code) => ![9, 10, 13].includes(code))).toEqual([]);
	expect(body.match(/<w:t[ >]/g)?.length).toBe(body.match(/<\/w:t>/g)?.length);
});

test('[Z8] forty items are forty headings', async () => {
	const items = Array.from({ length: 40 }, (_, index) =>
		sampleItem({ id: `i${String(index)}`, rank: index + 1 })
	);
	const { body } = await partsOf({ items });

	expect(body.match(/w:val="Heading2"/g)).toHaveLength(40);
});
