import { strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, test } from 'vitest';
import { IMPORT_LIMITS, type Sheet } from '$lib/domain/import';
import { FileRefusal } from './file-refusal';
import { readFile } from './read-file';

const HEADER = 'Prénom;Nom;Né le';

describe('[I1] a CSV file', () => {
	test.each([
		['UTF-8', new TextEncoder().encode(`${HEADER}\r\nÉlise;Bô;12/03/1998`)],
		['UTF-8 with its mark', new TextEncoder().encode(`\ufeff${HEADER}\r\nÉlise;Bô;12/03/1998`)],
		['Windows-1252', Buffer.from(`${HEADER}\r\nÉlise;Bô;12/03/1998`, 'latin1')],
		['UTF-16', Buffer.from(`\ufeff${HEADER}\r\nÉlise;Bô;12/03/1998`, 'utf16le')],
		['commas', new TextEncoder().encode(`${HEADER}\nÉlise;Bô;12/03/1998`.replaceAll(';', ','))],
		['tabs', new TextEncoder().encode(`${HEADER}\nÉlise;Bô;12/03/1998`.replaceAll(';', '\t'))]
	])('in %s', async (_, bytes) => {
		const [sheet] = await readFile(bytes);
		expect(sheet?.columns.map(({ header }) => header)).toEqual(['Prénom', 'Nom', 'Né le']);
		expect(sheet?.rows).toEqual([{ row: 2, cells: ['Élise', 'Bô', '12/03/1998'] }]);
	});

	test('with the separator said, quotes, line breaks in them, commas in them, and empty rows', async () => {
		const rows = await rowsOf(
			'sep=;\n"Prénom";"Freins"\n\n;;\n"A ""B""";"garde,\nlogement"\nC;"x;y"\n\n'
		);
		expect(rows).toEqual([
			{ row: 5, cells: ['A "B"', 'garde,\nlogement'] },
			{ row: 6, cells: ['C', 'x;y'] }
		]);
	});

	test('without header, or with one that is there twice', async () => {
		expect(await rowsOf('Ana;12/03/1998\nIlyes;04/05/2001')).toHaveLength(2);
		const [twice] = await readText('Prénom;Prénom\nAna;Ilyes');
		expect(twice?.columns.map(({ header }) => header)).toEqual(['Prénom', 'Prénom']);
	});

	test('with rows of other lengths', async () => {
		expect(await rowsOf('Prénom;Nom;Tél\nAna\nB;C;D;\n')).toEqual([
			{ row: 2, cells: ['Ana', '', ''] },
			{ row: 3, cells: ['B', 'C', 'D'] }
		]);
	});
});

describe('[I1] a workbook', () => {
	test('gives its sheets that have something, with rows as a spreadsheet numbers them', async () => {
		const bytes = workbook({
			Vide: '',
			Suivi: row(1, ['Prénom', 'Nom', 'Né le']) + row(4, ['Élise', 'Bô', 35866])
		});
		const sheets = await readFile(bytes);
		expect(sheets).toHaveLength(1);
		expect(sheets[0]?.name).toBe('Suivi');
		expect(sheets[0]?.rows).toEqual([{ row: 4, cells: ['Élise', 'Bô', '35866'] }]);
	});
});

describe('[I2] beyond the limits', () => {
	const line = 'Ana;B;1998\n';
	test.each([
		['too_many_rows', `${HEADER}\n${line.repeat(IMPORT_LIMITS.rows + 1)}`],
		['too_many_columns', `${'Prénom;'.repeat(61)}x\n`],
		['too_many_columns', ';'.repeat(1_000_000)],
		['too_many_columns', `${'x;'.repeat(1_000_000)}x`],
		['too_long_cell', `Prénom;Nom\n${'a'.repeat(2001)};B`],
		['too_long_cell', `Prénom;Nom\n"${'a\n'.repeat(200_000)}";B`]
	])('%s', async (problem, text) => {
		await expect(readText(text)).rejects.toMatchObject({ problem });
	});

	test('5,000 rows and their header are taken', async () => {
		expect(await rowsOf(`${HEADER}\n${line.repeat(IMPORT_LIMITS.rows)}`)).toHaveLength(5000);
	});

	test('a file of more than 10 MB', async () => {
		const bytes = new Uint8Array(IMPORT_LIMITS.fileBytes + 1).fill(0x61);
		await expect(readFile(bytes)).rejects.toMatchObject({ problem: 'too_large' });
	});

	test('a workbook that unzips to a thousand times its size is refused as it comes out', async () => {
		const bytes = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(300 * 1024 * 1024) });
		expect(bytes.length).toBeLessThan(IMPORT_LIMITS.fileBytes);
		const before = process.memoryUsage().arrayBuffers;
		await expect(readFile(bytes)).rejects.toMatchObject({ problem: 'too_large_unzipped' });
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(120 * 1024 * 1024);
	});

	test('a workbook that says that it is small', async () => {
		const bytes = zipSync({ 'xl/media/image1.bin': new Uint8Array(80 * 1024 * 1024) });
		const view = new DataView(bytes.buffer);
		// The size once unzipped, in the header of the entry and in the directory.
		for (let at = 0; at < bytes.length - 4; at++) {
			const mark = view.getUint32(at, true);
			if (mark === 0x04034b50) view.setUint32(at + 22, 10, true);
			if (mark === 0x02014b50) view.setUint32(at + 24, 10, true);
		}
		await expect(readFile(bytes)).rejects.toMatchObject({ problem: 'too_large_unzipped' });
	});

	test.each([
		['too_many_columns', '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'],
		['too_many_rows', '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'],
		['too_many_rows', '<row r="1"><c r="A1"/></row>'.repeat(400_001)]
	])('a cell far away: %s', async (problem, rows) => {
		await expect(readFile(workbook({ Feuil1: rows }))).rejects.toMatchObject({ problem });
	});
});

