import type {
	CellProblem,
	FileProblem,
	ImportField,
	RefusedColumn,
	ValueProblem
} from '$lib/domain/import';
import { m } from '$lib/paraglide/messages';
import type { ColumnsProblem } from './import-view';

const FIELD: Record<ImportField, () => string> = {
	firstName: m.import_field_firstName,
	lastName: m.import_field_lastName,
	fullName: m.import_field_fullName,
	birth: m.import_field_birth,
	cohort: m.import_field_cohort,
	sex: m.import_field_sex,
	stage: m.import_field_stage,
	referent: m.import_field_referent,
	firstContact: m.import_field_firstContact,
	lastContact: m.import_field_lastContact,
	phone: m.import_field_phone,
	email: m.import_field_email,
	blockers: m.import_field_blockers,
	ownReference: m.import_field_ownReference
};

const FILE: Record<FileProblem, () => string> = {
	missing: m.import_file_problem_missing,
	too_large: m.import_file_problem_too_large,
	too_large_unzipped: m.import_file_problem_too_large_unzipped,
	too_many_rows: m.import_file_problem_too_many_rows,
	too_many_columns: m.import_file_problem_too_many_columns,
	too_long_cell: m.import_file_problem_too_long_cell,
	unreadable: m.import_file_problem_unreadable,
	empty: m.import_file_problem_empty
};

const REFUSED: Record<RefusedColumn, () => string> = {
	social_security: m.import_columns_refused_social_security,
	health: m.import_columns_refused_health,
	justice: m.import_columns_refused_justice,
	sensitive: m.import_columns_refused_sensitive,
	note: m.import_columns_refused_note
};

/** What is missing, by field; a field that is not here may be empty. */
const MISSING: Partial<Record<ImportField, () => string>> = {
	lastName: m.import_wrong_last_name,
	birth: m.import_wrong_birth,
	cohort: m.import_wrong_cohort_missing
};

const UNREADABLE: Partial<Record<ImportField, () => string>> = {
	birth: m.import_wrong_date,
	firstContact: m.import_wrong_date,
	lastContact: m.import_wrong_date,
	phone: m.import_wrong_phone,
	email: m.import_wrong_email
};

const UNKNOWN: Partial<Record<ImportField, () => string>> = {
	cohort: m.import_wrong_cohort,
	stage: m.import_wrong_stage
};

const WRONG: Record<ValueProblem, (field: ImportField) => string> = {
	missing: (field) => (MISSING[field] ?? m.import_wrong_first_name)(),
	unreadable: (field) => (UNREADABLE[field] ?? m.import_wrong_name_letters)(),
	unknown: (field) => (UNKNOWN[field] ?? m.import_wrong_referent)(),
	too_long: () => m.import_wrong_name_long(),
	out_of_range: () => m.import_wrong_year(),
	in_the_future: () => m.import_wrong_future(),
	exit: () => m.import_wrong_exit(),
	ambiguous: () => m.import_wrong_referent_ambiguous()
};

/** What a column may be, as a choice. */
export const fieldLabel = (field: ImportField): string => FIELD[field]();
/** Why a file is not read, and what to do. */
export const fileProblemText = (problem: FileProblem): string => FILE[problem]();
/** Why a column is not taken. */
export const refusedText = (reason: RefusedColumn): string => REFUSED[reason]();
/** What is wrong with a cell, and what to do. */
export const problemText = ({ field, problem }: CellProblem): string => WRONG[problem](field);

/** What is wrong with what was chosen for the columns. */
export function columnsProblemText(problem: ColumnsProblem): string {
	switch (problem.kind) {
		case 'first_name':
			return m.import_columns_error_first_name();
		case 'last_name':
			return m.import_columns_error_last_name();
		case 'birth':
			return m.import_columns_error_birth();
		case 'twice':
			return m.import_columns_error_twice({ field: fieldLabel(problem.field) });
	}
}

/** A column as the file calls it, or by its place. */
export function columnName(header: string, index: number): string {
	return header === '' ? m.import_columns_unnamed({ n: index + 1 }) : header;
}
