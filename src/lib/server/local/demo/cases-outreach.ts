import { oral, signed, type DemoCase } from './demo-case';

/** Repérage: met in the neighbourhood, little known yet. */
export const OUTREACH: DemoCase[] = [
	{
		reference: 'VT-045',
		firstName: 'Kévin',
		initial: 'D',
		she: false,
		cohort: 'youth',
		age: 20,
		stage: 'outreach',
		opened: 9,
		stageSince: 9,
		referent: 'bruno',
		circle: ['thomas'],
		agreement: oral(9),
		lastContact: 4,
		blockers: [
			{
				type: 'isolation',
				detail: 'Sort peu, ne connaît plus personne de son âge dans le quartier',
				days: 9
			}
		],
		actions: [{ label: 'Le revoir au marché', due: 1 }],
		note: {
			now: [
				'Rencontré au marché. A quitté le lycée professionnel en fin de première, sans diplôme. Vit chez sa tante.'
			],
			wants: [
				'Travailler dehors, « pas derrière un écran ». Ne veut pas entendre parler d’inscription pour l’instant.'
			],
			leads: ['Lui proposer la visite des espaces verts de la régie, sans engagement.']
		}
	},
	{
		reference: 'VT-044',
		firstName: 'Rokia',
		initial: 'C',
		she: true,
		cohort: 'women',
		age: 31,
		stage: 'outreach',
		opened: 12,
		stageSince: 12,
		referent: 'bruno',
		circle: ['thomas', 'amina'],
		agreement: oral(12),
		lastContact: 7,
		blockers: [
			{ type: 'childcare', detail: 'Deux enfants de 3 et 5 ans, pas de relais le matin', days: 12 },
			{ type: 'language', detail: 'À l’aise à l’oral, n’écrit pas encore le français', days: 12 }
		],
		actions: [{ label: 'Rappeler pour fixer un rendez-vous', due: -4 }],
		note: {
			now: ['Venue deux fois à la permanence du marché. Disponible le matin seulement.'],
			wants: ['Reprendre un emploi en janvier, plutôt dans la cuisine collective.'],
			leads: [
				'Rendez-vous au point emploi de la régie, le matin, avec une interprète si elle le souhaite.'
			]
		}
	},
	{
		reference: 'VT-046',
		firstName: 'Bilal',
		initial: 'O',
		she: false,
		cohort: 'youth',
		age: 18,
		stage: 'outreach',
		opened: 15,
		stageSince: 15,
		referent: 'thomas',
		circle: ['lea'],
		agreement: oral(14),
		lastContact: 6,
		blockers: [{ type: 'confidence', detail: 'N’ose pas se présenter seul', days: 15 }],
		actions: [{ label: 'Proposer un premier rendez-vous', due: 3 }],
		note: {
			now: ['Connu de l’équipe jeunesse depuis le collège. Sans solution depuis septembre.'],
			wants: ['« Un stage pour voir », si quelqu’un l’accompagne le premier jour.'],
			leads: ['Atelier sport et emploi du CCAS, puis inscription à la mission locale.']
		}
	},
	{
		reference: 'VT-043',
		firstName: 'Ismaël',
		initial: 'T',
		she: false,
		cohort: 'youth',
		age: 22,
		stage: 'outreach',
		opened: 58,
		stageSince: 58,
		referent: 'bruno',
		circle: ['thomas', 'lea'],
		agreement: oral(55),
		lastContact: 34,
		blockers: [{ type: 'isolation', detail: 'Ne répond plus au téléphone', days: 34 }],
		actions: [{ label: 'Repasser au city-stade' }],
		note: {
			now: ['Vu trois fois en septembre, puis plus de nouvelles. Son frère dit qu’il va bien.'],
			wants: ['Parlait du bâtiment, comme son oncle.'],
			leads: [
				'Ne pas multiplier les appels : une seule personne le recontacte, à définir en réunion.'
			]
		}
	},
	{
		reference: 'VT-047',
		firstName: 'Monique',
		initial: 'J',
		she: true,
		cohort: 'seniors',
		age: 57,
		stage: 'outreach',
		opened: 18,
		stageSince: 18,
		referent: 'amina',
		circle: ['fatiha'],
		agreement: oral(18),
		lastContact: 5,
		blockers: [
			{ type: 'digital', detail: 'Pas d’adresse électronique', days: 18 },
			{ type: 'isolation', detail: 'Seule depuis le départ de ses enfants', days: 18 }
		],
		actions: [{ label: 'Visite du point emploi', due: 7 }],
		note: {
			now: [
				'Ancienne employée de cantine, sans activité depuis six ans. Vient au café des habitants le jeudi.'
			],
			wants: ['Se sentir utile, quelques heures par semaine pour commencer.'],
			leads: ['Atelier numérique du centre social, puis visite du point emploi.']
		}
	},
	{
		reference: 'VT-048',
		firstName: 'Océane',
		initial: 'P',
		she: true,
		cohort: 'youth',
		age: 19,
		stage: 'outreach',
		opened: 11,
		stageSince: 11,
		referent: 'thomas',
		circle: ['lea'],
		agreement: signed(10),
		lastContact: 5,
		blockers: [
			{ type: 'rights', detail: 'Plus de carte d’identité en cours de validité', days: 11 }
		],
		actions: [{ label: 'Inscription mission locale à vérifier', due: 8 }],
		note: {
			now: ['A fait un an de service dans un restaurant, contrat non renouvelé.'],
			wants: ['Retrouver vite un revenu. La petite enfance l’attire.'],
			leads: ['Refaire la carte d’identité : rendez-vous pris en mairie annexe.']
		}
	},
	{
		reference: 'VT-049',
		firstName: 'Assia',
		initial: 'M',
		she: true,
		cohort: 'women',
		age: 38,
		stage: 'outreach',
		opened: 20,
		stageSince: 20,
		referent: 'fatiha',
		circle: ['amina'],
		agreement: oral(19),
		lastContact: 9,
		blockers: [
			{ type: 'language', detail: 'Arrivée il y a deux ans, comprend bien, parle peu', days: 20 }
		],
		actions: [{ label: 'Atelier cuisine du centre social', due: 3 }],
		note: {
			now: ['Participe aux ateliers familles. Couturière dans son pays.'],
			wants: ['Apprendre le français avec d’autres femmes, puis coudre.'],
			leads: ['Groupe de conversation de Mot à Mot, le lundi.']
		}
	},
	{
		reference: 'VT-050',
		firstName: 'Tatiana',
		initial: 'R',
		she: true,
		cohort: 'women',
		age: 29,
		stage: 'outreach',
		opened: 4,
		stageSince: 4,
		referent: 'amina',
		circle: [],
		agreement: null,
		lastContact: 4,
		blockers: [{ type: 'childcare', detail: '', days: 4 }],
		actions: [],
		note: {
			now: ['Rencontrée à la permanence. Élève seule un enfant de 2 ans.'],
			wants: ['Savoir ce qu’il est possible de faire avant de décider.'],
			leads: ['Lui lire la phrase d’accord au prochain rendez-vous, sans pression.']
		}
	},
	{
		reference: 'VT-051',
		firstName: 'Enzo',
		initial: 'W',
		she: false,
		cohort: 'youth',
		age: 17,
		stage: 'outreach',
		opened: 6,
		stageSince: 6,
		referent: 'lea',
		circle: [],
		agreement: null,
		lastContact: 6,
		blockers: [],
		actions: [{ label: 'Revoir avec ses parents pour l’accord', due: 2 }],
		note: {
			now: ['Sorti d’apprentissage au bout de trois mois.'],
			wants: ['Changer de métier, pas d’idée arrêtée.'],
			leads: ['Demander l’accord avant d’en parler au groupe.']
		}
	}
];
