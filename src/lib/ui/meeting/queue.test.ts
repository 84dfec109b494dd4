import { expect, test } from 'vitest';
import type { Card } from '$lib/documents/board-document';
import type { AgendaCase } from '$lib/domain/meeting';
import type { SkippedCase } from '$lib/domain/skipped-case';
import { queueOf } from './queue';

const heldOn = ['2026-10-15'];
const today = '2026-11-24';
const onAgenda = new Set<string>();

test('[Q1] a proposal brings its question, who asks and the reasons', () => {
	const { proposed, suggested } = queueOf({
		cases: [agendaCase({ lastContactOn: '2026-10-01' })],
		cards: [card({ proposal: { question: 'Quel relais ?', by: 'p1' } })],
		onAgenda,
		skips: [],
		heldOn,
		today
	});
	expect(proposed).toMatchObject([
		{ question: 'Quel relais ?', askedById: 'p1', reasons: [{ code: 'no_news', days: 54 }] }
	]);
	expect(suggested).toEqual([]);
});

test('[Q2] a case on the agenda waits in neither list', () => {
	const queue = queueOf({
		cases: [agendaCase({ lastContactOn: '2026-10-01' })],
		cards: [card({ proposal: { question: 'Quel relais ?', by: 'p1' } })],
		onAgenda: new Set(['c1']),
		skips: [skipOf('c1')],
		heldOn,
		today
	});
	expect(queue).toEqual({ proposed: [], suggested: [], skipped: [] });
});

test('[Q3] the stage is that of the board, and somebody who left is not suggested', () => {
	const { suggested } = queueOf({
		cases: [
			agendaCase({ lastContactOn: '2026-10-01' }),
			agendaCase({ caseId: 'c2', lastContactOn: '2026-10-01' })
		],
		cards: [
			card({ placement: { stage: 'project', by: null, at: '' } }),
			card({ caseId: 'c2', placement: { stage: 'exit', by: null, at: '' } })
		],
		onAgenda,
		skips: [],
		heldOn,
		today
	});
	expect(suggested.map(({ case: item, stage }) => [item.caseId, stage])).toEqual([
		['c1', 'project']
	]);
});

test('[Q4] a case left for another meeting waits in its own list only', () => {
	const queue = queueOf({
		cases: [
			agendaCase({ lastContactOn: '2026-10-01' }),
			agendaCase({ caseId: 'c2', lastContactOn: '2026-10-01' })
		],
		cards: [card({ proposal: { question: 'Quel relais ?', by: 'p1' } })],
		onAgenda,
		skips: [skipOf('c1'), skipOf('c2'), skipOf('gone')],
		heldOn,
		today
	});
	expect(queue.proposed).toEqual([]);
	expect(queue.suggested).toEqual([]);
	expect(queue.skipped.map((entry) => entry.case.caseId)).toEqual(['c1', 'c2']);
});

function skipOf(caseId: string): SkippedCase {
	return { caseId, byId: 'p2', word: 'Le mois prochain', at: '2026-11-24T09:00:00Z' };
}

function agendaCase(fields: Partial<AgendaCase>): AgendaCase {
	return {
		caseId: 'c1',
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

function card(fields: Partial<Card>): Card {
	return {
		caseId: 'c1',
		reference: 'VT-001',
		shortName: 'Alix B.',
		cohort: 'youth',
		stage: 'diagnosis',
		stageSince: '2026-11-01T09:00:00Z',
		referentId: null,
		organizationId: 'o1',
		circleSize: 1,
		circleIds: [],
		blockers: [],
		nextAction: null,
		waitingMentions: 0,
		lastContactOn: null,
		agendaOn: null,
		shared: true,
		agreementExpiresOn: null,
		placement: { stage: 'diagnosis', by: null, at: '2026-11-01T09:00:00Z' },
		proposal: null,
		...fields
	};
}
