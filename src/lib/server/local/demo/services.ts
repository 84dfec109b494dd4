import { demoId, organizationIdOf, type Plan, type Rows } from './plan';
import { MEMBERS, type MemberKey } from './team';

interface DemoService {
	name: string;
	/** Who wrote it, for their organisation. */
	by: MemberKey;
	description: string;
	contact: string;
	howToRefer: string;
	conditions: string;
	delay: string;
	types: string[];
	/** Days since it was checked. */
	checked: number;
}

/** Telephone numbers are in the range kept for fiction. */
const SERVICES: readonly DemoService[] = [
	{
		name: 'Garage solidaire',
		by: 'ines',
		description:
			'Réparation et prêt de voitures, de vélos et de cyclomoteurs pour aller travailler.',
		contact: '01 99 00 41 10',
		howToRefer: 'Appeler l’atelier, puis envoyer la fiche de liaison avec la date d’embauche.',
		conditions: 'Habiter le quartier. Main-d’œuvre à 12 € de l’heure, pièces au prix coûtant.',
		delay: 'Une semaine',
		types: ['mobility', 'budget'],
		checked: 12
	},
	{
		name: 'Auto-école solidaire',
		by: 'julien',
		description:
			'Code en petit groupe, conduite à un rythme adapté, aide à la lecture des questions.',
		contact: '01 99 00 41 11',
		howToRefer: 'Réunion d’information le premier mardi du mois, sans inscription.',
		conditions: 'Projet professionnel validé. Participation de 150 €, en plusieurs fois.',
		delay: 'Trois semaines',
		types: ['mobility', 'confidence'],
		checked: 34
	},
	{
		name: 'Garde ponctuelle à domicile',
		by: 'helene',
		description:
			'Une personne formée garde les enfants pour un entretien, une formation ou une prise de poste, dès 5 h 30.',
		contact: '01 99 00 41 20',
		howToRefer: 'Demande par téléphone, deux jours avant.',
		conditions: 'Enfants de 3 mois à 10 ans. 2 € de l’heure.',
		delay: 'Trois jours',
		types: ['childcare', 'budget'],
		checked: 8
	},
	{
		name: 'Accueil des parents',
		by: 'fatiha',
		description: 'Café du mardi, ateliers avec les enfants, entraide pour les sorties d’école.',
		contact: '01 99 00 41 30',
		howToRefer: 'Venir le mardi entre 9 h et 11 h ; Fatiha accueille.',
		conditions: 'Ouvert à toutes et à tous, gratuit.',
		delay: 'Le jour même',
		types: ['childcare', 'isolation', 'confidence'],
		checked: 21
	},
	{
		name: 'Ateliers de français du soir',
		by: 'marc',
		description:
			'Cours par niveau et français du métier : propreté, aide à domicile, bâtiment. Garde d’enfants sur place.',
		contact: 'ateliers@motamot.example',
		howToRefer: 'Évaluation d’une heure, sur rendez-vous.',
		conditions: 'À partir de 16 ans. 10 € par an.',
		delay: 'Deux semaines',
		types: ['language', 'qualification'],
		checked: 97
	},
	{
		name: 'Point numérique accompagné',
		by: 'bruno',
		description:
			'Ordinateurs, imprimante et une personne pour aider : espace personnel, CV, démarches en ligne.',
		contact: '01 99 00 41 31',
		howToRefer: 'Sans rendez-vous, du lundi au jeudi après-midi.',
		conditions: 'Gratuit.',
		delay: 'Le jour même',
		types: ['digital', 'rights'],
		checked: 40
	},
	{
		name: 'Accès aux droits et conseil budget',
		by: 'sandrine',
		description: 'Ouverture de droits, dossiers, échéanciers, aide facultative.',
		contact: '01 99 00 41 40',
		howToRefer: 'Par téléphone, ou à la permanence du jeudi matin.',
		conditions: 'Habiter la commune.',
		delay: 'Dix jours',
		types: ['rights', 'budget', 'housing', 'health'],
		checked: 15
	},
	{
		name: 'Immersions et visites d’entreprises',
		by: 'delphine',
		description:
			'Recherche d’une entreprise d’accueil, convention, bilan avec la personne et l’employeur.',
		contact: '01 99 00 41 50',
		howToRefer: 'Envoyer le métier visé et les disponibilités.',
		conditions: 'Être inscrit·e comme demandeur ou demandeuse d’emploi.',
		delay: 'Deux semaines',
		types: ['qualification', 'confidence', 'discrimination'],
		checked: 27
	},
	{
		name: 'Clauses d’insertion',
		by: 'olivier',
		description: 'Postes réservés sur les chantiers et les marchés publics du territoire.',
		contact: '01 99 00 41 60',
		howToRefer: 'CV et disponibilités par courriel ; réponse à chaque candidature.',
		conditions: 'Critères d’éligibilité vérifiés ensemble.',
		delay: 'Une semaine',
		types: ['qualification', 'discrimination'],
		checked: 55
	}
];

/** What the organisations of the demo group offer; one of them is to be checked. */
export function rowsOfServices({ calendar, profileIds }: Plan): Rows[] {
	return [
		{
			table: 'services',
			rows: SERVICES.map((service) => ({
				id: serviceIdOf(service),
				organization_id: organizationIdOf(MEMBERS[service.by].organization),
				name: service.name,
				description: service.description,
				contact: service.contact,
				how_to_refer: service.howToRefer,
				conditions: service.conditions,
				delay: service.delay,
				checked_on: calendar.day(-service.checked),
				checked_by: profileIds[service.by],
				created_by: profileIds[service.by],
				created_at: calendar.at(-service.checked)
			}))
		},
		{
			table: 'service_blockers',
			rows: SERVICES.flatMap((service) =>
				service.types.map((type_code) => ({ service_id: serviceIdOf(service), type_code }))
			)
		}
	];
}

function serviceIdOf({ name }: DemoService): string {
	return demoId(`service ${name}`);
}
