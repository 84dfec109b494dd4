import { expect, test } from 'vitest';
import type { BoardCard } from '$lib/domain/board-card';
import type { ListSort } from '$lib/domain/board-sort';
import { compareRows, nextSort } from './list-sort';

test('a column sorts one way, then the other, then the first again', () => {
	const first = nextSort(null, 'stage');
	const second = nextSort(first, 'stage');
	expect([first, second, nextSort(second, 'stage'), nextSort(second, 'case')]).toEqual([
		{ column: 'stage', descending: false },
		{ column: 'stage', descending: true },
		{ column: 'stage', descending: false },
		{ column: 'case', descending: false }
	]);
});

test('names sort as in French, accents and numbers included', () => {
	expect(sorted({ column: 'case', descending: false })).toEqual(['Élodie', 'Farid', 'Zoé']);
	expect(sorted({ column: 'reference', descending: true })).toEqual(['Farid', 'Élodie', 'Zoé']);
});

test('rows without a date come last either way', () => {
	expect(sorted({ column: 'action', descending: false }).at(-1)).toBe('Farid');
	expect(sorted({ column: 'action', descending: true }).at(-1)).toBe('Farid');
});

test('stages sort in the order of the board', () => {
	expect(sorted({ column: 'stage', descending: false })).toEqual(['Farid', 'Zoé', 'Élodie']);
});

function sorted(sort: ListSort): string[] {
	const compare = compareRows(sort, { locale: 'fr', referentNameOf: () => '' });
	return rows()
		.sort(compare)
		.map((card) => card.shortName);
}

function rows(): BoardCard[] {
	return [
		row({ shortName: 'Zoé', reference: 'VT-9', stage: 'unblocking', dueOn: '2026-11-02' }),
		row({ shortName: 'Farid', reference: 'VT-101', stage: 'outreach', dueOn: null }),
		row({ shortName: 'Élodie', reference: 'VT-20', stage: 'project', dueOn: '2026-11-01' })
	];
}

function row({
	shortName,
	reference,
	stage,
	dueOn
}: Pick<BoardCard, 'shortName' | 'reference' | 'stage'> & { dueOn: string | null }): BoardCard {
	return {
		caseId: shortName,
		reference,
		shortName,
		cohort: 'women',
		stage,
		stageSince: '2026-11-01',
		referentId: null,
		organizationId: '',
		circleSize: 1,
		circleIds: [],
		blockers: [],
		nextAction: { label: null, dueOn },
		waitingMentions: 0,
		lastContactOn: null,
		agendaOn: null,
		shared: true,
		agreementExpiresOn: null,
		placement: { stage, at: '2026-11-01' },
		proposal: null
	};
}
