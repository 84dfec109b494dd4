import { describe, expect, test } from 'vitest';
import {
	dueStateOf,
	followUpMonthOf,
	isMine,
	needsAgreement,
	silenceOf,
	type BoardCard
} from './board-card';
import { countCohorts, countFilters, groupByStage } from './board-counts';
import { daysBetween, monthsBetween } from './board-days';
import { NO_FILTERS, passes, readFilters, readView, writeQuery } from './board-filters';
import { LIST_COLUMNS, readSort, sortWord } from './board-sort';
import { compareCards, holdOrder } from './board-order';

const TODAY = '2026-11-24';
const ME = '00000000-0000-4000-8000-000000000001';
const REFERENT = '00000000-0000-4000-8000-000000000002';
const PLIE = '00000000-0000-4000-8000-0000000000aa';
const CCAS = '00000000-0000-4000-8000-0000000000bb';
const VIEW = {
	profileId: ME,
	today: TODAY,
	organizationOf: (id: string) => (id === REFERENT ? PLIE : CCAS)
};

describe('days', () => {
	test('days between dates do not depend on the hour changing', () => {
		expect(daysBetween({ from: '2026-10-20', to: '2026-11-24' })).toBe(35);
		expect(daysBetween({ from: '2026-11-24', to: '2026-11-22T09:00:00Z' })).toBe(-2);
	});

	test.each([
		['2026-08-24', 3],
		['2026-08-25', 2],
		['2026-12-01', 0]
	])('from %s there are %i whole months', (from, months) => {
		expect(monthsBetween({ from, to: TODAY })).toBe(months);
	});
});

describe('what a card says', () => {
	test.each([
		['2026-11-20', 'late'],
		['2026-11-24', 'today'],
		['2026-11-25', 'later'],
		[null, 'undated']
	] as const)('an action due on %s is %s', (dueOn, state) => {
		expect(dueStateOf(card({ nextAction: { label: 'Appeler', dueOn } }), TODAY)).toBe(state);
	});

	test('a card without action has no due state', () => {
		expect(dueStateOf(card({ nextAction: null }), TODAY)).toBe('none');
	});

	test('silence is said after thirty days, not before', () => {
		expect(silenceOf(card({ lastContactOn: '2026-10-25' }), TODAY)).toBeNull();
		expect(silenceOf(card({ lastContactOn: '2026-10-21' }), TODAY)).toBe(34);
	});

	test('the follow-up goes from month 1 to month 6 and only in the last stage', () => {
		expect(followUpMonthOf(inStage('employment', '2026-11-20'), TODAY)).toBe(1);
		expect(followUpMonthOf(inStage('employment', '2026-09-24'), TODAY)).toBe(2);
		expect(followUpMonthOf(inStage('employment', '2025-01-01'), TODAY)).toBe(6);
		expect(followUpMonthOf(inStage('project', '2026-09-24'), TODAY)).toBeNull();
	});

	test('an agreement is needed before sharing, and when it stops within fifteen days', () => {
		expect(needsAgreement(card({ shared: false }), TODAY)).toBe(true);
		expect(needsAgreement(card({ agreementExpiresOn: '2026-12-09' }), TODAY)).toBe(true);
		expect(needsAgreement(card({ agreementExpiresOn: '2026-12-10' }), TODAY)).toBe(false);
	});

	test('a case is mine as its référent or in its circle', () => {
		expect(isMine(card({ referentId: ME }), ME)).toBe(true);
		expect(isMine(card({ circleIds: [ME] }), ME)).toBe(true);
		expect(isMine(card({}), ME)).toBe(false);
	});
});

describe('order of a column', () => {
	test('late, today, on the agenda, due date, then silence', () => {
		const cards = [
			card({ caseId: 'quiet', lastContactOn: '2026-11-20' }),
			card({ caseId: 'silent', lastContactOn: '2026-09-01' }),
			card({ caseId: 'later', nextAction: { label: null, dueOn: '2026-12-01' } }),
			card({ caseId: 'sooner', nextAction: { label: null, dueOn: '2026-11-25' } }),
			card({ caseId: 'agenda', agendaOn: '2026-11-26' }),
			card({ caseId: 'today', nextAction: { label: null, dueOn: TODAY } }),
			card({ caseId: 'late', nextAction: { label: null, dueOn: '2026-11-20' } }),
			card({ caseId: 'later still', nextAction: { label: null, dueOn: '2026-11-01' } })
		];
		expect(cards.sort(compareCards(TODAY)).map(({ caseId }) => caseId)).toEqual([
			'later still',
			'late',
			'today',
			'agenda',
			'sooner',
			'later',
			'silent',
			'quiet'
		]);
	});

	test('a meeting that is over puts nothing forward', () => {
		const past = card({ caseId: 'past', agendaOn: '2026-10-15', lastContactOn: '2026-11-20' });
		const silent = card({ caseId: 'silent', lastContactOn: '2026-09-01' });
		expect([past, silent].sort(compareCards(TODAY))[0]).toBe(silent);
	});

	test('a held column keeps its order and puts new cards at the end', () => {
		const cards = ['new', 'c', 'a'].map((caseId) => ({ caseId }));
		expect(holdOrder(cards, ['a', 'gone', 'c']).map(({ caseId }) => caseId)).toEqual([
			'a',
			'c',
			'new'
		]);
	});
});

