import { signed, type DemoCase } from './demo-case';

/** Levée des freins, those that the group is asked about. */
export const UNBLOCKING_STUCK: DemoCase[] = [
	{
		reference: 'VT-009',
		firstName: 'Gérard',
		initial: 'L',
		she: false,
		cohort: 'seniors',
		age: 59,
		stage: 'unblocking',
		opened: 140,
		stageSince: 70,
		referent: 'sophie',
		circle: ['bruno', 'sandrine'],
		agreement: signed(135),
		lastContact: 13,
		blockers: [
			{
				type: 'digital',
				status: 'in_progress',
				detail: 'Démarches en ligne impossibles seul',
				carrier: 'bruno',
				days: 70
			},
			{
				type: 'rights',
				status: 'in_progress',
				detail: 'Relevé de carrière incomplet',
				carrier: 'sandrine',
				days: 48
			}
		],
		actions: [{ label: 'Accompagner à France Services', due: 0, blocker: 'rights' }],
		note: {
			now: ['Chauffeur-livreur jusqu’à la fermeture de l’entreprise.'],
			wants: ['Conduire encore, en journée, pour une association ou la commune.'],
			leads: ['Navette solidaire du centre social : douze heures par semaine possibles.']
		},
		proposal: { question: 'Atelier numérique : qui a de la place en décembre ?', by: 'sophie' }
	},
	{
		reference: 'VT-033',
		firstName: 'Steven',
		initial: 'G',
		she: false,
		cohort: 'youth',
		age: 20,
		stage: 'unblocking',
		opened: 66,
		stageSince: 28,
		referent: 'lea',
		circle: ['sandrine', 'thomas'],
		agreement: signed(60),
		lastContact: 12,
		blockers: [
			{
				type: 'housing',
				status: 'stuck',
				detail: 'Foyer de jeunes travailleurs, sans réponse',
				carrier: 'lea',
				days: 28
			},
			{ type: 'budget', detail: 'Dépôt de garantie', carrier: 'sandrine', days: 20 }
		],
		actions: [{ label: 'Caution solidaire, foyer de jeunes', due: 9, blocker: 'housing' }],
		note: {
			now: ['Apprentissage possible en carrosserie, à 40 minutes de chez sa mère.'],
			wants: ['Se rapprocher du garage avant de signer.'],
			leads: ['Relancer le foyer à plusieurs : la demande date de douze jours.']
		},
		proposal: { question: 'Foyer de jeunes travailleurs : relancer ensemble ?', by: 'lea' }
	},
	{
		reference: 'VT-029',
		firstName: 'Mariama',
		initial: 'N',
		she: true,
		cohort: 'women',
		age: 36,
		stage: 'unblocking',
		opened: 88,
		stageSince: 43,
		referent: 'karim',
		circle: ['amina', 'sandrine'],
		agreement: signed(85),
		lastContact: 10,
		blockers: [
			{
				type: 'rights',
				status: 'stuck',
				detail: 'Dossier bloqué depuis le changement d’adresse',
				carrier: 'karim',
				days: 38
			},
			{ type: 'childcare', detail: 'Garde pendant les démarches', carrier: 'amina', days: 1 }
		],
		actions: [{ label: 'Ouverture des droits à vérifier', due: 8, blocker: 'rights' }],
		note: {
			now: ['Agente polyvalente en école, contrat terminé en juillet. Deux enfants.'],
			wants: ['Retrouver la même chose, ou l’entretien de bureaux le matin.'],
			leads: ['Tant que les droits ne sont pas ouverts, pas de garde payée : commencer par là.']
		},
		proposal: { question: 'Quel relais pour l’ouverture des droits, hors ligne ?', by: 'karim' }
	}
];
