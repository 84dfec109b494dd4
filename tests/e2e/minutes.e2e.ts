import type { Page } from '@playwright/test';
import { readPdf } from '../support/read-pdf';
import { readZip } from '../support/read-zip';
import { expect, test } from './support/test';

const MEETINGS = '/q/les-tilleuls/reunions';
const LINK = /^Relevé de la réunion du/;

test('[Z9] the minutes of a closed meeting are read in three cuts and taken away as files', async ({
	pageOf
}) => {
	const page = await pageOf('lea');
	const address = await openMinutes(page);
	await expect(
		page.getByText('Relevé sans nom, diffusion limitée aux membres du groupe.')
	).toBeVisible();
	const title = await page.getByRole('heading', { level: 1 }).innerText();

	const files = page.getByRole('group', { name: 'Télécharger ce relevé' });
	const bytes = async (name: string): Promise<Buffer> => {
		const href = await files.getByRole('link', { name }).getAttribute('href');
		const answer = await page.request.get(href ?? '');
		expect(answer.headers()['cache-control']).toBe('private, no-store');
		expect(answer.headers()['content-disposition']).toMatch(
			/^attachment; filename="releve-\d{4}-\d\d-\d\d\.\w+"$/
		);
		return answer.body();
	};
	const pdf = readPdf(await bytes('Télécharger le relevé en PDF'));
	expect(pdf.structure.filter((type) => type === 'H1')).toHaveLength(1);
	expect(pdf.text).toContain(title);
	const docx = readZip(await bytes('Télécharger le relevé au format Word'));
	expect(docx.get('word/document.xml')).toContain(title);
	const text = (await bytes('Télécharger le relevé en texte')).toString('utf8');
	const reference = /VT-\d{3}, .+/.exec(text)?.[0] ?? 'no case';
	await expect(page.getByRole('heading', { level: 3, name: reference })).toBeVisible();

	await page.getByRole('link', { name: 'Coordination' }).click();
	await page.waitForURL(/coupe=coordination$/);
	await expect(page.getByText('Relevé sans nom ni initiales')).toBeVisible();
	await expect(page.getByRole('article')).not.toContainText(reference);
	await expect(page.getByRole('article')).toContainText(reference.slice(0, 6));

	expect((await page.request.get(`${address}.txt?coupe=tout`)).status()).toBe(400);
});

test('[Z10] closed minutes take a dated addition by who facilitates; others are not offered it', async ({
	pageOf
}) => {
	const [nathalie, lea] = [await pageOf('nathalie'), await pageOf('lea')];
	await openMinutes(nathalie);
	const text = `La salle était la 4, « non la 2 » (${String(Date.now())}).`;
	await nathalie.getByText('Ajouter une correction ou un complément').click();
	await nathalie.getByLabel('Texte de l’ajout').fill(text);
	await nathalie.getByRole('button', { name: 'Ajouter au relevé' }).click();
	await expect(nathalie.getByText('Ajout inscrit au relevé.').first()).toBeVisible();
	await expect(nathalie.getByRole('article').getByText(text)).toBeVisible();

	await openMinutes(lea);
	await expect(lea.getByRole('article').getByText(text)).toBeVisible();
	await expect(lea.getByText('Ajouter une correction ou un complément')).toHaveCount(0);
	await expect(lea.getByText('Rouvrir la réunion')).toHaveCount(0);
});

test('[Z11] the register keeps its filters in the address', async ({ pageOf }) => {
	const page = await pageOf('lea');
	await page.goto(`${MEETINGS}/decisions`);
	await page
		.getByRole('navigation', { name: 'Nature' })
		.getByRole('link', { name: 'Orientation' })
		.click();
	await page.waitForURL(/decisions\?nature=request$/);
	await page.getByRole('navigation', { name: 'État' }).getByRole('link', { name: 'Faite' }).click();
	await page.waitForURL(/nature=request&etat=done$/);

	await expect(page.getByRole('link', { name: 'Orientation' })).toHaveAttribute(
		'aria-current',
		'true'
	);
	expect((await page.request.get(`${MEETINGS}/decisions?nature=autre`)).status()).toBe(400);
});

/** Goes from the list to the minutes of the last closed meeting, and returns their address. */
async function openMinutes(page: Page): Promise<string> {
	await page.goto(MEETINGS);
	const link = page.getByRole('link', { name: LINK }).first();
	const address = (await link.getAttribute('href')) ?? '';
	await link.click();
	await expect(page.getByRole('article')).toBeVisible();
	return address;
}