describe('filters', () => {
	test('an address and its filters say the same', () => {
		const query = new URLSearchParams(
			`vue=liste&cohorte=femmes&mes=1&referent=${REFERENT}&structure=${PLIE}&frein=garde&alerte=retard`
		);
		expect(writeQuery(readView(query), readFilters(query), readSort(query))).toBe(
			`?${query.toString()}`
		);
		expect(readFilters(query)).toEqual({
			cohort: 'women',
			mine: true,
			referentId: REFERENT,
			organizationId: PLIE,
			blocker: 'childcare',
			alert: 'late'
		});
	});

	test('what is unknown in an address is left out', () => {
		const query = new URLSearchParams('vue=x&cohorte=women&referent=<b>&frein=toString');
		expect(readView(query)).toBe('stages');
		expect(readFilters(query)).toEqual(NO_FILTERS);
		expect(writeQuery('stages', NO_FILTERS, null)).toBe('');
	});

	test('an organisation follows the cases of its référents, and those it opened without référent', () => {
		const filters = { ...NO_FILTERS, organizationId: PLIE };
		expect(passes(card({ referentId: REFERENT, organizationId: CCAS }), filters, VIEW)).toBe(true);
		expect(passes(card({ referentId: null, organizationId: PLIE }), filters, VIEW)).toBe(true);
		expect(passes(card({ referentId: ME, organizationId: PLIE }), filters, VIEW)).toBe(false);
	});

	test('a restricted blocker is found by nobody: it reads reserved', () => {
		const masked = card({ blockers: [{ type: 'reserved', status: 'open' }] });
		expect(passes(masked, { ...NO_FILTERS, blocker: 'health' }, VIEW)).toBe(false);
	});

	test.each([
		['late', { nextAction: { label: null, dueOn: '2026-11-20' } }],
		['silent', { lastContactOn: '2026-09-01' }],
		['agreement', { shared: false }],
		['meeting', { proposal: { question: 'Qui ?', by: ME } }]
	] as const)('the alert %s is raised by what it says and by nothing else', (alert, fields) => {
		expect(passes(card(fields), { ...NO_FILTERS, alert }, VIEW)).toBe(true);
		expect(passes(card({}), { ...NO_FILTERS, alert }, VIEW)).toBe(false);
	});
});

describe('counts', () => {
	const cards = [
		card({ caseId: '1', cohort: 'youth', referentId: ME }),
		card({ caseId: '2', cohort: 'youth' }),
		card({ caseId: '3', cohort: 'women' }),
		{
			...card({ caseId: '4', cohort: 'seniors' }),
			placement: { stage: 'exit', at: TODAY }
		} as const
	];

	test('each filter says how many cards it would show, exits left out', () => {
		expect(countFilters(cards, { ...NO_FILTERS, cohort: 'youth' }, VIEW)).toEqual({
			all: 3,
			cohorts: { youth: 2, women: 1, seniors: 0 },
			mine: 1
		});
	});

	test('a column says its mix of cohorts', () => {
		const columns = groupByStage(cards, compareCards(TODAY));
		expect(countCohorts(columns.outreach)).toEqual({ youth: 2, women: 1, seniors: 0 });
		expect(columns.exit).toHaveLength(1);
	});
});

test('[FI18] a sort is read from an address as it was written, and what is unknown is the order of the board', () => {
	for (const column of LIST_COLUMNS)
		for (const descending of [false, true]) {
			const word = sortWord({ column, descending });
			expect(readSort(new URLSearchParams({ tri: word }))).toEqual({ column, descending });
		}
	for (const word of ['', '-', 'nom', '--etape'])
		expect(readSort(new URLSearchParams({ tri: word }))).toBeNull();
});

function inStage(stage: BoardCard['placement']['stage'], at: string): BoardCard {
	return { ...card({}), placement: { stage, at } };
}

function card(fields: Partial<BoardCard>): BoardCard {
	return {
		caseId: 'a',
		reference: 'VT-001',
		shortName: 'Samira H.',
		cohort: 'women',
		stage: 'outreach',
		stageSince: '2026-11-01T08:00:00Z',
		referentId: REFERENT,
		organizationId: CCAS,
		circleSize: 1,
		circleIds: [],
		blockers: [],
		nextAction: null,
		waitingMentions: 0,
		lastContactOn: '2026-11-20',
		agendaOn: null,
		shared: true,
		agreementExpiresOn: '2027-11-01',
		placement: { stage: 'outreach', at: '2026-11-01T08:00:00Z' },
		proposal: null,
		...fields
	};
}
