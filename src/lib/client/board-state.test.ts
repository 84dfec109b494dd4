import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import { factsOf, SERVER } from '$lib/documents/facts';
import type { CardFacts } from '$lib/domain/case';
import type { RemoteMove } from './board-moves';
import { BoardState } from './board-state.svelte';

const ME = '00000000-0000-4000-8000-000000000001';
const COLLEAGUE = '00000000-0000-4000-8000-000000000002';

describe('BoardState', () => {
	test('shows the cards of both documents, a case that is in both once, as shared', () => {
		const { state } = boards({ shared: ['a', 'b'], own: ['b', 'c'] });
		expect(state.cards.map((card) => [card.caseId, card.shared])).toEqual([
			['a', true],
			['b', true],
			['c', false]
		]);
	});

	test('a card that did not change stays the same object when another moves', () => {
		const { state } = boards({ shared: ['a', 'b'], own: [] });
		const before = state.card('b');
		state.move('a', 'project');
		expect(state.card('a')?.placement.stage).toBe('project');
		expect(state.card('b')).toBe(before);
	});

	test('a move says who made it and when, in the document that holds the card', () => {
		const { state, own } = boards({ shared: [], own: ['c'] });
		state.move('c', 'diagnosis');
		expect(own.placement('c')).toEqual({
			stage: 'diagnosis',
			by: ME,
			at: '2026-11-22T10:00:00.000Z'
		});
	});

	test('moving a card to where it stands does nothing', () => {
		const { state } = boards({ shared: ['a'], own: [] });
		expect(state.move('a', 'outreach')).toBeNull();
	});

	test('a move is taken back to where the card stood', () => {
		const { state } = boards({ shared: ['a'], own: [] });
		const undo = state.move('a', 'employment');
		expect(undo?.()).toBe(true);
		expect(state.card('a')?.placement.stage).toBe('outreach');
	});

	test('a move is not taken back once somebody else moved the card', () => {
		const { state, shared } = boards({ shared: ['a'], own: [] });
		const undo = state.move('a', 'employment');
		remoteMove(shared, 'a', 'project');
		expect(undo?.()).toBe(false);
		expect(state.card('a')?.placement.stage).toBe('project');
	});

	test('tells the moves of others together, and none of mine', () => {
		const { state, shared } = boards({ shared: ['a', 'b'], own: [] });
		const told: RemoteMove[][] = [];
		state.onmoves((moves) => told.push(moves));
		state.move('a', 'diagnosis');
		shared.doc.transact(() => {
			remoteMove(shared, 'a', 'project');
			remoteMove(shared, 'b', 'project');
		});
		expect(told).toEqual([
			[
				{ caseId: 'a', by: COLLEAGUE, from: 'diagnosis', stage: 'project' },
				{ caseId: 'b', by: COLLEAGUE, from: 'outreach', stage: 'project' }
			]
		]);
	});

	test('a move of mine overtaken within ten seconds is told once', () => {
		const { state } = boards({ shared: ['a'], own: [] });
		state.move('a', 'diagnosis');
		const move: RemoteMove = { caseId: 'a', by: COLLEAGUE, from: 'diagnosis', stage: 'project' };
		expect(state.overtook(move)).toBe(true);
		expect(state.overtook(move)).toBe(false);
	});

	test('a move of mine is not overtaken after ten seconds, nor by the same choice', () => {
		const clock = { at: new Date('2026-11-22T10:00:00Z') };
		const { state } = boards({ shared: ['a', 'b'], own: [], now: () => clock.at });
		state.move('a', 'diagnosis');
		state.move('b', 'diagnosis');
		const same: RemoteMove = { caseId: 'b', by: COLLEAGUE, from: 'project', stage: 'diagnosis' };
		expect(state.overtook(same)).toBe(false);
		clock.at = new Date('2026-11-22T10:00:11Z');
		const late: RemoteMove = { caseId: 'a', by: COLLEAGUE, from: 'diagnosis', stage: 'project' };
		expect(state.overtook(late)).toBe(false);
	});

	test('a case is proposed with its question, and taken back', () => {
		const { state } = boards({ shared: ['a'], own: [] });
		state.propose('a', 'Qui peut garder les enfants le samedi ?');
		expect(state.card('a')?.proposal).toEqual({
			question: 'Qui peut garder les enfants le samedi ?',
			by: ME
		});
		state.propose('a', null);
		expect(state.card('a')?.proposal).toBeNull();
	});

	test('two people who move the same card at once end with the same board, and the one overtaken is told', () => {
		const mine = boards({ shared: ['a'], own: [] });
		const other = new BoardDocument(new Y.Doc());
		Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(mine.shared.doc));
		const theirs = new BoardState({
			shared: other,
			own: new BoardDocument(new Y.Doc()),
			profileId: COLLEAGUE,
			now: () => new Date('2026-11-22T10:00:00Z')
		});
		const overtaken: string[] = [];
		mine.state.onmoves((moves) => {
			if (moves.some((move) => mine.state.overtook(move))) overtaken.push(ME);
		});
		theirs.onmoves((moves) => {
			if (moves.some((move) => theirs.overtook(move))) overtaken.push(COLLEAGUE);
		});
		mine.state.move('a', 'project');
		theirs.move('a', 'diagnosis');
		Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(mine.shared.doc));
		Y.applyUpdate(mine.shared.doc, Y.encodeStateAsUpdate(other.doc));
		expect(theirs.card('a')?.placement).toEqual(mine.state.card('a')?.placement);
		expect(overtaken).toHaveLength(1);
	});
});

function boards(options: { shared: string[]; own: string[]; now?: () => Date }): {
	state: BoardState;
	shared: BoardDocument;
	own: BoardDocument;
} {
	const shared = boardOf(options.shared, true);
	const own = boardOf(options.own, false);
	const now = options.now ?? (() => new Date('2026-11-22T10:00:00Z'));
	return { state: new BoardState({ shared, own, profileId: ME, now }), shared, own };
}

function boardOf(caseIds: string[], shared: boolean): BoardDocument {
	const board = new BoardDocument(new Y.Doc());
	board.doc.transact(() => {
		for (const caseId of caseIds) {
			factsOf(board.doc).set(`card:${caseId}`, factsFor(caseId, shared));
			board.ensureEntry(caseId, { stage: 'outreach', by: null, at: '2026-11-01T08:00:00Z' });
		}
	}, SERVER);
	return board;
}

function remoteMove(board: BoardDocument, caseId: string, stage: 'project' | 'diagnosis'): void {
	const placement = { stage, by: COLLEAGUE, at: '2026-11-22T10:00:01.000Z' };
	board.place({ caseId, placement, origin: 'remote' });
}

function factsFor(caseId: string, shared: boolean): CardFacts {
	return {
		caseId,
		reference: 'VT-001',
		shortName: 'Samira H.',
		cohort: 'women',
		stage: 'outreach',
		stageSince: '2026-11-01T08:00:00Z',
		referentId: ME,
		organizationId: '00000000-0000-4000-8000-0000000000aa',
		circleSize: 1,
		circleIds: [ME],
		blockers: [],
		nextAction: null,
		waitingMentions: 0,
		lastContactOn: '2026-11-20',
		agendaOn: null,
		shared,
		agreementExpiresOn: null
	};
}
