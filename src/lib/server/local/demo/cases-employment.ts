import { signed, type DemoCase } from './demo-case';

/** Emploi ou formation: found, and followed for six months. */
export const EMPLOYMENT: DemoCase[] = [
	{
		reference: 'VT-019',
		firstName: 'Hawa',
		initial: 'D',
		she: true,
		cohort: 'women',
		age: 35,
		stage: 'employment',
		opened: 180,
		stageSince: 66,
		referent: 'amina',
		circle: ['helene'],
		agreement: signed(175),
		lastContact: 14,
		blockers: [
			{
				type: 'childcare',
				status: 'lifted',
				detail: 'Mercredis',
				days: 120,
				carrier: 'amina',
				liftedBy: 'Place au centre de loisirs le mercredi'
			}
		],
		actions: [{ label: 'CDDI à la régie de quartier', due: 9 }],
		note: {
			now: [
				'En contrat d’insertion à la régie depuis deux mois. Ponctuelle, appréciée de l’équipe.'
			],
			wants: ['Garder ce rythme, passer le permis.'],
			leads: ['Point de suivi tous les quinze jours au point emploi.']
		},
		interviews: [
			{
				kind: 'interview',
				days: 14,
				place: 'Point emploi',
				by: 'amina',
				lines: ['Deuxième mois : tout va bien. Elle demande des heures le samedi.']
			}
		]
	},
	{
		reference: 'VT-021',
		firstName: 'Lucas',
		initial: 'B',
		she: false,
		cohort: 'youth',
		age: 21,
		stage: 'employment',
		opened: 210,
		stageSince: 127,
		referent: 'lea',
		circle: ['bruno'],
		agreement: signed(200),
		lastContact: 20,
		blockers: [],
		actions: [{ label: 'Service civique, médiathèque', due: 15 }],
		note: {
			now: ['À mi-parcours de son service civique.'],
			wants: ['Préparer un concours d’agent de bibliothèque.'],
			leads: ['Demander à sa tutrice un tour des métiers de la médiathèque.']
		}
	},
	{
		reference: 'VT-035',
		firstName: 'Jessica',
		initial: 'L',
		she: true,
		cohort: 'women',
		age: 27,
		stage: 'employment',
		opened: 150,
		stageSince: 36,
		referent: 'sophie',
		circle: ['karim'],
		agreement: signed(146),
		lastContact: 11,
		blockers: [
			{
				type: 'budget',
				status: 'lifted',
				detail: 'Frais d’entrée en formation',
				days: 70,
				carrier: 'sophie',
				liftedBy: 'Aide du fonds d’urgence'
			}
		],
		actions: [{ label: 'Formation aide-soignante', due: 13 }],
		note: {
			now: ['Premier module validé.'],
			wants: ['Aller au bout du diplôme.'],
			leads: ['Vérifier la garde pendant les stages de nuit.']
		}
	},
	{
		reference: 'VT-006',
		firstName: 'Farid',
		initial: 'Z',
		she: false,
		cohort: 'seniors',
		age: 51,
		stage: 'employment',
		opened: 353,
		stageSince: 33,
		referent: 'karim',
		circle: ['delphine'],
		agreement: signed(353),
		lastContact: 13,
		blockers: [],
		actions: [{ label: 'Intérim, préparation de commandes', due: 7 }],
		note: {
			now: ['Mission renouvelée deux fois. L’agence parle d’un contrat durable.'],
			wants: ['Un CDI avant l’été.'],
			leads: ['Accord de partage à renouveler avant qu’il expire.']
		},
		proposal: { question: 'Suite de la mission d’intérim, projet de CDI.', by: 'karim' }
	},
	{
		reference: 'VT-041',
		firstName: 'Théo',
		initial: 'C',
		she: false,
		cohort: 'youth',
		age: 24,
		stage: 'employment',
		opened: 240,
		stageSince: 156,
		referent: 'thomas',
		circle: ['lea'],
		agreement: signed(230),
		lastContact: 24,
		blockers: [],
		actions: [{ label: 'CDI, restauration scolaire', due: 20 }],
		note: {
			now: ['En CDI depuis cinq mois, période d’essai confirmée.'],
			wants: ['Évoluer vers second de cuisine.'],
			leads: ['Dernier point au sixième mois, puis sortie de parcours.']
		}
	},
	{
		reference: 'VT-042',
		firstName: 'Leïla',
		initial: 'A',
		she: true,
		cohort: 'women',
		age: 28,
		stage: 'employment',
		opened: 190,
		stageSince: 97,
		referent: 'amina',
		circle: ['delphine'],
		agreement: signed(185),
		lastContact: 17,
		blockers: [],
		actions: [{ label: 'Contrat en alternance, vente', due: 22 }],
		note: {
			now: ['Alternance dans une boutique du centre-ville, notes en hausse.'],
			wants: ['Obtenir le titre de conseillère de vente.'],
			leads: ['Rencontre avec le centre de formation en décembre.']
		}
	},
	{
		reference: 'VT-058',
		firstName: 'Dominique',
		initial: 'P',
		she: false,
		cohort: 'seniors',
		age: 60,
		stage: 'employment',
		opened: 160,
		stageSince: 62,
		referent: 'olivier',
		circle: ['sophie'],
		agreement: signed(155),
		lastContact: 19,
		blockers: [],
		actions: [{ label: 'Gardien d’équipement, point à deux mois', due: 18 }],
		note: {
			now: ['Contrat de vingt-quatre heures par semaine au gymnase.'],
			wants: ['Rester là jusqu’à la retraite.'],
			leads: ['Voir avec la commune la suite du contrat.']
		}
	}
];
