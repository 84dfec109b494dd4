import { describe, expect, test } from 'vitest';
import { agendaBudget, agendaTimes, reasonsFor, suggestionsOf } from './agenda';
import type { AgendaCase } from './meeting';

const today = '2026-11-24';
const heldOn = ['2026-09-03', '2026-10-15'];

describe('reasonsFor', () => {
	test.each([
		['2026-10-25', []],
		['2026-10-24', [{ code: 'no_news', days: 31 }]]
	])('[G1] silence since %s', (lastContactOn, reasons) => {
		expect(reasonsFor(agendaCase({ lastContactOn }), { heldOn, today })).toEqual(reasons);
	});

	test.each([
		['2026-12-10', []],
		['2026-12-09', [{ code: 'agreement_expiring', days: 15 }]],
		['2026-11-24', [{ code: 'agreement_expiring', days: 0 }]],
		['2026-11-23', [{ code: 'agreement_expired' }]]
	])('[G2] an agreement that stops on %s', (agreementExpiresOn, reasons) => {
		expect(reasonsFor(agendaCase({ agreementExpiresOn }), { heldOn, today })).toEqual(reasons);
	});

	test.each([
		['2026-10-15', []],
		['2026-09-03', []],
		['2026-07-23', [{ code: 'not_seen', meetings: 2 }]],
		[null, [{ code: 'never_seen' }]]
	])('[G3] a case last reviewed on %s', (lastReviewOn, reasons) => {
		expect(reasonsFor(agendaCase({ lastReviewOn }), { heldOn, today })).toEqual(reasons);
	});

	test.each([
		['stuckSince', '2026-10-26', []],
		['stuckSince', '2026-10-25', [{ code: 'blocker_stuck', days: 30 }]],
		['askedSince', '2026-11-15', []],
		['askedSince', '2026-11-14', [{ code: 'request_waiting', days: 10 }]],
		['lateSince', '2026-11-18', []],
		['lateSince', '2026-11-17', [{ code: 'action_late', days: 7 }]]
	] as const)('[G8] %s %s', (field, since, reasons) => {
		expect(reasonsFor(agendaCase({ [field]: since }), { heldOn, today })).toEqual(reasons);
	});

	test.each([
		['2026-06-13', '2026-10-15', []],
		['2026-06-12', '2026-10-15', [{ code: 'six_month_check', on: '2026-12-09' }]],
		['2026-04-01', '2026-09-12', [{ code: 'six_month_check', on: '2026-09-28' }]],
		['2026-04-01', '2026-09-13', []]
	])('[G9] at work since %s, last seen on %s', (employedSince, lastReviewOn, reasons) => {
		const item = agendaCase({ stage: 'employment', employedSince, lastReviewOn });
		expect(reasonsFor(item, { heldOn: [], today })).toEqual(reasons);
	});

	test('[G9] nobody who left the stage is checked', () => {
		const item = agendaCase({ stage: 'project', employedSince: '2026-04-01' });
		expect(reasonsFor(item, { heldOn, today })).toEqual([]);
	});

	test.each(['outreach', 'employment'] as const)(
		'[G3] nobody is late for a first review in %s',
		(stage) => {
			const item = agendaCase({ stage, lastReviewOn: null });
			expect(reasonsFor(item, { heldOn, today })).toEqual([]);
		}
	);

	test('[G3] nobody was left out of meetings that did not happen', () => {
		expect(reasonsFor(agendaCase({ lastReviewOn: null }), { heldOn: [], today })).toEqual([]);
	});
});

describe('suggestionsOf', () => {
	test('[G4] without those on the agenda, those who left and those without a reason', () => {
		const cases = [
			agendaCase({ caseId: 'quiet', lastContactOn: '2026-10-01' }),
			agendaCase({ caseId: 'taken', lastContactOn: '2026-10-01' }),
			agendaCase({ caseId: 'gone', lastContactOn: '2026-10-01', stage: 'exit' }),
			agendaCase({ caseId: 'fine' })
		];
		const suggestions = suggestionsOf(cases, { heldOn, today, without: new Set(['taken']) });
		expect(suggestions.map((suggestion) => suggestion.case.caseId)).toEqual(['quiet']);
	});

	test('[G5] what runs out first comes first', () => {
		const cases = [
			agendaCase({ caseId: 'unseen', lastReviewOn: null }),
			agendaCase({ caseId: 'silent', lastContactOn: '2026-10-20' }),
			agendaCase({ caseId: 'longer', lastContactOn: '2026-09-20' }),
			agendaCase({ caseId: 'stuck', stuckSince: '2026-10-01' }),
			agendaCase({ caseId: 'late', lateSince: '2026-11-01' }),
			agendaCase({ caseId: 'soon', agreementExpiresOn: '2026-12-05' }),
			agendaCase({ caseId: 'sooner', agreementExpiresOn: '2026-11-26' })
		];
		const suggestions = suggestionsOf(cases, { heldOn, today, without: new Set() });
		expect(suggestions.map((suggestion) => suggestion.case.caseId)).toEqual([
			'sooner',
			'soon',
			'stuck',
			'longer',
			'silent',
			'late',
			'unseen'
		]);
	});
});

test('[G6] items follow each other and the end is computed', () => {
	const times = agendaTimes([{ minutes: 10 }, { minutes: 6 }, { minutes: 120 }], {
		startsAt: '2026-11-26T08:30:00.000Z',
		endsAt: '2026-11-26T10:30:00.000Z'
	});
	expect(times).toEqual({
		starts: ['2026-11-26T08:30:00.000Z', '2026-11-26T08:40:00.000Z', '2026-11-26T08:46:00.000Z'],
		end: '2026-11-26T10:46:00.000Z',
		planned: 136,
		available: 120,
		left: -16
	});
});

test('[G7] minutes are added up by part', () => {
	const budget = agendaBudget([
		{ kind: 'opening', minutes: 10 },
		{ kind: 'case', minutes: 6 },
		{ kind: 'case', minutes: 8 },
		{ kind: 'decision', minutes: 5 },
		{ kind: 'free', minutes: 5 }
	]);
	expect(budget).toEqual({ opening: 10, cases: 14, caseCount: 2, others: 10 });
});

function agendaCase(fields: Partial<AgendaCase>): AgendaCase {
	return {
		caseId: 'case',
		reference: 'VT-001',
		shortName: 'Alix B.',
		cohort: 'youth',
		stage: 'diagnosis',
		referentId: null,
		blockers: [],
		lastContactOn: '2026-11-20',
		agreementExpiresOn: null,
		lastReviewOn: '2026-10-15',
		stuckSince: null,
		askedSince: null,
		lateSince: null,
		employedSince: null,
		...fields
	};
}
