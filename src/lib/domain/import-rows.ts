import type { BlockerType } from './blocker';
import type { Cohort } from './cohort';
import type {
	CellProblem,
	Duplicate,
	ImportChoices,
	ImportField,
	ImportLine,
	ImportPlan,
	Sheet,
	SheetReading,
	SheetRow,
	ValueProblem
} from './import';
import {
	guessCohort,
	plainName,
	plainWords,
	readBlockers,
	readCohort,
	readDate,
	readEmail,
	readPhone,
	readStage
} from './import-values';

/** Oldest and youngest person that a file may hold, as in the form of a new case. */
const OLDEST_BIRTH_YEAR = 1920;
const YOUNGEST_AGE = 14;
const NAME_MAX = 60;
const LAST_NAME_MAX = 80;
const REFERENCE_MAX = 60;

/** Somebody who may lead a case: a colleague of the organisation in the group. */
export interface Referent {
	id: string;
	firstName: string;
	lastName: string;
	/** Null when it is not known. */
	email: string | null;
}

export interface ReadingContext {
	/** ISO date. */
	today: string;
	referents: readonly Referent[];
	/** Types of blockers that forms offer. */
	blockerTypes: readonly BlockerType[];
}

/** Reads the rows of a sheet by what was chosen for its columns: as lines, or as problems of their cells. */
export function readRows(
	sheet: Sheet,
	choices: Pick<ImportChoices, 'fields' | 'cohort' | 'stage'>,
	context: ReadingContext
): SheetReading {
	const reading: SheetReading = { lines: [], problems: [], unknownBlockers: [] };
	const columns = new Map<ImportField, number>();
	for (const [index, field] of choices.fields.entries()) {
		if (field && sheet.columns[index]?.refused === null && !columns.has(field))
			columns.set(field, index);
	}
	for (const row of sheet.rows) {
		const line = new RowReader(row, columns, context).read(choices, reading);
		if (line) reading.lines.push(line);
	}
	return reading;
}

/** People who are there already: further up among the lines, or as cases that the reader may know of. */
export function findDuplicates(
	lines: readonly ImportLine[],
	known: readonly { row: number; reference: string }[]
): Duplicate[] {
	const references = new Map(known.map(({ row, reference }) => [row, reference]));
	const first = new Map<string, number>();
	return lines.flatMap((line) => {
		const key = `${plainName(line.firstName)} ${plainName(line.lastInitial)} ${line.birthYear}`;
		const above = first.get(key);
		if (above === undefined) first.set(key, line.row);
		const of = references.get(line.row) ?? above;
		return of === undefined ? [] : [{ row: line.row, of }];
	});
}

/** What an import will do, by what was read and chosen. */
export function planImport(
	reading: Pick<SheetReading, 'lines' | 'problems'>,
	duplicates: readonly Duplicate[],
	choices: Pick<ImportChoices, 'duplicates' | 'partial'>
): ImportPlan {
	const left = new Set(choices.duplicates === 'skip' ? duplicates.map(({ row }) => row) : []);
	const lines = reading.lines.filter(({ row }) => !left.has(row));
	return {
		lines,
		skipped: reading.lines.length - lines.length,
		allowed: lines.length > 0 && (choices.partial || reading.problems.length === 0)
	};
}

/** One row, cell by cell. */
class RowReader {
	readonly #row: SheetRow;
	readonly #columns: ReadonlyMap<ImportField, number>;
	readonly #context: ReadingContext;
	readonly #problems: CellProblem[] = [];

	constructor(row: SheetRow, columns: ReadonlyMap<ImportField, number>, context: ReadingContext) {
		this.#row = row;
		this.#columns = columns;
		this.#context = context;
	}

