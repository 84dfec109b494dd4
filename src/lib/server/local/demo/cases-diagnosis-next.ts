import { oral, signed, type DemoCase } from './demo-case';

/** Diagnostic, second half. */
export const DIAGNOSIS_NEXT: DemoCase[] = [
	{
		reference: 'VT-011',
		firstName: 'Ibrahim',
		initial: 'K',
		she: false,
		cohort: 'seniors',
		age: 53,
		stage: 'diagnosis',
		opened: 130,
		stageSince: 60,
		referent: 'karim',
		circle: ['sophie', 'olivier'],
		agreement: signed(120),
		lastContact: 14,
		blockers: [
			{
				type: 'qualification',
				status: 'in_progress',
				detail: 'Trente ans d’expérience sans diplôme',
				carrier: 'karim',
				days: 60
			},
			{ type: 'digital', detail: 'Espace personnel à activer', days: 60 }
		],
		actions: [{ label: 'Mettre à jour le projet personnalisé', due: 2 }],
		note: {
			now: ['Peintre en bâtiment, dernière mission il y a huit mois.'],
			wants: ['Faire reconnaître ce qu’il sait faire.'],
			leads: ['Validation des acquis ou formation courte : avis du groupe demandé.']
		}
	},
	{
		reference: 'VT-053',
		firstName: 'Jordan',
		initial: 'L',
		she: false,
		cohort: 'youth',
		age: 23,
		stage: 'diagnosis',
		opened: 33,
		stageSince: 16,
		referent: 'yacine',
		circle: ['bruno'],
		agreement: oral(30),
		lastContact: 16,
		blockers: [{ type: 'mobility', detail: 'Scooter en panne', carrier: 'ines', days: 16 }],
		actions: [{ label: 'Passer le test de positionnement', due: 5 }],
		note: {
			now: ['Livreur à son compte pendant un an, activité arrêtée.'],
			wants: ['Un contrat salarié, avec des horaires.'],
			leads: ['Métiers de la logistique : visite d’entrepôt avec la mission locale.']
		}
	},
	{
		reference: 'VT-054',
		firstName: 'Chantal',
		initial: 'G',
		she: true,
		cohort: 'seniors',
		age: 58,
		stage: 'diagnosis',
		opened: 47,
		stageSince: 21,
		referent: 'sophie',
		circle: ['helene'],
		agreement: signed(44),
		lastContact: 9,
		blockers: [{ type: 'confidence', detail: '« À mon âge, on ne me répond plus »', days: 21 }],
		actions: [{ label: 'Atelier valoriser son expérience', due: 9 }],
		note: {
			now: ['Aide à domicile, puis agente d’entretien. Sans emploi depuis deux ans.'],
			wants: ['Tenir jusqu’à la retraite dans un métier moins physique.'],
			leads: ['Poste de lingère à la régie en février : voir avec Hélène.']
		}
	},
	{
		reference: 'VT-055',
		firstName: 'Rachida',
		initial: 'Z',
		she: true,
		cohort: 'women',
		age: 45,
		stage: 'diagnosis',
		opened: 52,
		stageSince: 25,
		referent: 'delphine',
		circle: ['sandrine'],
		agreement: oral(50),
		lastContact: 11,
		blockers: [{ type: 'budget', detail: 'Retard de deux loyers', carrier: 'sandrine', days: 25 }],
		actions: [{ label: 'Dossier fonds de solidarité logement', owner: 'sandrine', due: 4 }],
		note: {
			now: ['Caissière à temps très partiel, contrat terminé en août.'],
			wants: ['Un temps plein, même de nuit.'],
			leads: ['Deux magasins recrutent avant les fêtes : Delphine les appelle.']
		}
	}
];
