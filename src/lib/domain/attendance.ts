export const ATTENDANCE_ANSWERS = ['room', 'remote', 'excused', 'represented'] as const;
export type AttendanceAnswer = (typeof ATTENDANCE_ANSWERS)[number];

/** Longest word of excuse, in characters. */
export const ATTENDANCE_WORD_MAX_LENGTH = 200;

/** What one person answered to a meeting. Everybody who works in the group is expected. */
export interface Attendance {
	profileId: string;
	answer: AttendanceAnswer;
	/** For the group; may be empty. */
	word: string;
	/** The colleague who comes instead; null for the other answers. */
	representedBy: string | null;
}

export interface AttendanceCounts {
	room: number;
	remote: number;
	/** Excused, or represented. */
	absent: number;
	/** Expected, and silent so far. */
	waiting: number;
}

/** Counts the answers of those who are expected; of others, none counts. */
export function countAttendance(
	expectedIds: readonly string[],
	answers: readonly Attendance[]
): AttendanceCounts {
	const counts: AttendanceCounts = { room: 0, remote: 0, absent: 0, waiting: 0 };
	const byId = new Map(answers.map((answer) => [answer.profileId, answer.answer]));
	for (const id of expectedIds) counts[placeOf(byId.get(id))] += 1;
	return counts;
}

/** Whether somebody said that they do not come. */
export function isAbsent(profileId: string | null, answers: readonly Attendance[]): boolean {
	const found = answers.find((answer) => answer.profileId === profileId);
	return found !== undefined && placeOf(found.answer) === 'absent';
}

function placeOf(answer: AttendanceAnswer | undefined): keyof AttendanceCounts {
	switch (answer) {
		case undefined:
			return 'waiting';
		case 'room':
		case 'remote':
			return answer;
		case 'excused':
		case 'represented':
			return 'absent';
	}
}
