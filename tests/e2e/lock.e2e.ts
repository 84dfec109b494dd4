import type { Page } from '@playwright/test';
import { expect } from './support/test';
import { test } from './support/own-application';
import { BOARD, caseAddress } from './support/people';
import { enrol } from './support/second-factor';
import { signIn } from './support/sign-in';

const NEW_CASE = '/q/les-tilleuls/situations/nouvelle';
const WARNED = '13:00';
const REST = '02:00';

// A page may lock while one of its sockets opens.
test.use({ expectedMessages: [/closed before the connection is established/] });

test('[J100] two minutes before the lock a dialog says so, and a gesture keeps the page open', async ({
	newcomer
}) => {
	const page = await newcomer();
	await openWatched(page, 'amina', NEW_CASE);
	await page.clock.fastForward(WARNED);
	const dialog = page.getByRole('dialog', { name: 'Toujours là' });
	await expect(dialog).toContainText('Maillage se verrouillera dans 2 minutes');
	await expect(dialog.getByRole('button', { name: 'Rester dans Maillage' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(dialog).toBeHidden();
	await page.clock.fastForward(REST);
	await expect(lockOf(page)).toBeHidden();
});

test.describe('a wrong proof', () => {
	test.use({ expectedMessages: [/status of 400|closed before the connection is established/] });

	test('[J101] a page left alone locks, prints nothing, and the password brings back what was typed', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await openWatched(page, 'lea', NEW_CASE);
		const typed = page.getByLabel('Prénom').first();
		await typed.fill('Fatoumata');
		await page.clock.fastForward('15:00');
		const lock = lockOf(page);
		await expect(lock.getByLabel('Mot de passe')).toBeFocused();
		await page.emulateMedia({ media: 'print' });
		await expect(typed).toBeHidden();
		await page.emulateMedia({ media: 'screen' });

		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
		await expect(lock).toBeVisible();
		await unlock(page, 'pas-le-bon-mot');
		await expect(lock.getByRole('alert')).toContainText('Ce n’est pas le mot de passe');
		await unlock(page, 'boussole-jardin-82');
		await expect(lock).toBeHidden();
		await expect(typed).toHaveValue('Fatoumata');
		await expect(typed).toBeFocused();
	});

	test('[J102] only the application or a backup code unlocks who has one', async ({ newcomer }) => {
		const page = await newcomer();
		await openWatched(page, 'sophie', '/reglages/securite');
		const phone = await enrol(page);
		await page.goto(BOARD);
		await watched(page);
		await page.clock.fastForward('15:00');
		const lock = lockOf(page);
		await expect(lock.getByLabel(/Code de l’application/)).toBeFocused();
		await unlock(page, 'olivier-passage-28');
		await expect(lock.getByRole('alert')).toBeVisible();
		await unlock(page, phone.lastCode());
		await expect(lock.getByRole('alert')).toContainText('Ce code n’est pas le bon');
		await unlock(page, await phone.code());
		await expect(lock).toBeHidden();
		await expect(page.getByText('Tout est enregistré', { exact: true })).toBeVisible();
	});
});

test('[J103] a locked session opens nothing: pages, data, actions, documents', async ({
	newcomer,
	own
}) => {
	const page = await newcomer();
	await openWatched(page, 'nathalie', BOARD);
	await page.clock.fastForward('15:00');
	await expect(lockOf(page).getByLabel('Mot de passe')).toBeVisible();

	for (const address of ['/ma-journee', BOARD, caseAddress('VT-018'), '/reglages/securite']) {
		const answer = await page.request.get(address, { maxRedirects: 0 });
		expect(answer.status(), address).toBe(303);
		expect(answer.headers()['location'], address).toMatch(/^\/verrou\?suite=/);
		const data = await page.request.get(`${address}/__data.json`);
		expect(await data.text(), address).not.toContain('Samira');
	}
	const headers = { origin: own.url, accept: 'application/json' };
	const begun = await page.request.post('/reglages/securite?/begin', { headers, form: {} });
	expect(await begun.text()).not.toContain('otpauth');
	const active = await page.request.post('/session/active', { headers });
	expect(active.status()).toBe(423);
	const socket = await page.evaluate(
		(url) =>
			new Promise<number>((resolve) => {
				new WebSocket(url).addEventListener('close', ({ code }) => resolve(code));
			}),
		`${own.url.replace('http', 'ws')}/collab/board:${await boardOf(own.db)}`
	);
	expect(socket).toBeGreaterThan(1000);
});

test('[J104] the windows of a device lock together, and open together from any of them', async ({
	newcomer
}) => {
	const page = await newcomer();
	await openWatched(page, 'thomas', BOARD);
	const second = await page.context().newPage();
	await second.goto('/ma-journee');
	await watched(second);
	await page.clock.fastForward('15:00');
	await expect(lockOf(page)).toBeVisible();
	await expect(lockOf(second)).toBeVisible();
	await second.reload();
	await expect(second).toHaveURL('/verrou?suite=%2Fma-journee');
	await second.getByLabel('Mot de passe').fill('papier-moulin-61');
	await second.getByRole('button', { name: 'Déverrouiller' }).click();
	await expect(second).toHaveURL('/ma-journee');
	await expect(lockOf(page)).toBeHidden();
	await expect(page.getByText('Tout est enregistré', { exact: true })).toBeVisible();
});

test('[J105] a locked page is unlocked without scripts, or left', async ({ newcomer, own }) => {
	const page = await newcomer({ javaScriptEnabled: false });
	await signIn(page, 'bruno');
	await own.db.query(
		`update public.session_states set active_at = now() - interval '17 minutes'
		 where profile_id = (select id from auth.users where email = 'bruno@tilleuls.example')`
	);
	await page.goto(BOARD);
	await expect(page).toHaveURL(/\/verrou\?/);
	await page.getByLabel('Mot de passe').fill('sentier-violon-16');
	await page.getByRole('button', { name: 'Déverrouiller' }).click();
	await expect(page).toHaveURL(BOARD);
});

test.describe('somebody else', () => {
	test.use({ expectedMessages: [/status of 40[13]|closed before the connection is established/] });

	test('[J106] who signs in meanwhile does not unlock the page of somebody else', async ({
		newcomer
	}) => {
		const page = await newcomer();
		await openWatched(page, 'ines', NEW_CASE);
		await page.getByLabel('Prénom').first().fill('Fatoumata');
		await page.clock.fastForward('15:00');
		await expect(lockOf(page).getByLabel('Mot de passe')).toBeVisible();
		const second = await page.context().newPage();
		await second.goto('/verrou');
		await second.getByRole('button', { name: 'Se déconnecter' }).click();
		await signIn(second, 'marc');

		await expect(lockOf(page)).toBeVisible();
		await unlock(page, 'galet-chemise-52');
		await expect(page).toHaveURL('/ma-journee');
		await expect(page.getByRole('heading', { level: 1 })).toContainText('Marc');
	});
});

async function openWatched(
	page: Page,
	person: Parameters<typeof signIn>[1],
	address: string
): Promise<void> {
	// Before the first page: a clock that is put in place later jumps under it.
	await page.clock.install();
	await signIn(page, person);
	await page.goto(address);
	await watched(page);
}

/** Waits until the page watches for gestures: what does is loaded after the rest. */
async function watched(page: Page): Promise<void> {
	await page.locator('dialog.idle').waitFor({ state: 'attached' });
}

function lockOf(page: Page) {
	return page.getByRole('dialog', { name: 'Maillage est verrouillé' });
}

async function unlock(page: Page, proof: string): Promise<void> {
	await lockOf(page).locator('input[name=proof]').fill(proof);
	await lockOf(page).getByRole('button', { name: 'Déverrouiller' }).click();
}

async function boardOf(db: { query(text: string): Promise<{ rows: unknown[] }> }): Promise<string> {
	const { rows } = await db.query(`select id from public.groups limit 1`);
	return (rows[0] as { id: string }).id;
}
