import { expect, test } from 'vitest';
import type { InboxItem } from './inbox';
import { countsOf, groupOf, isFinishable, neighbourOf, sectionsOf } from './inbox-groups';

const today = '2026-11-24';

test.each([
	['late', { dueOn: '2026-11-19' }],
	['today', { dueOn: '2026-11-24' }],
	['today', { dueOn: null }],
	['week', { dueOn: '2026-12-01' }],
	['later', { dueOn: '2026-12-02' }],
	['done', { dueOn: '2026-11-19', doneAt: '2026-11-24T09:00:00Z' }]
] as const)('[I1] an item is in %s', (group, fields) => {
	expect(groupOf(item(fields), today)).toBe(group);
});

test('[I2] sections are in reading order, without empty ones', () => {
	const items = [
		item({ id: 'later', dueOn: '2027-01-02' }),
		item({ id: 'old', at: '2026-11-20T09:00:00Z' }),
		item({ id: 'new', at: '2026-11-24T09:00:00Z' }),
		item({ id: 'late', dueOn: '2026-11-19' }),
		item({ id: 'later-still', dueOn: '2027-01-09' })
	];
	const sections = sectionsOf(items, { filter: 'all', today });
	expect(sections.map(({ group, items }) => [group, items.map(({ id }) => id)])).toEqual([
		['late', ['late']],
		['today', ['new', 'old']],
		['later', ['later', 'later-still']]
	]);
});

test('[I2] a filter keeps one kind', () => {
	const items = [item({ id: 'a', kind: 'action' }), item({ id: 'm' })];
	const [section] = sectionsOf(items, { filter: 'action', today });
	expect(section?.items.map(({ id }) => id)).toEqual(['a']);
});

test('[I3] what is done is not counted', () => {
	const items = [
		item({}),
		item({ kind: 'action' }),
		item({ kind: 'agreement' }),
		item({ kind: 'action', doneAt: '2026-11-24T09:00:00Z' })
	];
	expect(countsOf(items)).toEqual({ all: 3, mention: 1, action: 1, blocker: 0, circle: 0 });
});

test('[I4] arrows stop at both ends', () => {
	expect(neighbourOf(['a', 'b'], 'a', 1)).toBe('b');
	expect(neighbourOf(['a', 'b'], 'b', 1)).toBeNull();
	expect(neighbourOf(['a', 'b'], 'a', -1)).toBeNull();
	expect(neighbourOf(['a', 'b'], 'gone', 1)).toBe('a');
});

test('[I5] mentions and actions are finished here, and an answer once, by reading it', () => {
	const kinds = [
		'mention',
		'action',
		'blocker',
		'blocker_answer',
		'agreement',
		'circle_request',
		'handover',
		'circle_answer',
		'orphan',
		'skip',
		'inform'
	] as const;
	const finishable = (doneAt: string | null): string[] =>
		kinds.filter((kind) => isFinishable(item({ kind, doneAt })));
	expect(finishable(null)).toEqual([
		'mention',
		'action',
		'blocker_answer',
		'circle_answer',
		'skip'
	]);
	expect(finishable('2026-11-24T09:00:00Z')).toEqual(['mention', 'action']);
});

test('[I6] what concerns a circle is one filter, with its count', () => {
	const items = (['circle_request', 'handover', 'circle_answer', 'orphan', 'mention'] as const).map(
		(kind) => item({ kind })
	);
	expect(countsOf(items)).toMatchObject({ all: 5, circle: 4, mention: 1 });
	const kept = sectionsOf(items, { filter: 'circle', today: '2026-11-24' }).flatMap(
		(section) => section.items
	);
	expect(kept).toHaveLength(4);
});

function item(fields: Partial<InboxItem>): InboxItem {
	return {
		id: 'mention:1',
		kind: 'mention',
		territory: 'les-tilleuls',
		case: null,
		author: null,
		text: null,
		at: '2026-11-24T08:00:00Z',
		dueOn: null,
		href: '/',
		doneAt: null,
		...fields
	};
}