	read(
		{ cohort, stage }: Pick<ImportChoices, 'cohort' | 'stage'>,
		reading: SheetReading
	): ImportLine | null {
		const names = this.#names();
		const birthYear = this.#birthYear();
		const { types, unknown } = readBlockers(this.#cell('blockers'), this.#context.blockerTypes);
		const line = {
			row: this.#row.row,
			...names,
			birthYear,
			cohort: this.#cohort(birthYear, cohort),
			stage: this.#stage(stage),
			referentId: this.#referentId(),
			lastContactOn: this.#contact('lastContact') ?? this.#contact('firstContact'),
			blockers: types,
			phone: this.#parsed('phone', readPhone),
			email: this.#parsed('email', readEmail),
			ownReference: this.#cell('ownReference').slice(0, REFERENCE_MAX)
		};
		reading.problems.push(...this.#problems);
		if (this.#problems.length > 0 || line.cohort === null) return null;
		for (const word of unknown) reading.unknownBlockers.push({ row: line.row, word });
		return { ...line, cohort: line.cohort };
	}

	#cell(field: ImportField): string {
		const index = this.#columns.get(field);
		return index === undefined ? '' : (this.#row.cells[index] ?? '').trim();
	}

	#wrong(field: ImportField, problem: ValueProblem): null {
		this.#problems.push({ row: this.#row.row, field, problem, value: this.#cell(field) });
		return null;
	}

	#names(): Pick<ImportLine, 'firstName' | 'lastInitial' | 'lastName'> {
		const whole = this.#columns.has('firstName') ? null : splitName(this.#cell('fullName'));
		const firstField = whole ? 'fullName' : 'firstName';
		const firstName = tidyName(whole?.first ?? this.#cell('firstName'));
		const lastField = this.#columns.has('lastName') ? 'lastName' : 'fullName';
		const last = this.#columns.has('lastName')
			? this.#cell('lastName')
			: (whole?.last ?? splitName(this.#cell('fullName')).last);
		if (!/\p{L}/u.test(firstName))
			this.#wrong(firstField, firstName === '' ? 'missing' : 'unreadable');
		else if (firstName.length > NAME_MAX) this.#wrong(firstField, 'too_long');
		const letter = /\p{L}/u.exec(last.normalize('NFC'))?.[0]?.toUpperCase() ?? '';
		if (!/^\p{Lu}$/u.test(letter)) this.#wrong(lastField, last === '' ? 'missing' : 'unreadable');
		else if (last.length > LAST_NAME_MAX) this.#wrong(lastField, 'too_long');
		const isInitial = /^\p{L}\.?$/u.test(last);
		return { firstName, lastInitial: letter, lastName: isInitial ? null : tidyName(last) };
	}

	/** Zero when it is wrong. */
	#birthYear(): number {
		const text = this.#cell('birth');
		if (text === '') return this.#noYear('missing');
		const { today } = this.#context;
		const year = readDate(text, { today, past: true })?.year;
		if (year === undefined) return this.#noYear('unreadable');
		if (year < OLDEST_BIRTH_YEAR || year > Number(today.slice(0, 4)) - YOUNGEST_AGE) {
			return this.#noYear('out_of_range');
		}
		return year;
	}

	#noYear(problem: ValueProblem): number {
		this.#wrong('birth', problem);
		return 0;
	}

	#cohort(birthYear: number, otherwise: Cohort | null): Cohort | null {
		const text = this.#cell('cohort');
		if (text !== '') return readCohort(text) ?? this.#wrong('cohort', 'unknown');
		const age = Number(this.#context.today.slice(0, 4)) - birthYear;
		const guessed = birthYear > 0 ? guessCohort({ age, sex: this.#cell('sex') }) : null;
		return guessed ?? otherwise ?? (birthYear > 0 ? this.#wrong('cohort', 'missing') : null);
	}

	#stage(otherwise: ImportLine['stage']): ImportLine['stage'] {
		const text = this.#cell('stage');
		if (text === '') return otherwise;
		const stage = readStage(text);
		if (stage === null || stage === 'exit') {
			this.#wrong('stage', stage === null ? 'unknown' : 'exit');
			return otherwise;
		}
		return stage;
	}

	#referentId(): string | null {
		const text = this.#cell('referent');
		if (text === '') return null;
		const found = this.#context.referents.filter((referent) => isCalled(referent, text));
		const [one] = found;
		if (found.length !== 1 || !one) {
			return this.#wrong('referent', found.length === 0 ? 'unknown' : 'ambiguous');
		}
		return one.id;
	}

	#contact(field: 'firstContact' | 'lastContact'): string | null {
		const text = this.#cell(field);
		if (text === '') return null;
		const { today } = this.#context;
		const day = readDate(text, { today, past: false })?.day ?? null;
		if (day === null) return this.#wrong(field, 'unreadable');
		return day > today ? this.#wrong(field, 'in_the_future') : day;
	}

	#parsed(field: 'phone' | 'email', read: (text: string) => string | null): string | null {
		const text = this.#cell(field);
		return text === '' ? null : (read(text) ?? this.#wrong(field, 'unreadable'));
	}
}

/** Whether a text is a colleague’s address, or their name in any order, or the only first name. */
function isCalled({ firstName, lastName, email }: Referent, text: string): boolean {
	if (email !== null && email.toLowerCase() === text.toLowerCase()) return true;
	const words = plainWords(text);
	const [first, last] = [plainWords(firstName), plainWords(lastName)];
	return [`${first} ${last}`, `${last} ${first}`, `${first} ${last.charAt(0)}`, first].includes(
		words
	);
}

/** A first and a last name written together: capitals are the last name; without any, it comes last. */
function splitName(text: string): { first: string; last: string } {
	const words = text.replaceAll(',', ' ').split(/\s+/).filter(Boolean);
	const isLast = (word: string): boolean => /\p{L}/u.test(word) && word === word.toUpperCase();
	const capitals = words.filter(isLast);
	if (capitals.length > 0 && capitals.length < words.length) {
		return { first: words.filter((word) => !isLast(word)).join(' '), last: capitals.join(' ') };
	}
	return { first: words[0] ?? '', last: words.slice(1).join(' ') };
}

/** A name that is all capitals as people write it: JEAN-MARC, Jean-Marc. */
function tidyName(text: string): string {
	const name = text.replace(/\s+/g, ' ').trim();
	if (name.length < 2 || name !== name.toUpperCase()) return name;
	return name.toLowerCase().replace(/(^|[\s'’-])\p{L}/gu, (start) => start.toUpperCase());
}
