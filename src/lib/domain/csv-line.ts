/** A table as spreadsheets open it: semicolons, since a French one takes a comma for a decimal. */

/** A spreadsheet runs a cell that begins like this: an apostrophe makes it a text. */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of the file. */
export function csvLine(cells: readonly string[]): string {
	return `${cells.map(cellOf).join(';')}\r\n`;
}

function cellOf(text: string): string {
	const safe = FORMULA.test(text) ? `'${text}` : text;
	return `"${safe.replaceAll('"', '""')}"`;
}
