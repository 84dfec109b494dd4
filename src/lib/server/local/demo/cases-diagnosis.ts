import { oral, signed, type DemoCase } from './demo-case';

/** Diagnostic, first half: understanding the situation. */
export const DIAGNOSIS: DemoCase[] = [
	{
		reference: 'VT-024',
		firstName: 'Dylan',
		initial: 'F',
		she: false,
		cohort: 'youth',
		age: 21,
		stage: 'diagnosis',
		opened: 74,
		stageSince: 30,
		referent: 'lea',
		circle: ['thomas', 'sandrine'],
		agreement: signed(70),
		lastContact: 8,
		blockers: [
			{
				type: 'housing',
				status: 'in_progress',
				detail: 'Hébergé par un ami jusqu’à la fin du mois',
				carrier: 'sandrine',
				days: 40
			},
			{
				type: 'budget',
				detail: 'Aucune ressource, aide d’urgence alimentaire',
				carrier: 'thomas',
				days: 30
			}
		],
		actions: [
			{ label: 'Entretien de diagnostic', due: 1 },
			{ label: 'Demande au service d’hébergement', owner: 'sandrine', due: 3, blocker: 'housing' }
		],
		note: {
			now: ['Chez un ami depuis l’été. A travaillé comme plongeur, bons retours.'],
			wants: ['Une chambre à lui, puis un contrat en cuisine.'],
			leads: ['Contrat d’engagement jeune possible, à condition d’un hébergement stable.']
		},
		interviews: [
			{
				kind: 'interview',
				days: 8,
				place: 'Mission locale',
				by: 'lea',
				lines: [
					'Point sur l’hébergement : l’ami peut le garder jusqu’à la fin du mois, pas au-delà.',
					'Suite : Sandrine sollicite le service d’hébergement.'
				]
			}
		]
	},
	{
		reference: 'VT-022',
		firstName: 'Nadia',
		initial: 'B',
		she: true,
		cohort: 'women',
		age: 42,
		stage: 'diagnosis',
		opened: 86,
		stageSince: 45,
		referent: 'amina',
		circle: ['lea', 'karim'],
		agreement: signed(80),
		lastContact: 31,
		blockers: [
			{ type: 'childcare', detail: 'Trois enfants, le dernier à la maternelle', days: 45 },
			{ type: 'mobility', detail: 'Permis, mais pas de véhicule', days: 45 }
		],
		actions: [
			{ label: 'Caler un bilan de compétences', due: 6 },
			{ label: 'Reprendre contact', due: 3 }
		],
		note: {
			now: [
				'Quinze ans comme secrétaire médicale, arrêt à la naissance du troisième enfant.',
				[
					{ to: 'amina', by: 'lea', days: 0 },
					' tu peux caler le bilan avant lundi ? L’organisme a deux places.'
				]
			],
			wants: ['Reprendre à mi-temps, sans refaire le même métier.'],
			leads: ['Bilan de compétences, à financer. Atelier de remise à niveau bureautique.']
		},
		proposal: { question: 'Bilan de compétences : quel organisme ?', by: 'amina' }
	},
	{
		reference: 'VT-015',
		firstName: 'Jean-Luc',
		initial: 'R',
		she: false,
		cohort: 'seniors',
		age: 56,
		stage: 'diagnosis',
		opened: 110,
		stageSince: 52,
		referent: 'sophie',
		circle: ['karim', 'sandrine'],
		agreement: signed(105),
		lastContact: 12,
		blockers: [
			{
				type: 'health',
				status: 'in_progress',
				detail: 'Reprise à temps partiel conseillée',
				carrier: 'sophie',
				days: 52
			},
			{
				type: 'rights',
				status: 'in_progress',
				detail: 'Dossier en cours d’instruction',
				carrier: 'sandrine',
				days: 60
			}
		],
		actions: [
			{
				label: 'Rendez-vous avec le service de prévention',
				due: 10,
				reserved: true,
				blocker: 'health'
			}
		],
		note: {
			now: ['Magasinier pendant vingt-deux ans, licenciement économique il y a trois ans.'],
			wants: ['Travailler de nouveau, quatre heures par jour pour commencer.'],
			leads: ['Employeurs ouverts au temps partiel : à demander au groupe.']
		}
	},
	{
		reference: 'VT-020',
		firstName: 'Sonia',
		initial: 'E',
		she: true,
		cohort: 'women',
		age: 34,
		stage: 'diagnosis',
		opened: 95,
		stageSince: 38,
		referent: 'amina',
		circle: ['marc', 'fatiha'],
		agreement: signed(90),
		lastContact: 6,
		blockers: [
			{
				type: 'language',
				status: 'in_progress',
				detail: 'Niveau A1, progresse vite',
				carrier: 'marc',
				days: 38
			},
			{ type: 'childcare', detail: 'Un enfant de 18 mois', days: 38 }
		],
		actions: [
			{ label: 'Positionnement français avec Mot à Mot', due: 3 },
			{ label: 'Écrire la question au groupe', due: 1 }
		],
		note: {
			now: ['Suit les ateliers du lundi. Vient avec son bébé, qui ne se laisse pas garder.'],
			wants: ['Parler assez bien pour travailler dans un commerce.'],
			leads: ['Cours le matin et halte-garderie en même temps : à trouver dans le quartier.']
		},
		interviews: [
			{
				kind: 'step',
				days: 6,
				place: 'Mot à Mot',
				by: 'marc',
				lines: ['Première évaluation à l’oral, accompagnée. Très motivée.']
			}
		]
	},
	{
		reference: 'VT-052',
		firstName: 'Aïcha',
		initial: 'T',
		she: true,
		cohort: 'youth',
		age: 19,
		stage: 'diagnosis',
		opened: 40,
		stageSince: 18,
		referent: 'lea',
		circle: ['thomas'],
		agreement: oral(38),
		lastContact: 10,
		blockers: [{ type: 'confidence', detail: 'Renonce avant les entretiens', days: 18 }],
		actions: [{ label: 'Choix CEJ ou Cité de l’emploi', due: 7 }],
		note: {
			now: ['Baccalauréat professionnel commerce. Deux essais interrompus.'],
			wants: ['Hésite entre la vente et l’accueil.'],
			leads: ['Lui présenter les deux accompagnements : ils ne se cumulent pas.']
		}
	}
];
