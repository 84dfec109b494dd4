import type { Minutes, MinutesAction, MinutesDecision, MinutesItem } from '$lib/domain/minutes';

const LEA = {
	name: 'Léa « Zoé » D’Œuvre-Müller',
	organization: 'Mission <locale> & Cie',
	role: 'practitioner' as const
};

/** Minutes with words that are hard on files, for the tests. */
export function sampleMinutes(changes: Partial<Minutes> = {}): Minutes {
	return {
		cut: 'full',
		meetingId: '11111111-1111-4111-8111-111111111111',
		groupId: '22222222-2222-4222-8222-222222222222',
		kind: 'operational',
		status: 'closed',
		territory: 'Les Tilleuls',
		startsAt: '2026-11-26T08:30:00.000Z',
		endsAt: '2026-11-26T10:30:00.000Z',
		startedAt: '2026-11-26T08:34:00.000Z',
		endedAt: '2026-11-26T10:24:00.000Z',
		place: 'La Passerelle, salle 2',
		facilitator: LEA,
		attendance: [
			{ person: LEA, answer: 'room', representedBy: null },
			{
				person: { name: 'Ömer Şahin', organization: null, role: 'facilitator' },
				answer: 'represented',
				representedBy: LEA
			}
		],
		items: [sampleItem({}), sampleItem({ id: 'i2', rank: 2, withdrawn: true, reference: null })],
		actions: [sampleAction({})],
		previous: [],
		addenda: [
			{ id: 'a1', text: 'La date était le 4.', at: '2026-11-27T08:30:00.000Z', author: LEA }
		],
		versions: [{ number: 1, sealedAt: '2026-11-26T10:25:00.000Z', reopenedAt: null, reason: '' }],
		version: 1,
		next: {
			startsAt: '2027-01-07T08:30:00.000Z',
			endsAt: '2027-01-07T10:30:00.000Z',
			place: 'Mairie'
		},
		...changes
	};
}

export function sampleItem(changes: Partial<MinutesItem>): MinutesItem {
	return {
		id: 'i1',
		rank: 1,
		kind: 'case',
		withdrawn: false,
		reference: 'VT-018',
		initials: 'S. H.',
		title: '',
		question: 'Quelle place en crèche d’ici à Noël ?',
		state: 'done',
		minutes: 6,
		seconds: 400,
		notes: 'Première ligne.\nSeconde ligne.',
		decisions: [sampleDecision({})],
		carried: null,
		...changes
	};
}

export function sampleDecision(changes: Partial<MinutesDecision>): MinutesDecision {
	return {
		id: 'd1',
		kind: 'action',
		label: 'Relancer la crèche, à l’œuvre dès février',
		owner: LEA,
		dueOn: '2026-12-03',
		status: 'todo',
		...changes
	};
}

function sampleAction(changes: Partial<MinutesAction>): MinutesAction {
	return { ...sampleDecision({}), reference: 'VT-018', initials: 'S. H.', ...changes };
}
