import type { MeetingFacts } from '$lib/domain/meeting';

/** A meeting in a list. */
export interface MeetingLine extends MeetingFacts {
	/** Day in France, as in addresses. */
	date: string;
	/** Cases on its agenda. */
	caseCount: number;
}
