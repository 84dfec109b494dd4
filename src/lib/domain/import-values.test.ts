import { describe, expect, test } from 'vitest';
import { BLOCKER_TYPES } from './blocker';
import {
	guessCohort,
	isSocialSecurityNumber,
	readBlockers,
	readCohort,
	readDate,
	readEmail,
	readPhone,
	readStage
} from './import-values';

const TODAY = '2026-11-22';

describe('[I7] dates', () => {
	test.each([
		['20/11/2026', '2026-11-20'],
		['20-11-26', '2026-11-20'],
		['20.11.2026', '2026-11-20'],
		['1/2/2026', '2026-02-01'],
		['20 nov. 2026', '2026-11-20'],
		['1er août 2025', '2025-08-01'],
		['3 févr. 25', '2025-02-03'],
		['2026-11-20', '2026-11-20'],
		['2026-11-20T10:30:00Z', '2026-11-20'],
		['20/11/2026 14:30', '2026-11-20'],
		['46346', '2026-11-20'],
		['46346.5', '2026-11-20']
	])('%s', (text, day) => {
		expect(readDate(text, { today: TODAY, past: false })?.day).toBe(day);
	});

	test.each([
		'31/11/2026',
		'29/02/2025',
		'00/01/2026',
		'12/13/2026',
		'demain',
		'',
		'12',
		'=TODAY()',
		'999999'
	])('%s is none', (text) => {
		expect(readDate(text, { today: TODAY, past: false })).toBeNull();
	});

	test.each([
		['1998', 1998],
		['12/03/98', 1998],
		['12/03/10', 2010],
		['12/03/13', 1913],
		['35866', 1998]
	])('of birth: %s', (text, year) => {
		expect(readDate(text, { today: TODAY, past: true })?.year).toBe(year);
	});
});

test.each([
	['Jeunes', 'youth'],
	['16-25 ans', 'youth'],
	['FEMMES', 'women'],
	['f', 'women'],
	['Séniors', 'seniors'],
	['50 ans et plus', 'seniors'],
	['autre', null]
])('[I6] cohort: %s', (text, cohort) => {
	expect(readCohort(text)).toBe(cohort);
});

test.each([
	[19, '', 'youth'],
	[25, 'H', 'youth'],
	[50, 'Femme', 'seniors'],
	[38, 'Mme', 'women'],
	[38, 'M.', null]
])('[I6] guessed cohort: %i years, %s', (age, sex, cohort) => {
	expect(guessCohort({ age, sex })).toBe(cohort);
});

test.each([
	['Repérage', 'outreach'],
	['diagnostic en cours', 'diagnosis'],
	['Levée des freins', 'unblocking'],
	['Recherche d’emploi', 'project'],
	['En CDD', 'employment'],
	['Sorti', 'exit'],
	['bleu', null]
])('[I6] stage: %s', (text, stage) => {
	expect(readStage(text)).toBe(stage);
});

test('[I6] words of blockers become types; those that say none, or none that is offered, are told', () => {
	expect(readBlockers('Mobilité (permis), garde d’enfants / météo', BLOCKER_TYPES)).toEqual({
		types: ['mobility', 'childcare'],
		unknown: ['météo']
	});
	expect(readBlockers('mobilité', ['housing'])).toEqual({ types: [], unknown: ['mobilité'] });
	expect(readBlockers('aucun', BLOCKER_TYPES)).toEqual({ types: [], unknown: [] });
});

test.each([
	['06 12 34 56 78', '06 12 34 56 78'],
	['612345678', '0612345678'],
	['06.12.34.56.78', '06.12.34.56.78'],
	['+33 6 12 34 56 78', '+33 6 12 34 56 78'],
	['=1+1', null],
	['appeler le soir', null]
])('[I8] telephone: %s', (text, phone) => {
	expect(readPhone(text)).toBe(phone);
});

test('[I8] address', () => {
	expect(readEmail(' a.b@essais.example ')).toBe('a.b@essais.example');
	expect(readEmail('a.b@')).toBeNull();
});

test.each([
	['2 98 05 75 116 048 21', true],
	['298057511604821', true],
	['2980575116048', true],
	['n° 1 85 12 2A 116 048', true],
	['06 12 34 56 78', false],
	['VT-018', false],
	['20/11/2026', false]
])('[I5] social-security number: %s', (text, is) => {
	expect(isSocialSecurityNumber(text)).toBe(is);
});
