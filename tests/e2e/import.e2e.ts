import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

const IMPORT = '/q/les-tilleuls/situations/importer';

test('[I1] a spreadsheet in Windows-1252 becomes cases of the organisation, and is taken back', async ({
	pageOf
}) => {
	const page = await pageOf('karim');
	await page.goto('/q/les-tilleuls/situations/nouvelle');
	await page.getByRole('link', { name: 'Importer un tableau existant' }).click();
	await send(page, 'suivi.csv', [
		'Né le;NOM;Prénom;Étape;Freins;N° sécu;Commentaires',
		'12/03/2001;Zidor;Éloïse;Diagnostic;mobilité, météo;201037511604821;longue histoire',
		'4 juil. 2003;Zénon;Théo;Levée des freins;garde;;'
	]);

	await expect(page.getByRole('heading', { name: 'Que contient chaque colonne' })).toBeVisible();
	await expect(page.getByLabel('Contenu de la colonne « Né le »')).toHaveValue('birth');
	await expect(page.getByText('Maillage ne garde aucun numéro de sécurité sociale.')).toBeVisible();
	await expect(page.getByText('201037511604821')).toHaveCount(0);
	await page.getByRole('button', { name: 'Vérifier les lignes' }).click();

	await expect(page.getByRole('rowheader', { name: 'Éloïse Z.' })).toBeVisible();
	await expect(page.getByText('météo')).toBeVisible();
	await page.getByRole('button', { name: 'Importer 2 situations' }).click();

	await expect(page.getByText('2 situations créées')).toBeVisible();
	await page.getByRole('link', { name: 'Voir le tableau' }).click();
	const card = page.getByRole('article').filter({ hasText: 'Éloïse Z.' });
	await expect(card).toContainText('Ma structure seulement');

	await page.goto(IMPORT);
	await page.getByRole('button', { name: 'Annuler cet import' }).click();
	await expect(page.getByText('Import annulé.')).toBeVisible();
	await page.goto('/q/les-tilleuls/tableau');
	await expect(page.getByRole('article').first()).toBeVisible();
	await expect(card).toHaveCount(0);
});

test('[I10] mistakes are told row by row, forbid the whole, and can be left out; the report opens in a spreadsheet', async ({
	pageOf
}) => {
	const page = await pageOf('sophie');
	await page.goto(IMPORT);
	await send(page, 'suivi.csv', [
		'Prénom;Nom;Année de naissance',
		'Ysaline;Zabor;2002',
		'Ysaline;Zabor;2002',
		'=cmd;;31/11/2002'
	]);
	await page.getByRole('button', { name: 'Vérifier les lignes' }).click();
	await expect(page.getByText('Ligne 4, Naissance')).toBeVisible();
	await expect(page.getByText('Ligne 3 : déjà en ligne 2')).toBeVisible();
	const importing = page.getByRole('button', { name: 'Importer 1 situation' });
	await expect(importing).toHaveAttribute('aria-disabled', 'true');

	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Télécharger le rapport' }).click();
	const report = await readFile(await (await download).path(), 'utf8');
	expect(report.startsWith('\ufeff"Ligne";"Colonne"')).toBe(true);
	expect(report).toContain('"31/11/2002"');

	await page.getByText('Importer les lignes sans erreur', { exact: true }).click();
	await expect(importing).toHaveAttribute('aria-disabled', 'false');
	await page.getByRole('button', { name: 'Oublier ce fichier' }).click();
	await expect(page.getByRole('heading', { name: 'Choisir le fichier' })).toBeVisible();
});

test('[I2] a file that is no table, or too large, says so and keeps the page', async ({
	pageOf
}) => {
	const page = await pageOf('sophie');
	await page.goto(`${IMPORT}?etape=fichier`);
	await page.getByLabel('Fichier CSV ou Excel').setInputFiles({
		name: 'photo.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3])
	});
	await page.getByRole('button', { name: 'Lire le fichier' }).click();
	await expect(page.getByText('Ce fichier ne se lit pas comme un tableau.')).toBeVisible();
	await page.getByLabel('Fichier CSV ou Excel').setInputFiles({
		name: 'suivi.csv',
		mimeType: 'text/csv',
		buffer: Buffer.alloc(11 * 1024 * 1024, 'a')
	});
	await expect(page.getByText('Ce fichier dépasse 10 Mo.')).toBeVisible();
});

/** Sends a file as a French spreadsheet writes it. */
async function send(page: Page, name: string, lines: string[]): Promise<void> {
	await page.getByLabel('Fichier CSV ou Excel').setInputFiles({
		name,
		mimeType: 'text/csv',
		buffer: Buffer.from(lines.join('\r\n'), 'latin1')
	});
	await page.getByRole('button', { name: 'Lire le fichier' }).click();
}
