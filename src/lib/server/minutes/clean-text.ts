/** Control characters besides the line feed and the tab: XML forbids most of them, and nothing draws them. */
const CONTROLS = /[\p{Cc}--[\n\t]]|\uFEFF/gv;

/** A text that any file may hold: whole characters, composed, on lines that end in one way. */
export function cleanText(text: string): string {
	return text
		.replace(/\r\n?|\u2028|\u2029/g, '\n')
		.replace(CONTROLS, '')
		.toWellFormed()
		.normalize('NFC');
}
