import { IMPORT_LIMITS, type Sheet, type SheetColumn, type SheetRow } from '$lib/domain/import';
import { isHeader, refusalOf } from '$lib/domain/import-columns';
import { isSocialSecurityNumber } from '$lib/domain/import-values';
import { FileRefusal } from './file-refusal';

/** Controls, marks of order and of direction: PostgreSQL cannot hold the first, and the others turn names around. */
const UNSEEN = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A column where one cell in so many is a social-security number is one of them. */
const NUMBERS_SHARE = 0.3;

/**
 * Makes a table of raw cells: unseen characters go, empty rows too, the header is recognised, and what is not taken is
 * forgotten. Null when nothing is left. Throws FileRefusal when it is larger than an import may be.
 */
export function toSheet(name: string, raw: Iterable<readonly string[]>): Sheet | null {
	const rows: SheetRow[] = [];
	let width = 0;
	let row = 0;
	for (const texts of raw) {
		row += 1;
		const cells = trimEnd(texts).map(cleaned);
		const filled = cells.findLastIndex((cell) => cell !== '') + 1;
		if (filled === 0) continue;
		if (filled > IMPORT_LIMITS.columns) throw new FileRefusal('too_many_columns');
		width = Math.max(width, filled);
		rows.push({ row, cells: cells.slice(0, filled) });
		// One more: the header.
		if (rows.length > IMPORT_LIMITS.rows + 1) throw new FileRefusal('too_many_rows');
	}
	const header = rows[0] && isHeader(rows[0].cells) ? rows.shift() : undefined;
	if (rows.length === 0) return null;
	if (rows.length > IMPORT_LIMITS.rows) throw new FileRefusal('too_many_rows');
	const columns = Array.from({ length: width }, (_, index) =>
		columnOf(header?.cells[index] ?? '', rows, index)
	);
	for (const each of rows) {
		each.cells = columns.map(({ refused }, index) => {
			const cell = each.cells[index] ?? '';
			return refused !== null || isSocialSecurityNumber(cell) ? '' : cell;
		});
	}
	return { name: cleaned(name).slice(0, 80), columns, rows };
}

/** A text as it may be kept and shown. Throws FileRefusal when it is too long for a cell. */
function cleaned(text: string): string {
	const clean = text.toWellFormed().replace(UNSEEN, '').trim();
	if (clean.length > IMPORT_LIMITS.cellCharacters) throw new FileRefusal('too_long_cell');
	return clean;
}

/** Not cell by cell from the first: a row may have a million empty ones. */
function trimEnd(cells: readonly string[]): readonly string[] {
	const filled = cells.findLastIndex((cell) => cell !== '') + 1;
	if (filled > IMPORT_LIMITS.columns && cells[filled - 1]?.trim() !== '') {
		throw new FileRefusal('too_many_columns');
	}
	return cells.slice(0, filled);
}

function columnOf(header: string, rows: readonly SheetRow[], index: number): SheetColumn {
	const named = refusalOf(header);
	if (named !== null) return { header: header.slice(0, 80), refused: named };
	const values = rows.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '');
	const numbers = values.filter(isSocialSecurityNumber).length;
	const isNumbers = numbers > 0 && numbers >= values.length * NUMBERS_SHARE;
	return { header: header.slice(0, 80), refused: isNumbers ? 'social_security' : null };
}
