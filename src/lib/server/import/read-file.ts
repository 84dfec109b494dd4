import readWorkbook from 'read-excel-file/node';
import { IMPORT_LIMITS, type Sheet } from '$lib/domain/import';
import { checkArchive } from './archive';
import { FileRefusal } from './file-refusal';
import { readCsv } from './read-csv';
import { toSheet } from './to-sheet';

/** Sheets of a workbook that are offered. */
const SHEETS_MAX = 10;

/**
 * Reads a file as the tables in it: one for a CSV file, one per sheet with something in it for a workbook. Formulas are
 * text: nothing is computed. Throws FileRefusal.
 */
export async function readFile(bytes: Uint8Array): Promise<Sheet[]> {
	if (bytes.length === 0) throw new FileRefusal('empty');
	if (bytes.length > IMPORT_LIMITS.fileBytes) throw new FileRefusal('too_large');
	const sheets = isArchive(bytes) ? await readSheets(bytes) : [toSheet('', await readCsv(bytes))];
	const filled = sheets.filter((sheet) => sheet !== null);
	if (filled.length === 0) throw new FileRefusal('empty');
	return filled;
}

function isArchive(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

async function readSheets(bytes: Uint8Array): Promise<(Sheet | null)[]> {
	checkArchive(bytes);
	const workbook = await readWorkbook(Buffer.from(bytes), {
		parseNumber: (text) => String(Number(text))
	}).catch((cause: unknown) => {
		// Its own errors say what is wrong inside: an archive of something else, a document, a damaged file.
		throw new FileRefusal('unreadable', { cause });
	});
	const sheets: Sheet[] = [];
	let refusal: unknown = null;
	for (const { sheet: name, data } of workbook) {
		try {
			const sheet = toSheet(
				name,
				data.map((row) => row.map(textOf))
			);
			if (sheet && sheets.length < SHEETS_MAX) sheets.push(sheet);
		} catch (error) {
			// Another sheet may be the one.
			refusal ??= error;
		}
	}
	if (sheets.length === 0 && refusal !== null) throw refusal;
	return sheets;
}

/** A cell that the reader could not read is null. */
function textOf(cell: unknown): string {
	if (cell instanceof Date) return cell.toISOString().slice(0, 10);
	if (typeof cell === 'boolean') return String(cell);
	return typeof cell === 'string' ? cell : '';
}
