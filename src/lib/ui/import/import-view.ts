import type {
	CellProblem,
	Duplicate,
	FileProblem,
	ImportChoices,
	ImportField,
	ImportLine,
	ImportState,
	RefusedColumn
} from '$lib/domain/import';

/** Where an import is, for whoever makes it. */
export type ImportStep = 'file' | 'columns' | 'preview' | 'running' | 'result';

export interface ColumnView {
	header: string;
	refused: RefusedColumn | null;
	/** A few of its values. */
	samples: string[];
}

export interface PreviewView {
	/** Rows that may be imported, duplicates among them. */
	ready: number;
	/** Rows with a mistake. */
	wrong: number;
	duplicateCount: number;
	/** People who look alike and whose case one may not know of. */
	similarElsewhere: number;
	first: ImportLine[];
	problems: CellProblem[];
	problemCount: number;
	duplicates: Duplicate[];
	unknownBlockers: string[];
}

/** The import of the reader, as its page needs it. */
export interface ImportView {
	id: string;
	fileName: string;
	state: ImportState;
	problem: 'refused' | 'failed' | null;
	total: number;
	done: number;
	/** Until when it may be undone, an ISO date-time; null before its end. */
	undoUntil: string | null;
	sheets: { name: string; rows: number }[];
	columns: ColumnView[];
	choices: ImportChoices;
	preview: PreviewView | null;
}

/** What is wrong with what was chosen for the columns. */
export type ColumnsProblem =
	{ kind: 'first_name' | 'last_name' | 'birth' } | { kind: 'twice'; field: ImportField };

/** What an action answers when it says no. */
export interface ImportAnswer {
	file?: FileProblem;
	columns?: ColumnsProblem[];
	fields?: (ImportField | null)[];
	refusal?: 'conflict' | 'refused' | 'undo';
}
