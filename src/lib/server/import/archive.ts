import { Unzip, UnzipInflate } from 'fflate';
import { IMPORT_LIMITS, type FileProblem } from '$lib/domain/import';
import { FileRefusal } from './file-refusal';

/** Bytes given to the inflater at once: what comes out is a thousand times that at the most. */
const PIECE = 4096;
const ENTRIES_MAX = 500;
/** Rows, columns and cells of a sheet beyond which it is not read: an empty cell far away makes a table as large. */
const LAST_ROW = 20_000;
const LAST_COLUMN = 1000;
const CELLS_MAX = 400_000;
/** Characters of a piece that the next one starts with, so that a tag cut in two is seen. */
const OVERLAP = 200;

/**
 * Unzips a workbook piece by piece without keeping it, counting what really comes out, whatever it says of its size.
 * Throws FileRefusal when that is more than an import may be, or no archive.
 */
export function checkArchive(bytes: Uint8Array): void {
	let size = 0;
	let entries = 0;
	// The inflater swallows what is thrown inside it: said here, thrown outside.
	let problem: FileProblem | null = null;
	const unzip = new Unzip((file) => {
		entries += 1;
		if (entries > ENTRIES_MAX) problem ??= 'too_large_unzipped';
		if (problem !== null) return;
		const cells = /^xl\/worksheets\/[^/]+\.xml$/i.test(file.name) ? new CellCount() : null;
		file.ondata = (error, chunk) => {
			if (error) problem ??= 'unreadable';
			if (problem !== null) return;
			size += chunk.length;
			if (size > IMPORT_LIMITS.unzippedBytes) problem = 'too_large_unzipped';
			else problem = cells?.add(chunk) ?? null;
		};
		file.start();
	});
	unzip.register(UnzipInflate);
	for (let start = 0; start < bytes.length; start += PIECE) {
		pushTo(unzip, bytes, start);
		refuseFor(problem);
	}
	if (entries === 0) throw new FileRefusal('unreadable');
}

function pushTo(unzip: Unzip, bytes: Uint8Array, start: number): void {
	try {
		unzip.push(bytes.subarray(start, start + PIECE), start + PIECE >= bytes.length);
	} catch (cause) {
		throw new FileRefusal('unreadable', { cause });
	}
}

/** A call: what is set meanwhile is not known where it is asked. */
function refuseFor(problem: FileProblem | null): void {
	if (problem !== null) throw new FileRefusal(problem);
}

/** Looks at the addresses of the cells of a sheet as it goes by. */
class CellCount {
	readonly #decoder = new TextDecoder('latin1');
	#rest = '';
	#count = 0;

	/** What forbids the sheet so far; null: nothing. */
	add(chunk: Uint8Array): FileProblem | null {
		const text = this.#rest + this.#decoder.decode(chunk);
		const end = Math.max(0, text.lastIndexOf('<'));
		const whole = text.slice(0, end);
		for (const [, row = ''] of whole.matchAll(/<(?:\w+:)?row\b[^>]*?\br="(\d+)"/g)) {
			if (Number(row) > LAST_ROW) return 'too_many_rows';
		}
		for (const [, letters = '', row = ''] of whole.matchAll(
			/<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]+)(\d+)"/g
		)) {
			if (Number(row) > LAST_ROW) return 'too_many_rows';
			if (columnOf(letters) > LAST_COLUMN) return 'too_many_columns';
			this.#count += 1;
			if (this.#count > CELLS_MAX) return 'too_many_rows';
		}
		this.#rest = text.slice(end).slice(0, OVERLAP);
		return null;
	}
}

/** A is 1, AA is 27. */
function columnOf(letters: string): number {
	let column = 0;
	for (const letter of letters.toUpperCase().slice(0, 6))
		column = column * 26 + letter.charCodeAt(0) - 64;
	return column;
}
