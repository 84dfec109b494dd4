import { card, moveByMenu, saved } from './support/board-page';
import { commonNote, openCase } from './support/case-page';
import { BOARD, caseAddress } from './support/people';
import { expect, test } from './support/test';

/** Of Sophie, in « Projet et immersions ». */
const PLACED = 'VT-039';
const NAME = 'Sébastien V.';
/** Of Thomas, with Léa in the circle. */
const CLOSED = 'VT-041';

test('[J240] who finds a job is followed: its outcome is told from the board, and its check answered in Ma journée', async ({
	pageOf
}) => {
	const sophie = await pageOf('sophie');
	await sophie.goto(BOARD);
	await expect(card(sophie, NAME)).toBeVisible();
	await expect(saved(sophie)).toBeVisible();
	await moveByMenu(sophie, NAME, 'Emploi ou formation');
	await sophie.getByRole('button', { name: 'Préciser le résultat' }).click();

	const outcomes = sophie.getByRole('region', { name: 'Résultats' });
	await outcomes.getByRole('button', { name: 'Enregistrer le résultat' }).click();
	await expect(outcomes.getByLabel('Résultat', { exact: true })).toBeFocused();
	await outcomes.getByLabel('Résultat', { exact: true }).selectOption({ label: 'CDI' });
	await outcomes.getByLabel(/^Type d’employeur/).selectOption({ label: 'Entreprise' });
	await outcomes.getByRole('button', { name: 'Enregistrer le résultat' }).click();
	await expect(outcomes.getByRole('listitem').filter({ hasText: 'CDI, Entreprise' })).toBeVisible();
	const checks = sophie.getByRole('region', { name: 'Suivi à six mois' });
	await expect(checks.getByRole('listitem')).toHaveCount(4);

	await sophie.goto('/ma-journee');
	await sophie
		.getByRole('link', { name: /^Toujours en poste ou en formation/ })
		.first()
		.click();
	const detail = sophie.getByRole('article').filter({ hasText: PLACED });
	await detail.getByText('Oui', { exact: true }).click();
	await detail.getByRole('button', { name: 'Répondre' }).click();
	await expect(detail).toContainText('Fait');
	await sophie.goto(`${caseAddress(PLACED)}?onglet=parcours`);
	await expect(checks.getByRole('listitem').first()).toContainText('Oui, le');
});

test('[J241] a case that is closed is only read by the others, and written again once it is opened', async ({
	pageOf
}) => {
	const [thomas, lea] = [await pageOf('thomas'), await pageOf('lea')];
	await openCase(lea, CLOSED);
	await thomas.goto(`${caseAddress(CLOSED)}/cloture`);
	await thomas.getByRole('button', { name: 'Clore le parcours' }).click();
	await expect(thomas.getByText('Faites un choix.').first()).toBeVisible();
	await thomas.getByRole('radio', { name: 'Déménagement' }).check();
	await thomas.getByRole('radio', { name: 'Aucun résultat' }).check();
	await thomas.getByRole('radio', { name: 'Les laisser telles quelles' }).check();
	await thomas.getByRole('button', { name: 'Clore le parcours' }).click();
	await expect(thomas.getByText(/^Sortie de parcours le .*\s: Déménagement/)).toBeVisible();

	await expect(lea.getByText(/^Sortie de parcours le .*\s: Déménagement/)).toBeVisible();
	await expect(commonNote(lea)).not.toBeEditable();
	await expect(lea.getByRole('button', { name: 'Rouvrir' })).toHaveCount(0);

	await thomas.getByText('Rouvrir', { exact: true }).click();
	await thomas.getByLabel('Pourquoi la rouvrir').fill('De retour dans le quartier');
	await thomas.getByRole('button', { name: 'Rouvrir la situation' }).click();
	await expect(commonNote(lea)).toBeEditable();
	await thomas.goto(`${caseAddress(CLOSED)}?onglet=parcours`);
	await expect(thomas.getByText('De retour dans le quartier')).toBeVisible();
});
