import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { IMPORT_LIMITS } from '$lib/domain/import';
import { FileRefusal } from './file-refusal';

const SEPARATORS = [';', ',', '\t'] as const;
/** Records that are looked at to guess the separator. */
const SAMPLE_RECORDS = 20;
/** Characters that they are looked for in. */
const SAMPLE_CHARACTERS = 64 * 1024;
/** Separators of one line beyond which it is not read at all. */
const LINE_SEPARATORS_MAX = 10_000;
/** What is given to the parser at once, in characters, so that others are answered meanwhile. */
const PIECE = 64 * 1024;

const OPTIONS = {
	relax_column_count: true,
	relax_quotes: true,
	skip_empty_lines: false,
	max_record_size: IMPORT_LIMITS.columns * IMPORT_LIMITS.cellCharacters
};

/** Reads a CSV file: UTF-8, UTF-16 or Windows-1252, separated by `;`, `,` or tabs. Throws FileRefusal. */
export async function readCsv(bytes: Uint8Array): Promise<string[][]> {
	const text = decoded(bytes);
	const declared = /^sep=([;,\t])\r?\n/i.exec(text);
	const delimiter = declared?.[1] ?? separatorOf(text);
	const lines = declared ? text.slice(declared[0].length) : text;
	refuseLongLines(lines, delimiter);
	// The line of `sep=` counts, as in a spreadsheet that shows it.
	const records: string[][] = declared ? [[]] : [];
	let filled = 0;
	try {
		const parser = Readable.from(pieces(lines)).compose(parse({ ...OPTIONS, delimiter }));
		for await (const record of parser as AsyncIterable<string[]>) {
			records.push(record);
			if (record.some((cell) => cell !== '')) filled += 1;
			if (filled > IMPORT_LIMITS.rows + 1) throw new FileRefusal('too_many_rows');
		}
	} catch (cause) {
		if (!(cause instanceof CsvError)) throw cause;
		const isLong = cause.code === 'CSV_MAX_RECORD_SIZE';
		throw new FileRefusal(isLong ? 'too_long_cell' : 'unreadable', { cause });
	}
	return records;
}

function decoded(bytes: Uint8Array): string {
	const text = textOf(bytes);
	// What is no text: an image, a document, an old workbook.
	if (text.includes('\0')) throw new FileRefusal('unreadable');
	return text;
}

function textOf(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Not UTF-8: what French spreadsheets write.
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

function separatorOf(text: string): string {
	const sample = text.slice(0, SAMPLE_CHARACTERS);
	const scores = SEPARATORS.map((delimiter) => ({
		delimiter,
		score: widthWith(sample, delimiter)
	}));
	return scores.reduce((best, each) => (each.score > best.score ? each : best)).delimiter;
}

/** How many columns most records have under a separator. */
function widthWith(sample: string, delimiter: string): number {
	let records: string[][];
	try {
		records = parseAtOnce(sample, { ...OPTIONS, delimiter, to: SAMPLE_RECORDS });
	} catch (cause) {
		// A quote that is open at the end of the sample, or lines that are too long: not told apart by this one.
		if (cause instanceof CsvError) return 0;
		throw cause;
	}
	const widths = records.map(({ length }) => length).toSorted((a, b) => a - b);
	return widths[Math.floor(widths.length / 2)] ?? 0;
}

function refuseLongLines(text: string, delimiter: string): void {
	let count = 0;
	for (let index = 0; index < text.length; index++) {
		const character = text[index];
		if (character === delimiter) count += 1;
		else if (character === '\n') count = 0;
		if (count > LINE_SEPARATORS_MAX) throw new FileRefusal('too_many_columns');
	}
}

function* pieces(text: string): Generator<string> {
	for (let start = 0; start < text.length; start += PIECE) yield text.slice(start, start + PIECE);
}
