import { expect, test } from 'vitest';
import type { Sheet } from './import';
import { guessFields, isHeader, refusalOf } from './import-columns';

const TODAY = '2026-11-22';

function sheet(headers: string[], ...rows: string[][]): Sheet {
	return {
		name: '',
		columns: headers.map((header) => ({ header, refused: refusalOf(header) })),
		rows: rows.map((cells, index) => ({ row: index + 2, cells }))
	};
}

test.each([
	[
		['Prénom', 'NOM', 'Date de naissance'],
		['firstName', 'lastName', 'birth']
	],
	[
		['date naissance', 'nom', 'prenom'],
		['birth', 'lastName', 'firstName']
	],
	[
		['Nom Prénom', 'Née le', 'Public'],
		['fullName', 'birth', 'cohort']
	],
	[
		['Nom et prénom', 'Année de naissance', 'Sexe'],
		['fullName', 'birth', 'sex']
	],
	[
		['Référente', 'Dernier RDV', 'Date d’entrée'],
		['referent', 'lastContact', 'firstContact']
	],
	[
		['Tél. portable', 'Courriel', 'Freins (santé, mobilité)'],
		['phone', 'email', 'blockers']
	],
	[
		['N° dossier', 'Étape', 'Initiale'],
		['ownReference', 'stage', 'lastName']
	],
	[
		['First name', 'Last name', 'Birth year'],
		['firstName', 'lastName', 'birth']
	]
])('[I6] %j', (headers, fields) => {
	expect(guessFields(sheet(headers), TODAY)).toEqual(fields);
});

test('[I6] a header that is there twice is one field, the first', () => {
	expect(guessFields(sheet(['Prénom', 'Prénom', 'Nom']), TODAY)).toEqual([
		'firstName',
		null,
		'lastName'
	]);
});

test('[I6] without header, values say what they can', () => {
	const read = sheet(
		['', '', '', '', ''],
		['Ana', '12/03/1998', '06 12 34 56 78', 'ana@essais.example', 'Jeunes'],
		['Ilyes', '04/07/2001', '06 12 34 56 79', 'ilyes@essais.example', 'Jeunes']
	);
	expect(guessFields(read, TODAY)).toEqual([null, 'birth', 'phone', 'email', 'cohort']);
});

test.each([
	[['Prénom', 'Nom'], true],
	[['Ana', 'B', '12/03/1998'], false],
	[['ana@essais.example'], false],
	[['Truc', 'Machin'], true],
	[['Seul'], false]
])('[I6] %j names columns: %s', (cells, is) => {
	expect(isHeader(cells)).toBe(is);
});

test.each([
	['N° Sécurité sociale', 'social_security'],
	['NIR', 'social_security'],
	['Problème de santé', 'health'],
	['RQTH', 'health'],
	['Suivi SPIP', 'justice'],
	['Casier judiciaire', 'justice'],
	['Religion', 'sensitive'],
	['Observations', 'note'],
	['Freins santé', null],
	['Prénom', null],
	['Diagnostic', null]
])('[I5] %s is refused as %s', (header, refused) => {
	expect(refusalOf(header)).toBe(refused);
});
