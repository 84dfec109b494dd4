import { expect, test } from 'vitest';
import type { HistoryEntry } from '$lib/domain/case-history';
import { linesOf } from './history-lines';
import { historyText } from './history-text';

const told = { key: 'k', at: '2026-11-18T08:12:00.000Z', author: null };

test('[H7] an entry names fields, never what is in them', () => {
	const changed = (table: string, fields: string[]): HistoryEntry => ({
		...told,
		kind: 'changed',
		table,
		operation: 'update',
		fields,
		subject: null
	});
	expect(historyText(changed('person_identities', ['email', 'phone']), 'Amina')).toBe(
		'Amina a modifié l’identité\u00a0: adresse électronique, téléphone'
	);
	expect(historyText(changed('agreements', ['withdrawn_at']), 'Amina')).toBe(
		'Amina a retiré l’accord de partage'
	);
	// A table or a field without a word of its own says nothing more.
	expect(historyText(changed('something', ['secret_field']), 'Amina')).toBe(
		'Amina a modifié la situation'
	);
});

test('[H8] openings, identity and stages read as sentences', () => {
	expect(historyText({ ...told, kind: 'identity', access: 'identity' }, 'Léa')).toBe(
		'Léa a consulté l’identité'
	);
	expect(historyText({ ...told, kind: 'opened', access: 'case-own' }, 'Léa')).toBe(
		'Léa a ouvert la note de sa structure'
	);
	expect(historyText({ ...told, kind: 'moved', from: 'outreach', to: 'diagnosis' }, 'Léa')).toBe(
		'Léa a déplacé la situation de «\u00a0Repérage\u00a0» vers «\u00a0Diagnostic\u00a0»'
	);
});

test('[H9] the same thing several times in a minute is one line', () => {
	const entry = (key: string, at: string): HistoryEntry => ({
		...told,
		key,
		at,
		kind: 'identity',
		access: 'identity'
	});
	const lines = linesOf([entry('c', '10:02'), entry('b', '10:01'), entry('a', '10:01')], {
		textOf: () => 'Léa a consulté l’identité',
		timeOf: ({ at }) => at
	});
	expect(lines.map(({ time, times }) => [time, times])).toEqual([
		['10:02', 1],
		['10:01', 2]
	]);
});
