import { oral, signed, type DemoCase } from './demo-case';

/** Levée des freins, second half. */
export const UNBLOCKING_NEXT: DemoCase[] = [
	{
		reference: 'VT-025',
		firstName: 'Nolwenn',
		initial: 'B',
		she: true,
		cohort: 'youth',
		age: 24,
		stage: 'unblocking',
		opened: 77,
		stageSince: 33,
		referent: 'yacine',
		circle: ['marc'],
		agreement: oral(75),
		lastContact: 7,
		blockers: [
			{
				type: 'qualification',
				status: 'in_progress',
				detail: 'Remise à niveau en mathématiques',
				carrier: 'yacine',
				days: 33
			}
		],
		actions: [{ label: 'Inscription à la remise à niveau', due: 6, blocker: 'qualification' }],
		note: {
			now: ['Arrêt des études en première générale. Garde d’enfants le soir.'],
			wants: ['Entrer en école d’auxiliaire de puériculture.'],
			leads: ['Concours en mars : remise à niveau de dix semaines avant.']
		}
	},
	{
		reference: 'VT-026',
		firstName: 'Idriss',
		initial: 'F',
		she: false,
		cohort: 'youth',
		age: 21,
		stage: 'unblocking',
		opened: 71,
		stageSince: 31,
		referent: 'thomas',
		circle: ['yacine'],
		agreement: signed(69),
		lastContact: 14,
		blockers: [
			{
				type: 'discrimination',
				detail: 'Six candidatures sans réponse, deux refus au nom du quartier',
				carrier: 'thomas',
				days: 31
			}
		],
		actions: [{ label: 'Parrainage avec le club d’entreprises', due: 11 }],
		note: {
			now: ['BTS informatique obtenu en juin. Cherche depuis cinq mois.'],
			wants: ['Un premier poste de technicien, même en intérim.'],
			leads: ['Parrain du club d’entreprises, candidature portée par Delphine.']
		}
	},
	{
		reference: 'VT-027',
		firstName: 'Yasmine',
		initial: 'D',
		she: true,
		cohort: 'women',
		age: 40,
		stage: 'unblocking',
		opened: 92,
		stageSince: 47,
		referent: 'fatiha',
		circle: ['amina', 'pauline'],
		agreement: signed(88),
		lastContact: 13,
		blockers: [
			{
				type: 'language',
				status: 'in_progress',
				detail: 'Niveau A2, vise B1 au printemps',
				carrier: 'pauline',
				days: 47
			},
			{ type: 'digital', detail: 'Téléphone seulement', days: 30 }
		],
		actions: [
			{ label: 'Deuxième module de français', owner: 'pauline', due: 13, blocker: 'language' }
		],
		note: {
			now: ['Assidue aux cours depuis septembre. Bénévole à la distribution alimentaire.'],
			wants: ['Un poste d’employée de restauration, en équipe.'],
			leads: ['Immersion à la cuisine centrale après le deuxième module.']
		}
	},
	{
		reference: 'VT-028',
		firstName: 'Rayan',
		initial: 'C',
		she: false,
		cohort: 'youth',
		age: 18,
		stage: 'unblocking',
		opened: 63,
		stageSince: 27,
		referent: 'lea',
		circle: ['bruno'],
		agreement: signed(61),
		lastContact: 4,
		blockers: [
			{
				type: 'confidence',
				status: 'in_progress',
				detail: 'Parle peu en groupe',
				carrier: 'bruno',
				days: 27
			}
		],
		actions: [
			{ label: 'Atelier théâtre du centre social', owner: 'bruno', due: 1, blocker: 'confidence' }
		],
		note: {
			now: ['Vient à tous les ateliers. Se dit « pas prêt » pour un entretien.'],
			wants: ['Travailler avec les animaux.'],
			leads: ['Journée à la ferme pédagogique, avec Bruno.']
		}
	},
	{
		reference: 'VT-030',
		firstName: 'Sabrina',
		initial: 'V',
		she: true,
		cohort: 'women',
		age: 30,
		stage: 'unblocking',
		opened: 69,
		stageSince: 29,
		referent: 'karim',
		circle: ['ines'],
		agreement: oral(65),
		lastContact: 8,
		blockers: [
			{
				type: 'mobility',
				status: 'in_progress',
				detail: 'Horaires du matin, hors du réseau',
				carrier: 'ines',
				days: 29
			}
		],
		actions: [
			{ label: 'Location solidaire : dossier', owner: 'ines', due: 4, blocker: 'mobility' }
		],
		note: {
			now: ['Préparatrice de commandes, une promesse dans la zone nord.'],
			wants: ['Accepter ce poste dès que le trajet est possible.'],
			leads: ['Location solidaire de voiture, trois mois.']
		}
	},
	{
		reference: 'VT-032',
		firstName: 'Patrick',
		initial: 'M',
		she: false,
		cohort: 'seniors',
		age: 55,
		stage: 'unblocking',
		opened: 81,
		stageSince: 36,
		referent: 'olivier',
		circle: ['sophie'],
		agreement: signed(79),
		lastContact: 15,
		blockers: [
			{
				type: 'qualification',
				detail: 'Certificat de cariste périmé',
				carrier: 'olivier',
				days: 36
			}
		],
		actions: [{ label: 'Devis du recyclage cariste', due: -1, blocker: 'qualification' }],
		note: {
			now: ['Cariste pendant douze ans. Certificat à renouveler.'],
			wants: ['Retrouver un entrepôt, de jour.'],
			leads: ['Recyclage de deux jours, puis clause d’insertion sur la plateforme.']
		}
	},
	{
		reference: 'VT-034',
		firstName: 'Emma',
		initial: 'J',
		she: true,
		cohort: 'youth',
		age: 19,
		stage: 'unblocking',
		opened: 57,
		stageSince: 24,
		referent: 'thomas',
		circle: ['sandrine', 'lea'],
		agreement: signed(54),
		lastContact: 6,
		blockers: [
			{
				type: 'health',
				status: 'in_progress',
				detail: 'Suivi commencé en octobre',
				carrier: 'sandrine',
				days: 24
			},
			{ type: 'isolation', detail: 'Vit seule depuis peu', days: 24 }
		],
		actions: [
			{ label: 'Point avec le service santé jeunes', due: 5, reserved: true, blocker: 'health' }
		],
		note: {
			now: ['A quitté la fac en cours de première année.'],
			wants: ['Prendre le temps, puis une formation courte.'],
			leads: ['Ne pas presser. Un rendez-vous tous les quinze jours lui convient.']
		}
	}
];
