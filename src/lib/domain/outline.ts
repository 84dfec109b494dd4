/** A text for people, told once and drawn by the screen and by each kind of file: same words, same order. */
export interface Outline {
	/** Of the text, as BCP 47 says it. */
	language: 'fr-FR' | 'en-GB';
	title: string;
	subtitle: string;
	/** Who may read it, and whether it is final: above everything else. */
	notices: string[];
	blocks: OutlineBlock[];
}

export type OutlineBlock =
	| { type: 'heading'; level: 2 | 3; text: string }
	| { type: 'paragraph'; text: string }
	/** A label and its value, one under the other. */
	| { type: 'facts'; facts: OutlineFact[] }
	| { type: 'list'; items: string[] }
	| OutlineTable;

export interface OutlineFact {
	label: string;
	value: string;
}

/** Each row has as many cells as there are columns; the first one says what the row is about. */
export interface OutlineTable {
	type: 'table';
	caption: string;
	columns: string[];
	rows: string[][];
}
