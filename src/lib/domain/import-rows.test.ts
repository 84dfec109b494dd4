import { expect, test } from 'vitest';
import { BLOCKER_TYPES } from './blocker';
import type { ImportField, Sheet } from './import';
import { findDuplicates, planImport, readRows } from './import-rows';

const LEA = { id: 'lea', firstName: 'Léa', lastName: 'Marin', email: 'lea@essais.example' };
const KARIM = { id: 'karim', firstName: 'Karim', lastName: 'Belkacem', email: null };
const CONTEXT = {
	today: '2026-11-22',
	referents: [LEA, KARIM],
	blockerTypes: BLOCKER_TYPES
};

/** Reads one table whose header is its fields. */
function read(fields: (ImportField | null)[], ...rows: string[][]) {
	const sheet: Sheet = {
		name: '',
		columns: fields.map((field) => ({ header: field ?? '', refused: null })),
		rows: rows.map((cells, index) => ({ row: index + 2, cells }))
	};
	return readRows(sheet, { fields, cohort: null, stage: 'outreach' }, CONTEXT);
}

const PERSON: ImportField[] = ['firstName', 'lastName', 'birth'];

test('[I8] a row is a line, as it will be a case', () => {
	const { lines, problems } = read(
		[
			...PERSON,
			'cohort',
			'stage',
			'referent',
			'lastContact',
			'phone',
			'email',
			'blockers',
			'ownReference'
		],
		[
			'SAMIRA',
			'HADDAD',
			'12/03/1998',
			'Femmes',
			'Levée des freins',
			'lea@essais.example',
			'20/11/2026',
			'612345678',
			'samira@essais.example',
			'garde, mobilité',
			'D-12'
		]
	);
	expect(problems).toEqual([]);
	expect(lines).toEqual([
		{
			row: 2,
			firstName: 'Samira',
			lastInitial: 'H',
			lastName: 'Haddad',
			birthYear: 1998,
			cohort: 'women',
			stage: 'unblocking',
			referentId: 'lea',
			lastContactOn: '2026-11-20',
			phone: '0612345678',
			email: 'samira@essais.example',
			blockers: ['childcare', 'mobility'],
			ownReference: 'D-12'
		}
	]);
});

test.each<[string, ImportField[], string[], [ImportField, string][]]>([
	[
		'nothing',
		PERSON,
		['', '', ''],
		[
			['firstName', 'missing'],
			['lastName', 'missing'],
			['birth', 'missing']
		]
	],
	['no name', PERSON, ['123', 'B', '2004'], [['firstName', 'unreadable']]],
	['long', PERSON, ['a'.repeat(61), 'B', '2004'], [['firstName', 'too_long']]],
	['a birth to come', PERSON, ['Ana', 'B', '2030'], [['birth', 'out_of_range']]],
	['a child', PERSON, ['Ana', 'B', '2020'], [['birth', 'out_of_range']]],
	['no such day', PERSON, ['Ana', 'B', '31/11/2004'], [['birth', 'unreadable']]],
	['no cohort', PERSON, ['Ana', 'B', '1985'], [['cohort', 'missing']]],
	['a cohort', [...PERSON, 'cohort'], ['Ana', 'B', '1985', 'x'], [['cohort', 'unknown']]],
	['an exit', [...PERSON, 'stage'], ['Ana', 'B', '2004', 'Sortie'], [['stage', 'exit']]],
	['a stage', [...PERSON, 'stage'], ['Ana', 'B', '2004', 'bleu'], [['stage', 'unknown']]],
	['somebody', [...PERSON, 'referent'], ['Ana', 'B', '2004', 'Paul'], [['referent', 'unknown']]],
	[
		'tomorrow',
		[...PERSON, 'lastContact'],
		['Ana', 'B', '2004', '23/11/2026'],
		[['lastContact', 'in_the_future']]
	],
	['a number', [...PERSON, 'phone'], ['Ana', 'B', '2004', 'le soir'], [['phone', 'unreadable']]],
	['an address', [...PERSON, 'email'], ['Ana', 'B', '2004', 'ana@'], [['email', 'unreadable']]]
])('[I8] %s is a problem of its cell', (_, fields, cells, expected) => {
	const { lines, problems } = read(fields, cells);
	expect(lines).toEqual([]);
	expect(problems.map(({ field, problem }) => [field, problem])).toEqual(expected);
	expect(problems[0]?.row).toBe(2);
});

test.each([
	['HADDAD Samira', 'Samira', 'H', 'Haddad'],
	['Samira HADDAD', 'Samira', 'H', 'Haddad'],
	['Samira Haddad', 'Samira', 'H', 'Haddad'],
	['Anne-Lise DE LA TOUR', 'Anne-Lise', 'D', 'De La Tour'],
	['Samira H.', 'Samira', 'H', null]
])('[I8] a whole name: %s', (name, firstName, lastInitial, lastName) => {
	const { lines } = read(['fullName', 'birth'], [name, '2004']);
	expect(lines[0]).toMatchObject({ firstName, lastInitial, lastName });
});

test.each(['Léa Marin', 'MARIN Lea', 'léa', 'Léa M.', 'LEA@essais.example'])(
	'[I8] a référent by name or address: %s',
	(text) => {
		expect(read([...PERSON, 'referent'], ['Ana', 'B', '2004', text]).lines[0]?.referentId).toBe(
			'lea'
		);
	}
);

test('[I9] people who are there already: above in the file, or as a case that one may know of', () => {
	const { lines } = read(
		PERSON,
		['Ana', 'B', '2004'],
		['ANA', 'Bô', '12/05/2004'],
		['Ana', 'C', '2004'],
		['Élise', 'D', '2003']
	);
	expect(findDuplicates(lines, [{ row: 5, reference: 'VT-018' }])).toEqual([
		{ row: 3, of: 2 },
		{ row: 5, of: 'VT-018' }
	]);
});

test('[I10] a mistake forbids the whole unless the rest is asked for; people there already are left out or not', () => {
	const reading = read(PERSON, ['Ana', 'B', '2004'], ['Ana', 'B', '2004'], ['', 'B', '2004']);
	const duplicates = findDuplicates(reading.lines, []);
	const plan = (duplicated: 'skip' | 'import', partial: boolean) =>
		planImport(reading, duplicates, { duplicates: duplicated, partial });
	expect(plan('skip', false).allowed).toBe(false);
	expect(plan('skip', true)).toMatchObject({ allowed: true, skipped: 1, lines: [{ row: 2 }] });
	expect(plan('import', true)).toMatchObject({
		allowed: true,
		skipped: 0,
		lines: [{ row: 2 }, { row: 3 }]
	});
	expect(
		planImport({ lines: [], problems: [] }, [], { duplicates: 'skip', partial: true }).allowed
	).toBe(false);
});
