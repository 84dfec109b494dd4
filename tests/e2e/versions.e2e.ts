import type pg from 'pg';
import type { Page } from '@playwright/test';
import { caretAfter, commonNote, openCase, textOf } from './support/case-page';
import { saved } from './support/board-page';
import { test } from './support/own-application';
import { caseAddress } from './support/people';
import { signIn } from './support/sign-in';
import { expect } from './support/test';

test.use({ story: 'versions' });

/** Of Amina, with Léa in the circle. */
const CASE = 'VT-018';

test('[J310] a note is read as it was, compared, and restored for everybody at once', async ({
	newcomer,
	own
}) => {
	const [amina, lea] = [await enter(newcomer, 'amina'), await enter(newcomer, 'lea')];
	await write(amina, 'Une première piste. ');
	await endSessions(own.db);
	await amina.getByRole('link', { name: 'Versions et auteurs' }).click();
	const session = amina.getByRole('region', { name: 'Séances de travail' }).getByRole('link');
	await expect(session.first()).toContainText('Amina Derouiche');
	await write(lea, 'Une seconde piste. ');
	const note = commonNote(lea);
	await session.first().click();
	await expect(amina.getByText('Une première piste.')).toBeVisible();
	await expect(amina.getByText('Une seconde piste.')).toHaveCount(0);

	await amina.getByRole('link', { name: 'Comparer avec la note actuelle' }).click();
	await expect(amina.getByRole('insertion')).toContainText('seconde piste.');

	await amina.getByText('Restaurer cette version').click();
	await amina.getByRole('button', { name: 'Restaurer', exact: true }).click();
	await expect(amina.getByText('La note est restaurée.')).toBeVisible();
	await expect.poll(() => textOf(note)).not.toContain('Une seconde piste.');
	await expect.poll(() => textOf(note)).toContain('Une première piste.');
});

test('[J311] each passage says who wrote it', async ({ newcomer }) => {
	const lea = await enter(newcomer, 'lea');
	const note = await openCase(lea, CASE);
	await caretAfter(lea, note, 'Droits : vérifier');
	await lea.keyboard.type(' Un passage de Léa.');
	await expect(saved(lea)).toBeVisible();
	await lea.goto(`${caseAddress(CASE)}/versions?vue=auteurs`);
	const passage = lea.getByRole('listitem').filter({ hasText: 'Un passage de Léa.' });
	await expect(passage).toContainText('Léa Marchand');
});

test('[J312] only the référent erases, sees first what disappears, and open screens lose it', async ({
	newcomer
}) => {
	const [amina, lea] = [await enter(newcomer, 'amina'), await enter(newcomer, 'lea')];
	await write(lea, 'Un secret de famille. ');
	await lea.goto(`${caseAddress(CASE)}/versions`);
	await expect(lea.getByRole('link', { name: 'Effacer définitivement' })).toHaveCount(0);
	const note = await openCase(lea, CASE);
	await amina.goto(`${caseAddress(CASE)}/versions?vue=effacer`);
	await amina.getByLabel('Mots à effacer').fill('Un secret de famille.');
	await amina.getByRole('button', { name: 'Chercher ce passage' }).click();
	await expect(amina.getByText('1 passage dans la note et ses entretiens')).toBeVisible();
	await amina.getByLabel('J’ai compris').first().check();
	await amina.getByRole('button', { name: 'Effacer définitivement ces mots' }).click();
	await expect(amina.getByText(/^C’est effacé\./)).toBeVisible();
	await expect(note).toBeEditable();
	await expect.poll(() => textOf(commonNote(lea))).not.toContain('Un secret de famille.');
});

async function enter(newcomer: () => Promise<Page>, who: 'amina' | 'lea'): Promise<Page> {
	const page = await newcomer();
	await signIn(page, who);
	return page;
}

async function write(page: Page, words: string): Promise<void> {
	const note = await openCase(page, CASE);
	await note.click();
	await page.keyboard.type(words);
	await expect(saved(page)).toBeVisible();
}

/** As if nobody had written for an hour. */
async function endSessions(db: pg.Client): Promise<void> {
	await db.query(
		`update public.document_work set last_at = last_at - interval '1 hour', started_at = started_at - interval '1 hour'`
	);
}
