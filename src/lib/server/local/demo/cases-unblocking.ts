import { signed, type DemoCase } from './demo-case';

/** Levée des freins, the cases that the group looks at most. */
export const UNBLOCKING: DemoCase[] = [
	{
		reference: 'VT-018',
		firstName: 'Samira',
		initial: 'H',
		she: true,
		cohort: 'women',
		age: 33,
		stage: 'unblocking',
		opened: 98,
		stageSince: 41,
		referent: 'amina',
		circle: ['lea', 'marc', 'ines'],
		agreement: { form: 'signed', given: 43, expiresIn: 322 },
		lastContact: 6,
		blockers: [
			{
				type: 'childcare',
				status: 'in_progress',
				detail: 'Mercredi et avant 8 h 30',
				carrier: 'amina',
				days: 41
			},
			{ type: 'mobility', detail: 'Zone des Prés à 6 h 30, aucun bus', carrier: 'ines', days: 6 },
			{
				type: 'language',
				status: 'in_progress',
				detail: 'Français écrit, niveau A2',
				carrier: 'marc',
				days: 37
			},
			{
				type: 'rights',
				status: 'lifted',
				detail: 'Complémentaire santé',
				carrier: 'amina',
				days: 60,
				liftedBy: 'Complémentaire santé ouverte avec France Services'
			}
		],
		actions: [
			{ label: 'Garde ponctuelle : réponse du fonds', due: 2, blocker: 'childcare' },
			{ label: 'Confirmer la place en crèche', owner: 'lea', due: 3, blocker: 'childcare' },
			{ label: 'Essai du trajet en vélo électrique', owner: 'ines', due: 8, blocker: 'mobility' },
			{
				label: 'Passer le test de français de Mot à Mot',
				owner: 'person',
				done: 21,
				blocker: 'language'
			},
			{ label: 'Ouvrir la complémentaire santé', done: 25, blocker: 'rights' },
			{ label: 'Envoyer le devis de garde au fonds', done: 1, blocker: 'childcare' }
		],
		note: {
			now: [
				'Cherche un temps partiel le matin, propreté ou petite enfance. Trois ans d’aide à domicile.',
				'À l’aise à l’oral, écrit à consolider : niveau A2 au test de Mot à Mot.'
			],
			wants: [
				'« Travailler quand les enfants sont à l’école, et ne plus dépendre de ma voisine. »'
			],
			leads: [
				[
					'Crèche à vocation d’insertion : une place en janvier, ',
					{ to: 'lea', by: 'amina', days: 1 },
					' confirme cette semaine.'
				],
				'Si la garde est réglée, immersion à l’accueil de loisirs, en décembre.',
				'Droits : vérifier l’effet d’un temps partiel sur la prime d’activité.'
			]
		},
		interviews: [
			{
				kind: 'interview',
				days: 6,
				place: 'Mairie annexe',
				by: 'amina',
				lines: [
					'La garde du mercredi reste le point dur. Elle a trouvé une assistante maternelle pour deux heures, à 240 € par mois.',
					'Suite : devis au fonds d’urgence, essai du trajet avec Inès.'
				]
			},
			{
				kind: 'step',
				days: 21,
				place: 'Mot à Mot',
				by: 'marc',
				lines: [
					'Test de positionnement : A2 à l’écrit, B1 à l’oral. Groupe du mardi et du jeudi proposé.'
				]
			},
			{
				kind: 'interview',
				days: 33,
				place: 'Point emploi',
				by: 'amina',
				lines: ['Premier curriculum vitæ relu ensemble. Elle met en avant l’aide à domicile.']
			},
			{
				kind: 'review',
				days: 40,
				place: 'Réunion du groupe',
				by: 'nathalie',
				lines: ['Le groupe retient la crèche à vocation d’insertion comme première piste.']
			},
			{
				kind: 'visit',
				days: 62,
				place: 'Accueil de loisirs',
				by: 'lea',
				lines: ['Visite d’une matinée. L’équipe serait d’accord pour une immersion.']
			},
			{
				kind: 'interview',
				days: 90,
				place: 'Mairie annexe',
				by: 'amina',
				lines: [
					'Premier rendez-vous long. Elle donne son accord pour en parler à la mission locale et à Mot à Mot.'
				]
			}
		],
		own: [
			{
				by: 'amina',
				lines: [
					'Prévoir un binôme avec Hélène si elle vient au chantier propreté.',
					'Ne pas proposer d’horaires avant 8 h tant que la garde n’est pas réglée.'
				]
			}
		]
	},
	{
		reference: 'VT-023',
		firstName: 'Mehdi',
		initial: 'A',
		she: false,
		cohort: 'youth',
		age: 22,
		stage: 'unblocking',
		opened: 84,
		stageSince: 35,
		referent: 'thomas',
		circle: ['lea', 'julien'],
		agreement: signed(80),
		lastContact: 5,
		blockers: [
			{
				type: 'mobility',
				status: 'in_progress',
				detail: 'Auto-école sociale depuis octobre',
				carrier: 'julien',
				days: 35
			},
			{ type: 'budget', detail: 'Reste à charge du permis', carrier: 'thomas', days: 30 }
		],
		actions: [
			{
				label: 'Auto-école sociale : 4 leçons sur 12',
				owner: 'julien',
				due: 21,
				blocker: 'mobility'
			}
		],
		note: {
			now: ['Titulaire d’un CAP d’électricien. Deux chantiers refusés faute de permis.'],
			wants: ['Passer le permis avant l’été et signer avec l’artisan qui l’attend.'],
			leads: ['Demander l’aide au permis à la mission locale dès la huitième leçon.']
		},
		interviews: [
			{
				kind: 'step',
				days: 5,
				place: 'Auto-école sociale',
				by: 'julien',
				lines: ['Quatrième leçon. Le code est acquis, la conduite en ville progresse.']
			}
		]
	},
	{
		reference: 'VT-012',
		firstName: 'Fatou',
		initial: 'S',
		she: true,
		cohort: 'women',
		age: 28,
		stage: 'unblocking',
		opened: 120,
		stageSince: 55,
		referent: 'amina',
		circle: ['fatiha', 'karim'],
		agreement: signed(115),
		lastContact: 9,
		blockers: [
			{
				type: 'childcare',
				status: 'stuck',
				detail: 'Place en crèche demandée en juin, sans réponse',
				carrier: 'amina',
				days: 55
			}
		],
		actions: [{ label: 'Relancer la crèche pour la place', due: -5, blocker: 'childcare' }],
		note: {
			now: [
				'Diplôme d’aide-soignante obtenu l’an dernier. Une promesse d’embauche depuis septembre.'
			],
			wants: ['Commencer en janvier, l’établissement ne l’attendra pas plus.'],
			leads: ['Autres modes de garde : maison d’assistantes maternelles, à interroger par Fatiha.']
		}
	}
];
