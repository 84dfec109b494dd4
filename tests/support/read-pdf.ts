import { inflateSync } from 'node:zlib';

/** What the tests ask of a PDF that pdfkit wrote. */
export interface ReadPdf {
	/** Dictionaries of its objects, by number. */
	objects: Map<number, string>;
	/** Types of the elements of its structure, in reading order. */
	structure: string[];
	/** Its words, page after page; one line per piece of text. */
	text: string;
	/** Glyphs that no font of it draws. */
	missing: number;
}

/** Reads the structure and the words of a PDF; an unknown form of PDF throws or reads as empty. */
export function readPdf(bytes: Buffer): ReadPdf {
	const source = bytes.toString('latin1');
	const objects = new Map<number, string>();
	const streams = new Map<number, string>();
	for (const found of source.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
		const [, id = '', body = ''] = found;
		const [dictionary = '', data] = body.split(/\nstream\n/);
		objects.set(Number(id), dictionary);
		if (data === undefined || !dictionary.includes('FlateDecode')) continue;
		const packed = Buffer.from(data.replace(/\nendstream[\s\S]*$/, ''), 'latin1');
		streams.set(Number(id), inflateSync(packed).toString('latin1'));
	}
	const said = words(objects, streams);
	return { objects, structure: structureOf(objects), ...said };
}

function structureOf(objects: ReadPdf['objects']): string[] {
	const root = [...objects.values()].find((each) => each.includes('/Type /StructTreeRoot')) ?? '';
	const types: string[] = [];
	const visit = (dictionary: string): void => {
		const type = /\/S \/(\w+)/.exec(dictionary)?.[1];
		if (type !== undefined) types.push(type);
		const children = /\/K (\[[\s\S]*?\]|\d+ 0 R)/.exec(dictionary)?.[1] ?? '';
		for (const [, child] of children.replace(/<<[\s\S]*?>>/g, '').matchAll(/(\d+) 0 R/g))
			visit(objects.get(Number(child)) ?? '');
	};
	visit(root);
	return types;
}

function words(
	objects: ReadPdf['objects'],
	streams: Map<number, string>
): Pick<ReadPdf, 'text' | 'missing'> {
	const fonts = new Map<string, Map<string, string>>();
	for (const resources of objects.values())
		for (const [, list = ''] of resources.matchAll(/\/Font <<([\s\S]*?)>>/g))
			for (const [, name = '', id] of list.matchAll(/\/(\w+) (\d+) 0 R/g)) {
				const map = /\/ToUnicode (\d+)/.exec(objects.get(Number(id)) ?? '')?.[1];
				if (map !== undefined) fonts.set(name, unicodeOf(streams.get(Number(map)) ?? ''));
			}
	let missing = 0;
	const lines: string[] = [];
	for (const page of objects.values()) {
		const contents = /\/Type \/Page\n[\s\S]*\/Contents (\d+)|\/Contents (\d+)/.exec(page);
		if (!contents) continue;
		const stream = streams.get(Number(contents[1] ?? contents[2])) ?? '';
		let font = new Map<string, string>();
		for (const [, name, shown] of stream.matchAll(/\/(\w+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
			if (name !== undefined) font = fonts.get(name) ?? new Map<string, string>();
			if (shown === undefined) continue;
			const glyphs = [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(
				([, hex = '']) => hex.match(/.{4}/g) ?? []
			);
			missing += glyphs.filter((glyph) => glyph === '0000').length;
			lines.push(glyphs.map((glyph) => font.get(glyph) ?? '').join(''));
		}
	}
	return { text: lines.join('\n'), missing };
}

/** pdfkit writes one range per 256 glyphs: the first glyph, the last one, and what each is. */
function unicodeOf(map: string): Map<string, string> {
	const letters = new Map<string, string>();
	for (const [, first = '', list = ''] of map.matchAll(/<(\w{4})> <\w{4}> \[([^\]]*)\]/g)) {
		const start = parseInt(first, 16);
		[...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], index) => {
			const units = (hex.replaceAll(' ', '').match(/.{4}/g) ?? []).map((unit) =>
				parseInt(unit, 16)
			);
			letters.set((start + index).toString(16).padStart(4, '0'), String.fromCharCode(...units));
		});
	}
	return letters;
}
