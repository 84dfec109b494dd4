import { describe, expect, test } from 'vitest';
import { readDecisionLine } from './decision-line';

/** A Sunday. */
const TODAY = '2026-11-22';
const MEMBERS = [
	{ id: 'amina', firstName: 'Amina', lastName: 'Diallo' },
	{ id: 'ines', firstName: 'Inès', lastName: 'Caron' },
	{ id: 'jean', firstName: 'Jean', lastName: 'Morel' },
	{ id: 'jean-luc', firstName: 'Jean-Luc', lastName: 'Petit' }
];
const NAMESAKE = { id: 'other', firstName: 'Amina', lastName: 'Bensaïd' };

function read(
	text: string,
	more: Partial<Parameters<typeof readDecisionLine<(typeof MEMBERS)[number]>>[1]> = {}
) {
	return readDecisionLine(text, { kind: 'action', members: MEMBERS, today: TODAY, ...more });
}

describe('who', () => {
	test.each([
		['Rappeler la personne @Amina', 'amina', 'Rappeler la personne'],
		['@amina rappelle la personne', 'amina', 'Rappelle la personne'],
		['Proposer un essai @ines', 'ines', 'Proposer un essai'],
		['Proposer un essai @INÈS.', 'ines', 'Proposer un essai.'],
		['@Jean-Luc : visiter le chantier', 'jean-luc', 'Visiter le chantier'],
		['Visiter le chantier @jean', 'jean', 'Visiter le chantier'],
		['Appeler la mairie par @Amina', 'amina', 'Appeler la mairie'],
		['Appeler la mairie @Amina Diallo', 'amina', 'Appeler la mairie'],
		['Appeler la mairie @Amina D.', 'amina', 'Appeler la mairie'],
		['@Amina a rappelé la mairie', 'amina', 'A rappelé la mairie']
	])('[L1] « %s » is for %s', (text, id, label) => {
		expect(read(text)).toMatchObject({ owner: { member: { id } }, choices: [], label });
	});

	test('[L2] a name that the sentence needs stays in it', () => {
		expect(read('Prendre rendez-vous avec @Inès vendredi')).toMatchObject({
			owner: { member: { id: 'ines' } },
			label: 'Prendre rendez-vous avec Inès'
		});
	});

	test.each(['@Zoé rappelle', 'ecrire a amina@exemple.fr', '@Aminata rappelle', 'Amina rappelle'])(
		'[L3] « %s » stays text',
		(text) => {
			expect(read(text)).toMatchObject({ owner: null, choices: [], label: text });
		}
	);

	test('[L4] of two people of one first name, nobody is chosen for the writer', () => {
		const members = [...MEMBERS, NAMESAKE];
		const line = read('Rappeler @Amina', { members });
		expect(line.owner).toBeNull();
		expect(line.choices.map(({ id }) => id)).toEqual(['amina', 'other']);
		expect(line.label).toBe('Rappeler @Amina');
	});

	test.each([
		['Rappeler la mairie @Amina D', 'amina'],
		['Rappeler la mairie @amina be vendredi', 'other'],
		['Rappeler la mairie @Amina Bensaid', 'other']
	])('[L4] « %s » says which', (text, id) => {
		const line = read(text, { members: [...MEMBERS, NAMESAKE] });
		expect(line).toMatchObject({ owner: { member: { id } }, label: 'Rappeler la mairie' });
	});

	test('[L4] the one picked is the owner, unless the line says another', () => {
		const members = [...MEMBERS, NAMESAKE];
		const owner = (text: string) => read(text, { members, picked: 'other' }).owner?.member.id;
		expect(owner('Rappeler la mairie @Amina')).toBe('other');
		expect(owner('Rappeler la mairie @Amina D')).toBe('amina');
		expect(owner('Rappeler la mairie @Inès')).toBe('ines');
	});
});

