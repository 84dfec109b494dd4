import { expect, test } from 'vitest';
import { countAttendance, isAbsent, type Attendance } from './attendance';

const ANSWERS: Attendance[] = [
	{ profileId: 'ana', answer: 'room', word: '', representedBy: null },
	{ profileId: 'bea', answer: 'remote', word: '', representedBy: null },
	{ profileId: 'cleo', answer: 'excused', word: 'En congé', representedBy: null },
	{ profileId: 'dora', answer: 'represented', word: '', representedBy: 'ana' },
	{ profileId: 'gone', answer: 'room', word: '', representedBy: null }
];

test('[A1] who is expected counts once, who left the group does not', () => {
	expect(countAttendance(['ana', 'bea', 'cleo', 'dora', 'emma'], ANSWERS)).toEqual({
		room: 1,
		remote: 1,
		absent: 2,
		waiting: 1
	});
});

test('[A2] only who said so is absent', () => {
	expect(['cleo', 'dora'].map((id) => isAbsent(id, ANSWERS))).toEqual([true, true]);
	expect(['ana', 'emma', null].map((id) => isAbsent(id, ANSWERS))).toEqual([false, false, false]);
});
