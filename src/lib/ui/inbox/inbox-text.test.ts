import { describe, expect, test } from 'vitest';
import type { InboxItem } from '$lib/domain/inbox';
import { kickerOf, markOf, summaryOf, titleOf, whenText } from './inbox-text';

const today = '2026-11-24';
const author = { id: 'p1', firstName: 'Léa', lastName: 'Marchand', color: 2 };

test('[T1] a row says who asks, in the present tense', () => {
	expect(titleOf(item({ author }))).toBe('Léa vous mentionne');
	expect(titleOf(item({ kind: 'blocker', author }))).toBe('Léa vous confie un frein');
	expect(titleOf(item({ kind: 'blocker', blockerType: 'housing' }))).toBe(
		'Frein à lever\u00a0: Logement'
	);
	expect(titleOf(item({ kind: 'action', text: 'Relancer la crèche' }))).toBe('Relancer la crèche');
});

test('[T2] what the reader may not read is not quoted', () => {
	expect(summaryOf(item({ text: null }))).toBe('Contenu réservé au cercle');
	expect(summaryOf(item({ text: 'on se voit lundi' }))).toBe('«\u00a0on se voit lundi\u00a0»');
});

describe('[T3] the mark of a row', () => {
	test.each<[Partial<InboxItem>, string, boolean]>([
		[{ dueOn: '2026-11-19' }, '5\u00a0jours', true],
		[{ dueOn: '2026-11-23' }, '1\u00a0jour', true],
		[{ dueOn: '2026-11-24' }, 'Aujourd’hui', false],
		[{ dueOn: '2026-11-27' }, 'ven. 27', false],
		[{ dueOn: '2026-12-15' }, '15 déc.', false],
		[{ at: '2026-11-24T08:12:00Z' }, '9\u00a0h\u00a012', false],
		[{ at: '2026-11-23T08:12:00Z' }, 'Hier', false],
		[{ dueOn: '2026-11-19', doneAt: '2026-11-24T09:00:00Z' }, '10\u00a0h', false]
	])('%o', (fields, text, late) => {
		expect(markOf(item(fields), today)).toEqual({ text, late });
	});
});

test('[T4] when something came is said with the clocks of France', () => {
	expect(whenText('2026-11-23T23:30:00Z', today)).toBe('aujourd’hui à 0\u00a0h\u00a030');
	expect(whenText('2026-11-23T08:00:00Z', today)).toBe('hier à 9\u00a0h');
	expect(kickerOf(item({ at: '2026-11-20T08:00:00Z' }), today)).toBe(
		'Mention reçue le 20 nov. à 9\u00a0h'
	);
});

function item(fields: Partial<InboxItem>): InboxItem {
	return {
		id: 'mention:1',
		kind: 'mention',
		territory: 'les-tilleuls',
		case: { reference: 'VT-001', shortName: 'Alix B.', cohort: 'youth' },
		author: null,
		text: null,
		at: '2026-11-24T08:12:00Z',
		dueOn: null,
		href: '/q/les-tilleuls/situations/VT-001',
		doneAt: null,
		...fields
	};
}
