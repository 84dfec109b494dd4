import { expect, test } from 'vitest';
import {
	mergeJournals,
	readCursor,
	writeCursor,
	type HistoryCursor,
	type Numbered
} from './case-history';

const START: HistoryCursor = { access: null, changes: null, stages: null };

test('[H5] three journals read as one, latest first, and nothing is lost between pages', () => {
	const journals = {
		access: numbered('access', [9, 7, 5, 1]),
		// Written at once, numbered in another order.
		changes: numbered('changes', [8, 7, 6], [8, 6, 7]),
		stages: numbered('stages', [2])
	};
	const after = (cursor: HistoryCursor) => ({
		access: journals.access.filter(({ id }) => id < (cursor.access ?? 99)),
		changes: journals.changes.filter(({ id }) => id < (cursor.changes ?? 99)),
		stages: journals.stages.filter(({ id }) => id < (cursor.stages ?? 99))
	});
	const read: string[] = [];
	let before = START;
	for (;;) {
		const page = mergeJournals(after(before), { before, limit: 3 });
		read.push(...page.entries.map(({ key }) => key));
		if (page.next === null) break;
		before = readCursor(page.next);
	}
	expect(read).toEqual([
		'access 9',
		'changes 8',
		'access 7',
		'changes 7',
		'changes 6',
		'access 5',
		'stages 2',
		'access 1'
	]);
});

test('[H6] a cursor goes through an address; anything else begins at the latest', () => {
	const cursor = { access: 812, changes: 40, stages: null };
	expect(writeCursor(cursor)).toBe('812.40.-');
	expect(readCursor('812.40.-')).toEqual(cursor);
	for (const text of [null, '', '1.2', '1.2.3.4', '-1.2.3', '9999999999999999.1.1']) {
		expect(readCursor(text)).toEqual(START);
	}
});

/** Entries whose time is their number, or the one given. */
function numbered(journal: string, ids: number[], days = ids): Numbered[] {
	return ids.map((id, index) => ({
		id,
		entry: {
			key: `${journal} ${String(id)}`,
			at: `2026-11-0${String(days[index])}T10:00:00.000Z`,
			author: null,
			kind: 'opened',
			access: 'case'
		}
	}));
}
