import type * as Y from 'yjs';
import { BoardDocument, type Placement } from '$lib/documents/board-document';
import { factsOf, SERVER } from '$lib/documents/facts';
import type { ParsedName } from '$lib/domain/document-name';
import type { CardFacts } from '$lib/domain/case';
import type { MeetingFacts } from '$lib/domain/meeting';
import { digest } from './digest';

export type FactsByKey = Record<string, unknown>;

/** Whether the cards of a document have an entry that the server makes and takes away. */
export function hasEntries(kind: ParsedName['kind']): boolean {
	return kind === 'board' || kind === 'board-own';
}

/** The group that the facts of a meeting name. */
export function groupOf(facts: FactsByKey): string | null {
	const meeting = facts['meeting'] as MeetingFacts | undefined;
	return meeting?.groupId ?? null;
}

/** A digest of facts, whatever their order. */
export function digestOfFacts(facts: FactsByKey): string {
	const said = Object.entries(facts).filter(([, value]) => value !== undefined);
	return digest(said.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Writes into a document what differs from the facts of the tables, in one transaction of the server, and makes or
 * removes the entries of its cards.
 */
export function writeFacts(doc: Y.Doc, kind: ParsedName['kind'], facts: FactsByKey): void {
	const known = factsOf(doc);
	const changed = Object.entries(facts).filter(
		([key, value]) => JSON.stringify(known.get(key)) !== JSON.stringify(value)
	);
	const gone = [...known.keys()].filter((key) => !(key in facts));
	const board = hasEntries(kind) ? new BoardDocument(doc) : null;
	const settled = board === null ? [] : settledCards(board, facts);
	const entriesDiffer = board !== null && !sameEntries(board, facts);
	if (changed.length === 0 && gone.length === 0 && settled.length === 0 && !entriesDiffer) return;
	doc.transact(() => {
		for (const [key, value] of changed) known.set(key, value);
		for (const key of gone) known.delete(key);
		if (!board) return;
		writeEntries(board, facts);
		for (const { caseId, placement } of settled) {
			board.place({ caseId, placement, origin: SERVER });
		}
	}, SERVER);
}

/**
 * Cards that a closing or a reopening puts elsewhere than people did: once when it comes, and for as long as the case
 * is closed.
 */
function settledCards(
	board: BoardDocument,
	facts: FactsByKey
): { caseId: string; placement: Placement }[] {
	const known = factsOf(board.doc);
	return cardsOf(facts).flatMap(({ caseId, settled }) => {
		const stands = board.placement(caseId);
		if (!settled || !stands || stands.stage === settled.stage) return [];
		const before = (known.get(`card:${caseId}`) as CardFacts | undefined)?.settled;
		if (!settled.closed && before?.at === settled.at) return [];
		return [{ caseId, placement: { stage: settled.stage, by: settled.byId, at: settled.at } }];
	});
}

function sameEntries(board: BoardDocument, facts: FactsByKey): boolean {
	const entries = board.entryIds();
	const cards = cardsOf(facts);
	return entries.length === cards.length && entries.every((id) => `card:${id}` in facts);
}

function writeEntries(board: BoardDocument, facts: FactsByKey): void {
	for (const { caseId, stage, stageSince } of cardsOf(facts)) {
		board.ensureEntry(caseId, { stage, by: null, at: stageSince });
	}
	for (const id of board.entryIds()) if (!(`card:${id}` in facts)) board.removeEntry(id);
}

export function isCard(value: unknown): value is CardFacts {
	return typeof value === 'object' && value !== null && 'caseId' in value && 'stageSince' in value;
}

function cardsOf(facts: FactsByKey): CardFacts[] {
	return Object.entries(facts).flatMap(([key, value]) =>
		key.startsWith('card:') ? [value as CardFacts] : []
	);
}
