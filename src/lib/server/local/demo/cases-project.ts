import { oral, signed, type DemoCase } from './demo-case';

/** Projet et immersions: applications, placements, training to come. */
export const PROJECT: DemoCase[] = [
	{
		reference: 'VT-031',
		firstName: 'Yanis',
		initial: 'M',
		she: false,
		cohort: 'youth',
		age: 23,
		stage: 'project',
		opened: 68,
		stageSince: 22,
		referent: 'thomas',
		circle: ['lea', 'delphine', 'ines'],
		agreement: signed(66),
		lastContact: 4,
		blockers: [
			{
				type: 'mobility',
				status: 'in_progress',
				detail: 'Forum à l’autre bout de l’agglomération',
				carrier: 'ines',
				days: 40
			},
			{ type: 'digital', detail: 'Pas d’ordinateur pour candidater', days: 40 }
		],
		actions: [
			{ label: 'CV à finaliser avant le forum', due: 3 },
			{ label: 'Réserver une place dans la navette', owner: 'ines', due: 6, blocker: 'mobility' }
		],
		note: {
			now: ['Bac professionnel logistique. Deux immersions réussies en entrepôt.'],
			wants: ['Un contrat en alternance dès janvier.'],
			leads: ['Forum de l’alternance : trois employeurs à rencontrer, accompagné si possible.']
		},
		interviews: [
			{
				kind: 'interview',
				days: 4,
				place: 'CCAS',
				by: 'thomas',
				lines: ['Curriculum vitæ relu. Il manque les dates de la deuxième immersion.']
			}
		]
	},
	{
		reference: 'VT-038',
		firstName: 'Lina',
		initial: 'K',
		she: true,
		cohort: 'youth',
		age: 20,
		stage: 'project',
		opened: 61,
		stageSince: 0,
		movedBy: 'thomas',
		referent: 'lea',
		circle: ['thomas', 'fatiha'],
		agreement: signed(58),
		lastContact: 3,
		blockers: [],
		actions: [{ label: 'Immersion en EHPAD, 2 semaines', due: 6 }],
		note: {
			now: ['Convention d’immersion signée pour deux semaines.'],
			wants: ['Savoir si le métier d’aide-soignante lui convient.'],
			leads: ['Bilan avec la cadre de santé à la fin de la première semaine.']
		}
	},
	{
		reference: 'VT-039',
		firstName: 'Sébastien',
		initial: 'V',
		she: false,
		cohort: 'seniors',
		age: 52,
		stage: 'project',
		opened: 90,
		stageSince: 26,
		referent: 'sophie',
		circle: ['olivier'],
		agreement: signed(86),
		lastContact: 8,
		blockers: [
			{
				type: 'confidence',
				status: 'in_progress',
				detail: 'Craint de ne pas tenir le rythme',
				carrier: 'sophie',
				days: 50
			}
		],
		actions: [{ label: 'Visite de chantier, clause d’insertion', owner: 'olivier', due: 8 }],
		note: {
			now: ['Maçon, arrêt de cinq ans. Premier essai concluant à la régie.'],
			wants: ['Reprendre sur un chantier proche de chez lui.'],
			leads: ['Rénovation du groupe scolaire : quinze heures par semaine réservées.']
		}
	},
	{
		reference: 'VT-037',
		firstName: 'Maria',
		initial: 'P',
		she: true,
		cohort: 'women',
		age: 39,
		stage: 'project',
		opened: 79,
		stageSince: 24,
		referent: 'karim',
		circle: ['delphine', 'pauline'],
		agreement: signed(75),
		lastContact: 7,
		blockers: [
			{
				type: 'language',
				status: 'in_progress',
				detail: 'À l’aise, sauf au téléphone',
				carrier: 'pauline',
				days: 50
			}
		],
		actions: [{ label: 'Simulation d’entretien', owner: 'delphine', due: 2 }],
		note: {
			now: ['Convoquée à un entretien pour un poste de femme de chambre.'],
			wants: ['Un contrat de plus de six mois.'],
			leads: ['Simulation avec Delphine, vocabulaire avec Pauline.']
		}
	},
	{
		reference: 'VT-036',
		firstName: 'Chloé',
		initial: 'N',
		she: true,
		cohort: 'youth',
		age: 18,
		stage: 'project',
		opened: 59,
		stageSince: 20,
		referent: 'thomas',
		circle: ['fatiha'],
		agreement: oral(57),
		lastContact: 9,
		blockers: [{ type: 'budget', detail: 'Reste à charge de 380 €', carrier: 'thomas', days: 20 }],
		actions: [{ label: 'BAFA : dossier pour février', due: 16 }],
		note: {
			now: ['Bénévole au centre de loisirs tous les mercredis.'],
			wants: ['Devenir animatrice, puis éducatrice.'],
			leads: ['BAFA en février : aide de la CAF et fonds d’urgence à demander.']
		},
		proposal: { question: 'BAFA de février : financer le reste à charge ?', by: 'thomas' }
	},
	{
		reference: 'VT-040',
		firstName: 'Annick',
		initial: 'V',
		she: true,
		cohort: 'seniors',
		age: 54,
		stage: 'project',
		opened: 75,
		stageSince: 19,
		referent: 'amina',
		circle: ['helene'],
		agreement: signed(72),
		lastContact: 10,
		blockers: [
			{
				type: 'digital',
				status: 'in_progress',
				detail: 'Pointage par téléphone à apprendre',
				carrier: 'helene',
				days: 30
			}
		],
		actions: [{ label: 'Atelier métiers de la propreté', owner: 'helene', due: 14 }],
		note: {
			now: ['A tenu un stand de marché pendant vingt ans.'],
			wants: ['Une équipe et des horaires fixes.'],
			leads: ['Atelier de la régie, puis deux semaines d’essai.']
		}
	},
	{
		reference: 'VT-056',
		firstName: 'Hugo',
		initial: 'S',
		she: false,
		cohort: 'youth',
		age: 24,
		stage: 'project',
		opened: 35,
		stageSince: 12,
		referent: 'yacine',
		circle: ['delphine'],
		agreement: signed(33),
		lastContact: 5,
		blockers: [],
		actions: [{ label: 'Entretien pour un service civique', owner: 'person', due: 4 }],
		note: {
			now: ['Licence abandonnée. Deux missions de bénévolat à la médiathèque.'],
			wants: ['Un service civique dans la culture.'],
			leads: ['Mission de huit mois à la médiathèque, réponse attendue.']
		}
	},
	{
		reference: 'VT-057',
		firstName: 'Latifa',
		initial: 'E',
		she: true,
		cohort: 'women',
		age: 47,
		stage: 'project',
		opened: 44,
		stageSince: 15,
		referent: 'delphine',
		circle: ['amina'],
		agreement: signed(40),
		lastContact: 6,
		blockers: [{ type: 'qualification', detail: 'Titre professionnel à passer', days: 15 }],
		actions: [{ label: 'Réunion d’information, titre de cuisinière', due: 12 }],
		note: {
			now: ['Cuisine pour des événements depuis dix ans, sans diplôme.'],
			wants: ['Un titre reconnu, puis la cantine d’une école.'],
			leads: ['Titre professionnel en six mois, rémunéré : réunion d’information en décembre.']
		}
	}
];
