import { expect, test } from 'vitest';
import { changeCodeOf, linesOfRecent, summarizeNews, type RecentChange } from './case-change';

const LEA = { id: 'lea', firstName: 'Léa', lastName: 'M.', color: 1 };

test('[H10] a change says what became of its row when it was the last to change its state', () => {
	const change = { ...told('actions', '10:00'), fields: ['status'] };
	expect(changeCodeOf({ ...change, subject: { status: 'done' } })).toBe('action_done');
	expect(changeCodeOf({ ...change, subject: { status: null } })).toBe('action_changed');
	expect(changeCodeOf({ ...change, table: 'blockers', subject: { status: 'lifted' } })).toBe(
		'blocker_lifted'
	);
	expect(changeCodeOf({ ...change, table: 'unknown' })).toBe('case_changed');
});

test('[H11] news count each row once, name who wrote, and count the rest together', () => {
	const done = { subject: { status: 'done' }, fields: ['status'] };
	const changes = [
		{ ...told('actions', '10:00'), ...done, rowId: 'a' },
		{ ...told('actions', '09:59'), ...done, rowId: 'b' },
		{ ...told('actions', '09:58'), ...done, rowId: 'b' },
		{ ...told('documents', '09:50'), rowId: 'case:1' },
		{ ...told('agreements', '09:40'), rowId: 'c' }
	];
	expect(summarizeNews(changes)).toEqual({
		counts: [{ code: 'action_done', n: 2 }],
		writers: ['Léa'],
		others: 1
	});
});

test('[H12] one line for each case and author in half an hour, of what tells the most', () => {
	const lines = linesOfRecent([
		told('actions', '10:00'),
		told('stage_changes', '09:45'),
		{ ...told('actions', '09:44'), author: { ...LEA, id: 'karim' } },
		told('actions', '09:20')
	]);
	expect(lines.map(({ table, at, author }) => [table, at.slice(11, 16), author?.id])).toEqual([
		['stage_changes', '10:00', 'lea'],
		['actions', '09:44', 'karim'],
		['actions', '09:20', 'lea']
	]);
});

function told(table: string, time: string): RecentChange {
	return {
		at: `2026-11-20T${time}:00.000Z`,
		author: LEA,
		table,
		rowId: null,
		operation: 'update',
		fields: [],
		subject: null,
		territory: 'les-tilleuls',
		case: { reference: 'VT-018', shortName: 'Samira H.', cohort: 'women' }
	};
}
