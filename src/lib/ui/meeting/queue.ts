import type { Card } from '$lib/documents/board-document';
import { reasonsFor, suggestionsOf, type AgendaReason } from '$lib/domain/agenda';
import type { AgendaCase } from '$lib/domain/meeting';
import type { SkippedCase } from '$lib/domain/skipped-case';
import type { Stage } from '$lib/domain/stage';

/** A case that waits for a place on the agenda. */
export interface QueueEntry {
	case: AgendaCase;
	/** As the board shows it now. */
	stage: Stage;
	/** Question proposed with the case, empty for a suggestion. */
	question: string;
	askedById: string | null;
	/** Who proposed it on the board; null for a suggestion. */
	proposedById: string | null;
	reasons: AgendaReason[];
}

export interface SkippedEntry {
	case: AgendaCase;
	skip: SkippedCase;
}

/**
 * The lists of the review queue: what members proposed on the board, what the follow-up suggests, and what is left for
 * another meeting. A case is in one list at most, and in none once it is on the agenda.
 */
export function queueOf({
	cases,
	cards,
	onAgenda,
	skips,
	heldOn,
	today
}: {
	cases: readonly AgendaCase[];
	cards: readonly Card[];
	onAgenda: ReadonlySet<string>;
	skips: readonly SkippedCase[];
	heldOn: readonly string[];
	today: string;
}): { proposed: QueueEntry[]; suggested: QueueEntry[]; skipped: SkippedEntry[] } {
	const cardOf = new Map(cards.map((card) => [card.caseId, card]));
	const stageOf = (item: AgendaCase): Stage =>
		cardOf.get(item.caseId)?.placement.stage ?? item.stage;
	const skipped = skips.flatMap((skip) => {
		const subject = cases.find(({ caseId }) => caseId === skip.caseId);
		return subject && !onAgenda.has(skip.caseId) ? { case: subject, skip } : [];
	});
	const placed = new Set([...onAgenda, ...skips.map(({ caseId }) => caseId)]);
	const proposed = cases.flatMap((item) => {
		const proposal = cardOf.get(item.caseId)?.proposal;
		if (!proposal || placed.has(item.caseId)) return [];
		return {
			case: item,
			stage: stageOf(item),
			question: proposal.question,
			askedById: proposal.by,
			proposedById: proposal.by,
			reasons: reasonsFor(item, { heldOn, today })
		};
	});
	const taken = new Set([...placed, ...proposed.map((entry) => entry.case.caseId)]);
	const live = cases.map((item) => ({ ...item, stage: stageOf(item) }));
	const suggested = suggestionsOf(live, { heldOn, today, without: taken }).map((suggestion) => ({
		case: suggestion.case,
		stage: suggestion.case.stage,
		question: '',
		askedById: suggestion.case.referentId,
		proposedById: null,
		reasons: suggestion.reasons
	}));
	return {
		proposed: proposed.sort((a, b) => a.case.reference.localeCompare(b.case.reference)),
		suggested,
		skipped
	};
}
