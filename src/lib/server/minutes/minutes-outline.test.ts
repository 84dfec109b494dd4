import { beforeAll, expect, test } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { minutesOutline } from './minutes-outline';
import { sampleDecision, sampleItem, sampleMinutes } from './minutes-sample';
import { outlineText } from './text';

beforeAll(() => {
	overwriteGetLocale(() => 'fr');
});

const PERSON = { name: 'Léa Durand', organization: 'CAF', role: 'practitioner' as const };

test('[Z1] minutes are told in the order of the meeting', () => {
	const { blocks } = minutesOutline(sampleMinutes());

	const headings = blocks.flatMap((block) => (block.type === 'heading' ? [block.text] : []));
	expect(headings).toEqual([
		'La réunion',
		'Présences',
		'Points de l’ordre du jour',
		'1. VT-018, S. H.',
		'2. Situation retirée',
		'Actions et orientations',
		'Retour sur les décisions',
		'Ajouts après la clôture',
		'Prochaine réunion'
	]);
});

test('[Z2] the cut stands above everything else', () => {
	const notices = (['full', 'organization', 'coordination'] as const).map(
		(cut) => minutesOutline(sampleMinutes({ cut })).notices[0]
	);

	expect(notices[0]).toBe('Relevé sans nom, diffusion limitée aux membres du groupe.');
	expect(new Set(notices).size).toBe(3);
});

test('[Z2] minutes of a meeting that is not closed are called provisional', () => {
	const { notices } = minutesOutline(sampleMinutes({ status: 'running', versions: [] }));

	expect(notices).toContain('Relevé provisoire\u00a0: la réunion n’est pas close.');
});

test('[Z3] a case that was withdrawn has nothing but its rank', () => {
	const items = [sampleItem({ withdrawn: true, question: 'Secret', notes: 'Secret' })];

	expect(outlineText(minutesOutline(sampleMinutes({ items, actions: [] })))).not.toMatch(
		/Secret|VT-018|S\. H\.|crèche/
	);
});

test('[Z4] the cut of the coordination names organisations and roles', () => {
	const nobody = { ...PERSON, name: null };
	const decisions = [sampleDecision({ owner: nobody })];
	const text = outlineText(
		minutesOutline(
			sampleMinutes({
				cut: 'coordination',
				facilitator: nobody,
				attendance: [{ person: nobody, answer: 'room', representedBy: null }],
				items: [sampleItem({ initials: null, notes: '', decisions })],
				actions: [],
				addenda: []
			})
		)
	);

	expect(text).toContain('### 1. VT-018\n');
	expect(text).toContain('Responsable\u00a0: CAF');
	expect(text).not.toMatch(/S\. H\.|Léa|Personne/);
});

test('[Z1] an action without owner or date says so; a decision lacks neither', () => {
	const nothing = { owner: null, dueOn: null, status: null };
	const decisions = [
		sampleDecision({ ...nothing, label: 'Action', status: 'todo' }),
		sampleDecision({ ...nothing, label: 'Décision', kind: 'decision' })
	];
	const { blocks } = minutesOutline(sampleMinutes({ items: [sampleItem({ decisions })] }));

	const table = blocks.find((each) => each.type === 'table' && each.columns[0] === 'Décision');
	expect(table).toMatchObject({
		rows: [
			['Action', 'Action', 'Sans responsable', 'Sans date', 'À faire'],
			['Décision', 'Décision', 'Sans suivi', 'Sans suivi', 'Sans suivi']
		]
	});
});

test('[Z1] where an item went is said instead of its state', () => {
	const items = [sampleItem({ state: 'todo', carried: 'not_reached', seconds: 0 })];
	const text = outlineText(minutesOutline(sampleMinutes({ items })));

	expect(text).toContain('État\u00a0: Pas vu, reporté à la réunion suivante');
	expect(text).toContain('Durée\u00a0: 6\u00a0min prévues');
});

test('[Z7] signs that no file can hold are left out, wherever they stand', () => {
	const items = [sampleItem({ notes: 'a\u0000b\u000bc\ud800d\r\ne', question: 'e\u0301te\u0301' })];
	const text = outlineText(minutesOutline(sampleMinutes({ items })));

	expect(text).toContain('abc\ufffdd\n  e');
	expect(text).toContain('été');
});

test('[Z1] whoever was expected is told in the order of the first column', () => {
	const attendance = ['Zoé', 'Éric', 'Amina'].map((name) => ({
		person: { ...PERSON, name },
		answer: null,
		representedBy: null
	}));
	const { blocks } = minutesOutline(sampleMinutes({ attendance }));

	const table = blocks.find((block) => block.type === 'table');
	expect(table?.rows.map(([name]) => name)).toEqual(['Amina', 'Éric', 'Zoé']);
});
