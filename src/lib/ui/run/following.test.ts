import { expect, test } from 'vitest';
import { concerning } from './following';

type Agenda = Parameters<typeof concerning>[1];

const ITEMS = ['lead', 'promised', 'done', 'other'].map((caseId) => ({
	id: `case:${caseId}`,
	caseId,
	presenterId: null
}));

/** Only what is read is made. */
function agenda(given: {
	items?: object[];
	cases?: object[];
	decisions?: object[];
	previous?: object[];
}) {
	return { items: ITEMS, cases: [], decisions: [], previous: [], ...given } as unknown as Agenda;
}

test('[L13] what one leads, presents or has to do is marked, and nothing else', () => {
	const marked = concerning(
		'amina',
		agenda({
			items: [...ITEMS, { id: 'forum', caseId: null, presenterId: 'amina' }],
			cases: [
				{ caseId: 'lead', referentId: 'amina' },
				{ caseId: 'other', referentId: 'karim' }
			],
			previous: [
				{ caseId: 'promised', ownerId: 'amina', status: 'stuck' },
				{ caseId: 'done', ownerId: 'amina', status: 'done' },
				{ caseId: null, ownerId: 'amina', status: 'todo' }
			]
		})
	);
	expect([...marked].sort()).toEqual(['case:lead', 'case:promised', 'forum']);
});

test('[L13] an item marks itself as soon as something of it is entrusted', () => {
	const decisions = [
		{ itemId: 'case:other', ownerId: 'amina' },
		{ itemId: 'case:done', ownerId: 'karim' }
	];
	expect([...concerning('amina', agenda({ decisions }))]).toEqual(['case:other']);
});
