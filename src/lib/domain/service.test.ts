import { expect, test } from 'vitest';
import { countByType, findServices, isStale, type Service } from './service';

const NURSERY = service('Crèche à vocation d’insertion', {
	organization: 'Association Les Petits Pas',
	description: 'Accueil des enfants dès 7 h, trois jours par semaine.',
	types: ['childcare']
});
const LESSONS = service('Cours de français', {
	description: 'Ateliers du soir, garde des enfants sur place.',
	types: ['language', 'childcare']
});
const GARAGE = service('Garage solidaire', { types: ['mobility'] });
const ALL = [GARAGE, LESSONS, NURSERY];

const wordsOf = (type: string): string => (type === 'childcare' ? 'Garde d’enfants' : type);

test('[WD1] a service is found by words of its name, texts and types, accents aside', () => {
	expect(find('creche')).toEqual([NURSERY]);
	expect(find('ENFANTS semaine')).toEqual([NURSERY]);
	expect(find('petits pas')).toEqual([NURSERY]);
	expect(find('garde solidaire')).toEqual([]);
});

test('[WD1] small words and plurals do not hide it, and its name counts first', () => {
	expect(find('un garage pour la mobilité')).toEqual([]);
	expect(find('le garage des solidaires')).toEqual([GARAGE]);
	expect(find('garde d’enfants')).toEqual([LESSONS, NURSERY]);
	expect(find('cours')).toEqual([LESSONS]);
});

test('[WD1] a type keeps those that treat it, and is counted', () => {
	expect(findServices(ALL, { type: 'childcare', text: '', wordsOf })).toEqual([LESSONS, NURSERY]);
	expect(Object.fromEntries(countByType(ALL))).toEqual({ mobility: 1, language: 1, childcare: 2 });
});

test('[WD2] a service is to be checked after ninety days', () => {
	expect(isStale({ checkedOn: '2026-08-24' }, '2026-11-22')).toBe(false);
	expect(isStale({ checkedOn: '2026-08-23' }, '2026-11-22')).toBe(true);
});

function find(text: string): Service[] {
	return findServices(ALL, { type: null, text, wordsOf });
}

function service(name: string, fields: Partial<Service>): Service {
	return {
		id: name,
		organizationId: '',
		organization: '',
		name,
		description: '',
		contact: '',
		howToRefer: '',
		conditions: '',
		delay: '',
		types: [],
		checkedOn: '2026-11-01',
		checkedBy: null,
		mine: false,
		...fields
	};
}
