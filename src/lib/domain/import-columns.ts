import type { ImportField, RefusedColumn, Sheet, SheetColumn } from './import';
import {
	isSocialSecurityNumber,
	plainWords,
	readCohort,
	readDate,
	readStage
} from './import-values';

/** Headers that are not taken, in the order they are looked at. A header of blockers may name health among others. */
const REFUSED: readonly [RefusedColumn, RegExp][] = [
	['social_security', /\b(nir|nss|securite sociale|secu|num(ero)? ?ss|n ?ss|carte vitale)\b/],
	[
		'health',
		/\b(sante|health|medical\w*|medecin|maladie\w*|pathologie\w*|handicap\w*|rqth|mdph|aah|grossesse|traitement\w*|addiction\w*|psy\w*|invalidite|mutuelle|hospitali\w*)\b/
	],
	[
		'justice',
		/\b(justice|judiciaire\w*|casier|condamn\w*|prison|detention|incarcer\w*|spip|probation|penal\w*|sous main de justice|ppsmj|delit\w*|infraction\w*|bracelet)\b/
	],
	['sensitive', /\b(religio\w*|syndic\w*|ethni\w*|orientation sexuelle|opinion\w*|race)\b/],
	[
		'note',
		/\b(notes?|observations?|commentaires?|comments?|remarques?|compte rendu|cr entretien|synthese|precisions?|divers)\b/
	]
];

/** Words of headers, the most telling first. */
const HEADERS: readonly [ImportField, RegExp][] = [
	['email', /\b(e ?mails?|mails?|courriels?|adresse electronique)\b/],
	['phone', /\b(tel\w*|portables?|mobile|phone|gsm)\b/],
	['blockers', /\b(freins?|blockers?|blocages?|difficultes?|problematiques?|obstacles?)\b/],
	[
		'referent',
		/\b(referente?s?|conseillere?s?|conseiller|accompagnateur|accompagnatrice|suivi par|technicien(ne)?|lead worker|charge(e)? de suivi)\b/
	],
	[
		'birth',
		/\b(naissance|ne le|nee le|nee? en|ddn|date de nais\w*|birth\w*|date of birth|annee n\w*)\b/
	],
	[
		'lastContact',
		/\b(dernier|derniere|last|recent)\b.*\b(contact|entretien|rdv|rendez vous|visite|rencontre)\b|\blast seen\b/
	],
	[
		'firstContact',
		/\b(premiere?|1er|1ere|first)\b.*\b(contact|entretien|rdv|rendez vous|accueil|rencontre)\b|\b(date d entree|date entree|entree le|date d inscription|date accueil|date d accueil|date de contact|date contact)\b/
	],
	[
		'fullName',
		/\b(nom (et )?prenom|prenom (et )?nom|nom complet|full name|identite|personne|beneficiaire|candidat)\b/
	],
	['firstName', /\b(prenoms?|first name|given name)\b/],
	['cohort', /\b(cohortes?|public|categorie|cohort|groupe cible|tranche d age)\b/],
	['sex', /\b(sexe|genre|civilite|sex|gender|h f|f h)\b/],
	['stage', /\b(etapes?|stage|phase|avancement|statut|parcours|status)\b/],
	['ownReference', /\b(references?|ref|dossier|numero|identifiant|id|matricule|n)\b/],
	['lastName', /\b(noms?|initiale?s?|last name|surname|family name)\b/]
];

/** How much of a column must look alike for its values to say what it is. */
const MOST = 0.7;
/** Cells that are looked at. */
const SAMPLE = 200;

/** Why a column is not taken, from its name; null when nothing forbids it. */
export function refusalOf(header: string): RefusedColumn | null {
	const words = plainWords(header);
	if (/^(types? de )?(freins?|blockers?)\b/.test(words)) return null;
	return REFUSED.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Whether the first row of a table names its columns rather than being a row of it. */
export function isHeader(cells: readonly string[]): boolean {
	const filled = cells.filter((cell) => cell !== '');
	if (filled.some((cell) => /@/.test(cell) || isDateOrNumber(cell))) return false;
	if (filled.some((cell) => headerField(cell) !== null || refusalOf(cell) !== null)) return true;
	return filled.length > 1;
}

/**
 * Says what each column seems to be, from its name, else from its values; each field once, the first column that fits.
 * Columns that are refused are null.
 */
export function guessFields({ columns, rows }: Sheet, today: string): (ImportField | null)[] {
	const taken = new Set<ImportField>();
	const guessed = columns.map<ImportField | null>(() => null);
	const take = (index: number, field: ImportField | null): void => {
		if (field === null || taken.has(field)) return;
		taken.add(field);
		guessed[index] = field;
	};
	for (const [index, column] of columns.entries())
		if (isOpen(column)) take(index, headerField(column.header));
	for (const [index, column] of columns.entries()) {
		if (!isOpen(column) || guessed[index] !== null) continue;
		const values = rows
			.slice(0, SAMPLE)
			.map(({ cells }) => cells[index] ?? '')
			.filter((cell) => cell !== '');
		if (values.length > 0) take(index, fieldOfValues(values, today));
	}
	// One column of whole names says more than a column that is only named "Nom".
	if (taken.has('firstName') && taken.has('lastName')) {
		return guessed.map((field) => (field === 'fullName' ? null : field));
	}
	return guessed;
}

function isOpen(column: SheetColumn): boolean {
	return column.refused === null;
}

function headerField(header: string): ImportField | null {
	const words = plainWords(header);
	return HEADERS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

function fieldOfValues(values: readonly string[], today: string): ImportField | null {
	const share = (test: (value: string) => boolean): boolean =>
		values.filter(test).length >= values.length * MOST;
	if (share((value) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))) return 'email';
	if (share((value) => /^(\+33|0)[1-9](?:[ .-]?\d{2}){4}$/.test(value))) return 'phone';
	if (share((value) => isYearOfBirth(value, today))) return 'birth';
	if (share((value) => readCohort(value) !== null)) return 'cohort';
	if (share((value) => readStage(value) !== null)) return 'stage';
	return null;
}

function isYearOfBirth(value: string, today: string): boolean {
	const year = readDate(value, { today, past: true })?.year;
	return year !== undefined && year >= 1940 && year <= Number(today.slice(0, 4)) - 14;
}

function isDateOrNumber(cell: string): boolean {
	return isSocialSecurityNumber(cell) || /^[\d\s./+-]*\d[\d\s./+-]*$/.test(cell);
}
