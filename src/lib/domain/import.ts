import type { BlockerType } from './blocker';
import type { Cohort } from './cohort';
import type { Stage } from './stage';

/** What a file may hold. */
export const IMPORT_LIMITS = {
	/** Bytes of the file as it is sent. */
	fileBytes: 10 * 1024 * 1024,
	/** Bytes of a workbook once unzipped. */
	unzippedBytes: 50 * 1024 * 1024,
	rows: 5000,
	columns: 60,
	cellCharacters: 2000
} as const;

/** Hours during which an import may be undone, and a file that was read waits. */
export const IMPORT_HOURS = 24;

/** Why a file is not read. */
export type FileProblem =
	| 'missing'
	| 'too_large'
	| 'too_large_unzipped'
	| 'too_many_rows'
	| 'too_many_columns'
	| 'too_long_cell'
	| 'unreadable'
	| 'empty';

/** Why a column is not taken: its values are forgotten while the file is read. */
export type RefusedColumn = 'social_security' | 'health' | 'justice' | 'sensitive' | 'note';

export interface SheetColumn {
	/** As the file says it; empty when the file has no headers. */
	header: string;
	refused: RefusedColumn | null;
}

export interface SheetRow {
	/** Its number in the file, from 1, as a spreadsheet shows it. */
	row: number;
	/** One per column; empty where the column is refused. */
	cells: string[];
}

/** A table that was read: what is left of a file. */
export interface Sheet {
	name: string;
	columns: SheetColumn[];
	rows: SheetRow[];
}

/** What a column may be. `fullName` is a first and a last name together; `sex` serves to guess the cohort and is not kept. */
export const IMPORT_FIELDS = [
	'firstName',
	'lastName',
	'fullName',
	'birth',
	'cohort',
	'sex',
	'stage',
	'referent',
	'firstContact',
	'lastContact',
	'phone',
	'email',
	'blockers',
	'ownReference'
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export function isImportField(value: unknown): value is ImportField {
	return (IMPORT_FIELDS as readonly unknown[]).includes(value);
}

export interface ImportChoices {
	/** Which of the sheets. */
	sheet: number;
	/** What each of its columns is; null: not taken. */
	fields: (ImportField | null)[];
	/** Where a row says nothing and nothing can be guessed; null: such a row is wrong. */
	cohort: Cohort | null;
	stage: Exclude<Stage, 'exit'>;
	/** What happens to people who seem to be there already. */
	duplicates: 'skip' | 'import';
	/** Whether the rows without mistakes are imported when others have some. */
	partial: boolean;
}

/** A row as it will be a case. */
export interface ImportLine {
	row: number;
	firstName: string;
	/** One letter. */
	lastInitial: string;
	birthYear: number;
	cohort: Cohort;
	stage: Exclude<Stage, 'exit'>;
	/** Null: whoever imports. */
	referentId: string | null;
	/** ISO date. */
	lastContactOn: string | null;
	blockers: BlockerType[];
	lastName: string | null;
	phone: string | null;
	email: string | null;
	/** How the organisation calls it; may be empty. */
	ownReference: string;
}

/** What is wrong with a value. */
export type ValueProblem =
	| 'missing'
	| 'too_long'
	| 'unreadable'
	| 'out_of_range'
	| 'in_the_future'
	| 'exit'
	| 'unknown'
	| 'ambiguous';

export interface CellProblem {
	row: number;
	field: ImportField;
	problem: ValueProblem;
	/** As the file has it. */
	value: string;
}

/** What was read of a sheet. A row has a line, or problems. */
export interface SheetReading {
	lines: ImportLine[];
	problems: CellProblem[];
	/** Words that are no blocker that forms offer: left out, the row is imported. */
	unknownBlockers: { row: number; word: string }[];
}

/** Somebody who seems to be there already: further up in the file, or as a case that one may know of. */
export interface Duplicate {
	row: number;
	/** The row that they are in already, or the reference of the case. */
	of: number | string;
}

/** What an import will do. */
export interface ImportPlan {
	lines: ImportLine[];
	/** Rows left out since the person is there already. */
	skipped: number;
	/** False when there is nothing to import, or a mistake forbids the whole. */
	allowed: boolean;
}

/** How an import is: `interrupted` when it ran and the server stopped. */
export type ImportState = 'read' | 'running' | 'interrupted' | 'done' | 'undone';
