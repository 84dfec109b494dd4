import type { AgendaItemKind } from '$lib/domain/meeting';
import type { Line } from './demo-case';
import type { MemberKey } from './team';

export interface DemoItem {
	kind: AgendaItemKind;
	/** Reference of the case. */
	reference?: string;
	title?: string;
	question?: string;
	minutes: number;
	informed?: true;
	presenter: MemberKey;
	notes?: Line[];
	decided?: DemoDecision[];
}

/** A line of « On décide ». */
export interface DemoDecision {
	kind: 'action' | 'decision';
	label: string;
	owner?: MemberKey;
	/** Days from today. */
	due?: number;
	done?: true;
}

export interface DemoMeeting {
	/** Days from today. */
	day: number;
	place: string;
	video: boolean;
	status: 'draft' | 'closed';
	items: DemoItem[];
}

function about(
	reference: string,
	presenter: MemberKey,
	minutes: number,
	question: string,
	rest: Pick<DemoItem, 'informed' | 'notes' | 'decided'> = {}
): DemoItem {
	return { kind: 'case', reference, presenter, minutes, question, ...rest };
}

/** The next meeting, and two that are over: one every six weeks. */
export const MEETINGS: DemoMeeting[] = [
	{
		day: 2,
		place: 'La Passerelle, salle 2',
		video: true,
		status: 'draft',
		items: [
			{
				kind: 'opening',
				title: 'Tour de table, accueil de l’association Mot à Mot',
				minutes: 10,
				presenter: 'nathalie'
			},
			{
				kind: 'information',
				title: 'Retour sur les décisions de la dernière réunion',
				minutes: 10,
				presenter: 'nathalie',
				notes: [
					'Cinq décisions appliquées sur sept. Restent l’atelier numérique et le relais pour les droits.',
					[
						{ to: 'amina', by: 'nathalie', days: 1 },
						' vous présentez trois situations : vérifiez les questions avant la réunion.'
					]
				]
			},
			about('VT-024', 'lea', 8, 'Hébergement avant l’entrée en CEJ : quelles pistes ?', {
				informed: true
			}),
			about('VT-012', 'amina', 6, 'La crèche ne répond pas, quel autre mode de garde ?', {
				informed: true
			}),
			about('VT-018', 'amina', 6, 'Qui peut proposer une garde avant 8 h 30, dès janvier ?', {
				informed: true
			}),
			about('VT-037', 'karim', 6, 'Entretien à venir : qui la prépare ?'),
			about('VT-015', 'sophie', 8, 'Reprise à temps partiel : quels employeurs ?', {
				informed: true
			}),
			about('VT-043', 'bruno', 6, 'Sans nouvelles depuis 34 jours, qui l’a croisé ?'),
			about('VT-031', 'thomas', 8, 'Forum de l’alternance : qui l’accompagne ?', {
				informed: true
			}),
			about('VT-020', 'amina', 8, 'Français et garde : dans quel ordre ?', { informed: true }),
			about('VT-011', 'karim', 8, 'Qualification : VAE ou formation courte ?', { informed: true }),
			{
				kind: 'decision',
				title: 'Fonds d’urgence : 2 demandes à examiner',
				minutes: 15,
				presenter: 'nathalie'
			},
			{
				kind: 'free',
				title: 'Actualités des structures et clôture',
				minutes: 15,
				presenter: 'nathalie'
			}
		]
	},
	{
		day: -40,
		place: 'La Passerelle, salle 2',
		video: false,
		status: 'closed',
		items: [
			{ kind: 'opening', title: 'Tour de table', minutes: 10, presenter: 'nathalie' },
			about('VT-018', 'amina', 8, 'Par où commencer : garde ou français ?', {
				informed: true,
				notes: ['Le groupe retient la crèche à vocation d’insertion. Léa prend contact.'],
				decided: [
					{ kind: 'decision', label: 'Le groupe retient la crèche à vocation d’insertion' },
					{
						kind: 'action',
						label: 'Prendre contact avec la crèche',
						owner: 'lea',
						due: -30,
						done: true
					}
				]
			}),
			about('VT-009', 'sophie', 8, 'Qui peut l’aider pour son relevé de carrière ?', {
				informed: true,
				notes: ['Sandrine l’accompagne à France Services.'],
				decided: [
					{
						kind: 'action',
						label: 'Demander le relevé de carrière',
						owner: 'sophie',
						due: -25,
						done: true
					},
					{
						kind: 'action',
						label: 'Trouver une place en atelier numérique',
						owner: 'sophie',
						due: -10
					}
				]
			}),
			about('VT-029', 'karim', 8, 'Droits bloqués : quel interlocuteur ?', {
				informed: true,
				notes: ['Pas de solution trouvée. À revoir à la prochaine réunion.'],
				decided: [
					{
						kind: 'action',
						label: 'Trouver un relais pour l’ouverture des droits',
						owner: 'karim',
						due: -12
					}
				]
			}),
			about('VT-019', 'amina', 6, 'Premier mois à la régie : quel suivi ?', {
				informed: true,
				notes: ['Point tous les quinze jours avec Hélène.'],
				decided: [
					{
						kind: 'action',
						label: 'Poser les dates des points de suivi',
						owner: 'amina',
						due: -33,
						done: true
					}
				]
			}),
			{
				kind: 'decision',
				title: 'Fonds d’urgence : 1 demande',
				minutes: 10,
				presenter: 'nathalie',
				notes: ['Accord pour 180 €, frais d’entrée en formation.'],
				decided: [
					{
						kind: 'action',
						label: 'Verser l’aide de 180 €',
						owner: 'nathalie',
						due: -35,
						done: true
					},
					{
						kind: 'action',
						label: 'Prévenir le centre de formation',
						owner: 'thomas',
						due: -35,
						done: true
					}
				]
			}
		]
	},
	{
		day: -82,
		place: 'Maison des associations',
		video: false,
		status: 'closed',
		items: [
			{
				kind: 'opening',
				title: 'Tour de table, présentation des nouveaux membres',
				minutes: 15,
				presenter: 'nathalie'
			},
			about('VT-009', 'sophie', 10, 'Retour à l’emploi à 59 ans : quelles pistes ?', {
				informed: true,
				notes: ['Navette solidaire du centre social à étudier.']
			}),
			about('VT-021', 'lea', 8, 'Service civique : prolonger le suivi ?', {
				informed: true,
				notes: ['Suivi jusqu’au sixième mois.']
			}),
			about('VT-041', 'thomas', 8, 'CDI signé : quels points de suivi ?', {
				informed: true,
				notes: ['Un point par mois.']
			}),
			{ kind: 'information', title: 'Calendrier de l’automne', minutes: 10, presenter: 'nathalie' }
		]
	}
];
