import type { Role } from '$lib/domain/member';

export const TERRITORY = {
	slug: 'les-tilleuls',
	name: 'Les Tilleuls',
	commune: 'Valmarin',
	officialCode: 'QP099001',
	prefix: 'VT'
} as const;

export const ORGANIZATIONS = {
	regie: { name: 'Régie de quartier', kind: 'neighbourhood_company' },
	mission: { name: 'Mission locale', kind: 'local_mission' },
	travail: { name: 'France Travail', kind: 'employment_service' },
	ccas: { name: 'CCAS', kind: 'ccas' },
	plie: { name: 'PLIE', kind: 'plie' },
	centre: { name: 'Centre social', kind: 'social_centre' },
	motamot: { name: 'Association Mot à Mot', kind: 'association' },
	mobilite: { name: 'Plateforme mobilité', kind: 'association' },
	cite: { name: 'Cité de l’emploi', kind: 'coordination' },
	ddets: { name: 'DDETS', kind: 'state' }
} as const;
export type OrganizationKey = keyof typeof ORGANIZATIONS;

export interface DemoMember {
	firstName: string;
	lastName: string;
	jobTitle: string;
	organization: OrganizationKey;
	role: Role | 'admin';
	color: number;
	/** Signs in with it; the address ends in `@tilleuls.example`. */
	passphrase: string;
}

export const MEMBERS = {
	amina: member('Amina', 'Derouiche', 'Référente de parcours', 'regie', 1, 'cerisier-rivage-47'),
	lea: member('Léa', 'Marchand', 'Conseillère en insertion', 'mission', 2, 'boussole-jardin-82'),
	karim: member('Karim', 'Belhadj', 'Conseiller emploi', 'travail', 3, 'lanterne-colline-35'),
	thomas: member('Thomas', 'Guérin', 'Référent jeunes', 'ccas', 4, 'papier-moulin-61'),
	sophie: member('Sophie', 'Lambert', 'Référente de parcours', 'plie', 5, 'olivier-passage-28'),
	nathalie: {
		...member('Nathalie', 'Pruvost', 'Coordinatrice', 'cite', 6, 'tambour-fontaine-93'),
		role: 'facilitator'
	},
	bruno: member('Bruno', 'Ferreira', 'Médiateur emploi', 'centre', 7, 'sentier-violon-16'),
	ines: member('Inès', 'Carvalho', 'Conseillère mobilité', 'mobilite', 8, 'pinceau-horizon-74'),
	marc: member('Marc', 'Vasseur', 'Formateur en français', 'motamot', 5, 'galet-chemise-52'),
	helene: member('Hélène', 'Aubry', 'Encadrante technique', 'regie', 3, 'marelle-sapin-39'),
	yacine: member('Yacine', 'Rahmani', 'Conseiller en insertion', 'mission', 7, 'cabane-orage-85'),
	delphine: member(
		'Delphine',
		'Roussel',
		'Conseillère entreprises',
		'travail',
		6,
		'noisette-phare-20'
	),
	sandrine: member('Sandrine', 'Morvan', 'Travailleuse sociale', 'ccas', 8, 'ruban-falaise-67'),
	olivier: member('Olivier', 'Teyssier', 'Chargé des clauses', 'plie', 1, 'cadran-bruyere-44'),
	fatiha: member('Fatiha', 'Benali', 'Animatrice familles', 'centre', 2, 'melodie-verger-58'),
	pauline: member('Pauline', 'Jacquet', 'Formatrice', 'motamot', 4, 'plume-escalier-31'),
	julien: member('Julien', 'Mercier', 'Moniteur d’auto-école', 'mobilite', 6, 'carnet-tempete-79'),
	isabelle: {
		...member('Isabelle', 'Caron', 'Chargée de mission', 'ddets', 3, 'ardoise-prairie-26'),
		role: 'observer'
	},
	damien: {
		...member('Damien', 'Lacoste', 'Administrateur', 'cite', 5, 'grenier-comete-63'),
		role: 'admin'
	}
} satisfies Record<string, DemoMember>;
export type MemberKey = keyof typeof MEMBERS;

/** Every member with its key, in the order in which the accounts are printed. */
export function listTeam(): [MemberKey, DemoMember][] {
	return Object.entries(MEMBERS) as [MemberKey, DemoMember][];
}

function member(
	firstName: string,
	lastName: string,
	jobTitle: string,
	organization: OrganizationKey,
	color: number,
	passphrase: string
): DemoMember {
	return { firstName, lastName, jobTitle, organization, role: 'practitioner', color, passphrase };
}
