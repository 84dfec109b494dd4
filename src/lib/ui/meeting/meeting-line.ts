import type { Attendance } from '$lib/domain/attendance';
import type { MeetingFacts } from '$lib/domain/meeting';

/** A meeting in a list. */
export interface MeetingLine extends MeetingFacts {
	/** Day in France. */
	date: string;
	/** Last part of its address. */
	address: string;
	/** Changed by itself: a change of its series leaves it as it is. */
	detached: boolean;
	attendance: Attendance[];
	/** Cases on its agenda. */
	caseCount: number;
}
