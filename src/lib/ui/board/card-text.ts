import type { Card } from '$lib/documents/board-document';
import { dueStateOf, followUpMonthOf, silenceOf } from '$lib/domain/board-card';
import type { Member } from '$lib/domain/member';
import { m } from '$lib/paraglide/messages';
import { formatDay } from '$lib/ui/kit/dates';

/** The line of a card that says what comes next: a date in bold, then the action. */
export interface NextLine {
	when: string | null;
	tone: 'plain' | 'late' | 'today' | 'silent';
	what: string;
}

/** The next line of a card on `today` (ISO date), as the columns write it. */
export function nextLineOf(card: Card, today: string): NextLine {
	if (!card.shared) return { when: null, tone: 'plain', what: m.board_agreement_to_collect() };
	if (!card.nextAction) return { when: null, tone: 'plain', what: m.board_nothing_planned() };
	const what = card.nextAction.label ?? m.board_action_reserved();
	const day = card.nextAction.dueOn === null ? '' : formatDay(card.nextAction.dueOn);
	switch (dueStateOf(card, today)) {
		case 'late':
			return { when: m.board_late({ day }), tone: 'late', what };
		case 'today':
			return { when: m.board_today(), tone: 'today', what };
		case 'later':
			return { when: day, tone: 'plain', what };
		case 'undated':
		case 'none':
			return { when: null, tone: 'plain', what };
	}
}

/** The same in fewer words, for small cards: it also says the month of follow-up, or the silence. */
export function shortLineOf(card: Card, today: string): NextLine {
	const line = nextLineOf(card, today);
	if (line.tone === 'late') return { ...line, when: m.board_late_short() };
	if (line.tone === 'today') return line;
	const month = followUpMonthOf(card, today);
	if (month !== null) return { ...line, when: m.board_month_short({ n: month }) };
	const silence = silenceOf(card, today);
	if (silence !== null && line.when === null) {
		return { ...line, when: m.board_silent_short({ n: silence }), tone: 'silent' };
	}
	return line;
}

/** First name of a colleague, or words for somebody who is not in the group any more. */
export function firstNameOf(members: readonly Member[], profileId: string | null): string {
	return members.find(({ id }) => id === profileId)?.firstName ?? m.board_someone();
}