describe('[I3] what is no table is refused', () => {
	const random = Uint8Array.from(
		{ length: 50_000 },
		(_, index) => (index * 7919 + (index >> 3)) % 256
	);
	test.each<[string, Uint8Array]>([
		['bytes of anything', random],
		['an archive of something else', zipSync({ 'note.txt': strToU8('Bonjour') })],
		['a damaged archive', workbook({ Feuil1: row(1, ['Prénom', 'Nom']) }).slice(0, 400)],
		['half an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 1, 2, 3])],
		['NUL bytes', new TextEncoder().encode('Prénom;Nom\nAna\0;B')]
	])('%s', async (_, bytes) => {
		const refusal: unknown = await readFile(bytes).catch((error: unknown) => error);
		expect(refusal).toBeInstanceOf(FileRefusal);
		expect(refusal).toMatchObject({ problem: 'unreadable' });
	});

	test.each(['', '\n\n;;;\n', 'Prénom;Nom\n'])('nothing: %j', async (text) => {
		await expect(readText(text)).rejects.toMatchObject({ problem: 'empty' });
	});
});

test('[I4] formulas are text, unseen characters go', async () => {
	const rows = await rowsOf(
		'Prénom;Nom\n=cmd|calc!A1;+B\nA\u202ena\ufeff;\u0007B\u200b\n@SUM(1);-C'
	);
	expect(rows.map(({ cells }) => cells)).toEqual([
		['=cmd|calc!A1', '+B'],
		['Ana', 'B'],
		['@SUM(1)', '-C']
	]);
	const [formula] = await readFile(
		workbook({
			Feuil1:
				row(1, ['Prénom', 'Nom']) +
				'<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="inlineStr"><is><t>=1+1</t></is></c></row>'
		})
	);
	expect(formula?.rows[0]?.cells).toEqual(['2', '=1+1']);
	const halves = await readFile(Buffer.from('\ufeffPrénom;Nom\nA\ud800na;B', 'utf16le'));
	expect(JSON.stringify(halves)).not.toContain('\\ud800');
});

test('[I5] what is not taken is forgotten as the file is read', async () => {
	const [sheet] = await readText(
		'Prénom;N° sécu;Santé;Casier judiciaire;Notes;Divers;Tél\n' +
			'Ana;298057511604821;asthme;oui;longue histoire;x;2 98 05 75 116 048 21'
	);
	expect(sheet?.columns.map(({ refused }) => refused)).toEqual([
		null,
		'social_security',
		'health',
		'justice',
		'note',
		'note',
		'social_security'
	]);
	expect(sheet?.rows[0]?.cells).toEqual(['Ana', '', '', '', '', '', '']);
});

function readText(text: string): Promise<Sheet[]> {
	return readFile(new TextEncoder().encode(text));
}

async function rowsOf(text: string): Promise<Sheet['rows']> {
	const [sheet] = await readText(text);
	return sheet?.rows ?? [];
}

function row(number: number, cells: (string | number)[]): string {
	const xml = cells.map((cell, index) => {
		const address = `${String.fromCharCode(65 + index)}${number}`;
		return typeof cell === 'number'
			? `<c r="${address}"><v>${cell}</v></c>`
			: `<c r="${address}" t="inlineStr"><is><t>${cell}</t></is></c>`;
	});
	return `<row r="${number}">${xml.join('')}</row>`;
}

/** A workbook with these sheets. */
function workbook(sheets: Record<string, string>): Uint8Array {
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
	const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const names = Object.keys(sheets);
	const files: Zippable = {
		'[Content_Types].xml': strToU8('<Types/>'),
		'xl/workbook.xml': strToU8(
			`<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
				.map(
					(name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`
				)
				.join('')}</sheets></workbook>`
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
				.map(
					(_, index) =>
						`<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`
				)
				.join('')}</Relationships>`
		)
	};
	for (const [index, rows] of Object.values(sheets).entries()) {
		files[`xl/worksheets/sheet${index + 1}.xml`] = strToU8(
			`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`
		);
	}
	return zipSync(files);
}