describe('by when', () => {
	test.each([
		['aujourd’hui', '2026-11-22'],
		['today', '2026-11-22'],
		['demain', '2026-11-23'],
		['demain matin', '2026-11-23'],
		['après-demain', '2026-11-24'],
		['tomorrow', '2026-11-23'],
		['vendredi', '2026-11-27'],
		['Vendredi', '2026-11-27'],
		['dimanche', '2026-11-29'],
		['lundi prochain', '2026-11-23'],
		['vendredi en huit', '2026-12-04'],
		['friday', '2026-11-27'],
		['by next friday', '2026-11-27'],
		['pour mercredi', '2026-11-25'],
		['avant le 2 décembre', '2026-12-02'],
		['2 décembre', '2026-12-02'],
		['2 dec', '2026-12-02'],
		['le 1er décembre', '2026-12-01'],
		['vendredi 27 novembre', '2026-11-27'],
		['vendredi 27', '2026-11-27'],
		['le 20', '2026-12-20'],
		['le 31', '2026-12-31'],
		['December 2', '2026-12-02'],
		['2nd December 2026', '2026-12-02'],
		['12 janvier', '2027-01-12'],
		['12 janvier 2028', '2028-01-12'],
		['02/12', '2026-12-02'],
		['2/1', '2027-01-02'],
		['02/12/2026', '2026-12-02'],
		['02/12/26', '2026-12-02'],
		['2026-12-02', '2026-12-02'],
		['dans 3 jours', '2026-11-25'],
		['dans 2 semaines', '2026-12-06'],
		['dans deux semaines', '2026-12-06'],
		['sous 15 jours', '2026-12-07'],
		['in a week', '2026-11-29'],
		['d’ici trois mois', '2027-02-22'],
		['fin janvier', '2027-01-31'],
		['d’ici la fin janvier', '2027-01-31'],
		['fin novembre', '2026-11-30'],
		['fin octobre', '2027-10-31'],
		['end of January', '2027-01-31'],
		['mi-janvier', '2027-01-15'],
		['mid-January', '2027-01-15'],
		['fin du mois', '2026-11-30'],
		['le mois prochain', '2026-12-31'],
		['fin de semaine', '2026-11-27'],
		['la semaine prochaine', '2026-11-27']
	])('[L5] « %s » is %s, and leaves the label', (words, on) => {
		expect(read(`Rappeler la personne ${words}`)).toMatchObject({
			due: { on, words },
			label: 'Rappeler la personne'
		});
	});

	test.each([
		['2026-01-31', 'dans un mois', '2026-02-28'],
		['2026-11-27', 'vendredi', '2026-12-04'],
		['2026-11-27', 'fin de semaine', '2026-11-27'],
		['2026-11-23', 'la semaine prochaine', '2026-12-04'],
		['2026-12-15', 'le mois prochain', '2027-01-31'],
		['2027-02-10', 'le 30', '2027-03-30'],
		['2027-05-01', '29 février 2028', '2028-02-29']
	])('[L5] on %s, « %s » is %s', (today, words, on) => {
		expect(read(`Rappeler ${words}`, { today }).due?.on).toBe(on);
	});

	test.each([
		'Rappeler le 31/11',
		'Rappeler le 31 novembre',
		'Rappeler le 2 décembre 2024',
		'Garde jusqu’au 31 janvier',
		'Stage du 2 au 5 décembre',
		'Stage du vendredi 27 novembre',
		'Préparer l’atelier de vendredi',
		'Venir tous les lundis',
		'Venir chaque lundi',
		'Passer à 9 h 30',
		'Verser le 10 % restant',
		'Nom de famille : Avril-Marsan'
	])('[L6] « %s » holds no day by which it is to be done', (text) => {
		expect(read(text)).toMatchObject({ due: null, label: text });
	});

	test('[L7] an hour is not a date; the day before it is', () => {
		expect(read('Passer vendredi 14 h').due?.on).toBe('2026-11-27');
	});

	test('[L7] of two days, the last is the one by which it is to be done', () => {
		expect(read('Relire l’annonce parue vendredi, répondre avant le 2 décembre')).toMatchObject({
			due: { on: '2026-12-02' },
			label: 'Relire l’annonce parue vendredi, répondre'
		});
	});
});

describe('the line', () => {
	test('[L8] name and day are read together, wherever they stand', () => {
		for (const text of [
			'Rappeler la personne @Amina vendredi',
			'@Amina vendredi : rappeler la personne',
			'Vendredi, rappeler la personne @amina',
			'  Rappeler la personne  @Amina ,  vendredi '
		]) {
			expect(read(text)).toMatchObject({
				label: 'Rappeler la personne',
				owner: { member: { id: 'amina' } },
				due: { on: '2026-11-27' }
			});
		}
	});

	test('[L9] words that the writer keeps stay text; others are still read', () => {
		const kept = ['@Amina', 'vendredi'];
		expect(read('Rappeler @amina vendredi', { kept })).toMatchObject({
			owner: null,
			due: null,
			label: 'Rappeler @amina vendredi'
		});
		expect(read('Rappeler @Amina vendredi @Inès demain', { kept })).toMatchObject({
			owner: { member: { id: 'ines' } },
			due: { on: '2026-11-23' },
			label: 'Rappeler @Amina vendredi'
		});
	});

	test('[L10] a decision is left as it is written; a blocker has an owner and no day', () => {
		const text = 'Transport payé par @Amina vendredi';
		expect(read(text, { kind: 'decision' })).toEqual({
			label: text,
			owner: null,
			choices: [],
			due: null
		});
		expect(read(text, { kind: 'blocker' })).toMatchObject({
			label: 'Transport payé vendredi',
			owner: { member: { id: 'amina' } },
			due: null
		});
	});

	test('[L11] a line of understood words only says nothing to do', () => {
		expect(read('@Amina vendredi').label).toBe('');
		expect(read('').label).toBe('');
	});
});
