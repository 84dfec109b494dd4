import { signed, type DemoCase } from './demo-case';
import type { MemberKey } from './team';

type Exit = [
	reference: string,
	firstName: string,
	initial: string,
	she: boolean,
	cohort: DemoCase['cohort'],
	age: number,
	referent: MemberKey,
	left: number,
	outcome: string
];

/** Sorties: twelve people whose follow-up is over. */
const EXITS: Exit[] = [
	[
		'VT-001',
		'Mélanie',
		'T',
		true,
		'women',
		37,
		'amina',
		12,
		'CDI d’agente d’entretien, sixième mois passé.'
	],
	['VT-002', 'Walid', 'B', false, 'youth', 22, 'lea', 25, 'CDI de préparateur de commandes.'],
	['VT-003', 'Josiane', 'D', true, 'seniors', 61, 'sophie', 33, 'Départ à la retraite.'],
	[
		'VT-004',
		'Anthony',
		'R',
		false,
		'youth',
		20,
		'thomas',
		47,
		'Entrée en apprentissage de boulanger.'
	],
	[
		'VT-005',
		'Khadija',
		'M',
		true,
		'women',
		44,
		'karim',
		54,
		'Formation certifiante d’assistante de vie.'
	],
	[
		'VT-007',
		'Florian',
		'G',
		false,
		'youth',
		25,
		'yacine',
		68,
		'Déménagement dans une autre région.'
	],
	['VT-008', 'Nora', 'A', true, 'women', 32, 'amina', 75, 'CDD de douze mois, petite enfance.'],
	['VT-010', 'Alain', 'C', false, 'seniors', 56, 'olivier', 83, 'CDDI transformé en CDI.'],
	[
		'VT-013',
		'Marina',
		'L',
		true,
		'youth',
		19,
		'lea',
		96,
		'Contrat d’engagement jeune, suivi par la mission locale.'
	],
	[
		'VT-014',
		'Djamel',
		'H',
		false,
		'seniors',
		53,
		'karim',
		110,
		'Création de son activité de jardinage.'
	],
	[
		'VT-016',
		'Corinne',
		'F',
		true,
		'women',
		48,
		'sophie',
		124,
		'Ne souhaite plus être suivie, peut revenir.'
	],
	[
		'VT-017',
		'Sofiane',
		'K',
		false,
		'youth',
		23,
		'thomas',
		138,
		'Service civique terminé, reprise d’études.'
	]
];

export const EXIT: DemoCase[] = EXITS.map(
	([reference, firstName, initial, she, cohort, age, referent, left, outcome]) => ({
		reference,
		firstName,
		initial,
		she,
		cohort,
		age,
		stage: 'exit',
		opened: left + 190,
		stageSince: left,
		referent,
		circle: [],
		agreement: signed(left + 150),
		lastContact: left,
		blockers: [],
		actions: [],
		note: { now: [outcome], wants: [], leads: [] }
	})
);
