/** What is typed without a network stays on the device of its author until it is stored. Cases of Amina. */
import type { BrowserContext, Page } from '@playwright/test';
import { saved } from './support/board-page';
import { openCase } from './support/case-page';
import { caseAddress } from './support/people';
import { signIn } from './support/sign-in';
import { expect, test } from './support/test';

test.use({
	expectedMessages: [/WebSocket connection to .* failed|ERR_INTERNET_DISCONNECTED/]
});

test('[S94] what is typed offline survives a closed tab, and is saved when its author comes back', async ({
	visitor
}) => {
	const first = await visitor();
	await signIn(first, 'amina');
	const context = first.context();
	await typeOffline(first, 'VT-020', ' Tapé hors ligne une fois.');
	await isKept(first);
	await expect(kept(first)).toHaveText('Hors ligne, 1 modification gardée sur cet appareil');
	expect(await onDevice(first)).not.toMatch(/hors ligne|Tapé/);
	await first.close();

	await context.setOffline(false);
	const again = await context.newPage();
	const note = await openCase(again, 'VT-020');
	await expect(note).toContainText('Tapé hors ligne une fois.');
	await expect(saved(again)).toBeVisible();
	await expect.poll(() => onDevice(again)).toBe('[]');
	await again.reload();
	await expect(note).toContainText('Tapé hors ligne une fois.');
	expect((await note.innerText()).split('Tapé hors ligne une fois.')).toHaveLength(2);
});

test('[S94][I2] two tabs that were offline at once both come back', async ({ visitor }) => {
	const first = await visitor();
	await signIn(first, 'amina');
	const context = first.context();
	const second = await context.newPage();
	await Promise.all([openCase(first, 'VT-019'), openCase(second, 'VT-019')]);
	await typeOffline(first, 'VT-019', ' Du premier onglet.');
	await typeOffline(second, 'VT-019', ' Du second onglet.');
	await isKept(first);
	await isKept(second);
	await expect.poll(async () => (JSON.parse(await onDevice(first)) as string[]).length).toBe(2);
	await first.close();
	await second.close();

	await context.setOffline(false);
	const again = await context.newPage();
	const note = await openCase(again, 'VT-019');
	await expect(note).toContainText('Du premier onglet.');
	await expect(note).toContainText('Du second onglet.');
	await expect(saved(again)).toBeVisible();
	await expect.poll(() => onDevice(again)).toBe('[]');
});

test('[S95] somebody else on the same device neither sees nor can read what is kept; its author finds it', async ({
	visitor
}) => {
	const amina = await visitor();
	await signIn(amina, 'amina');
	const context = amina.context();
	await typeOffline(amina, 'VT-022', ' Pour moi seule.');
	await isKept(amina);
	await amina.close();

	// Her session ends without her signing out.
	await context.setOffline(false);
	await context.clearCookies();
	const lea = await context.newPage();
	await signIn(lea, 'lea');
	const leas = await openCase(lea, 'VT-022');
	await expect(saved(lea)).toBeVisible();
	await expect(leas).not.toContainText('Pour moi seule.');
	expect(await onDevice(lea)).not.toBe('[]');
	expect(await onDevice(lea)).not.toContain('moi seule');
	await lea.close();

	await context.clearCookies();
	const again = await context.newPage();
	await signIn(again, 'amina');
	await expect(await openCase(again, 'VT-022')).toContainText('Pour moi seule.');
	await expect(saved(again)).toBeVisible();
});

test('[S96] signing out forgets what is kept, for good', async ({ visitor }) => {
	const amina = await visitor();
	await signIn(amina, 'amina');
	const context = amina.context();
	await typeOffline(amina, 'VT-020', ' Jamais envoyé.');
	await isKept(amina);
	await amina.close();

	await context.setOffline(false);
	const other = await context.newPage();
	await other.goto('/ma-journee');
	expect(await onDevice(other)).not.toBe('[]');
	await signOut(other);
	expect(await onDevice(other)).toBe('[]');
	await signIn(other, 'amina');
	await expect(await openCase(other, 'VT-020')).not.toContainText('Jamais envoyé.');
});

test('[S96] on a device that others use nothing is kept, and the page says so', async ({
	visitor
}) => {
	const amina = await visitor();
	await signIn(amina, 'amina');
	await amina.goto('/reglages/securite');
	await amina.getByRole('checkbox', { name: 'D’autres personnes utilisent cet appareil' }).check();
	await typeOffline(amina, 'VT-020', ' Sur un appareil partagé.');
	await expect(amina.getByText('Non enregistré : copiez votre texte').first()).toBeVisible();
	expect(await onDevice(amina)).toBe('[]');
	await amina.context().setOffline(false);
	await expect(saved(amina)).toBeVisible({ timeout: 20_000 });
});

/** Types at the end of a note once there is no network, on a page that may be open already. */
async function typeOffline(page: Page, reference: string, text: string): Promise<void> {
	if (!page.url().endsWith(caseAddress(reference))) await openCase(page, reference);
	const note = page.getByRole('textbox', { name: /^Note commune/ });
	const context: BrowserContext = page.context();
	if (await page.evaluate(() => navigator.onLine)) await expect(saved(page)).toBeVisible();
	await context.setOffline(true);
	await note.locator('p').last().click();
	await page.keyboard.press('End');
	await page.keyboard.type(text);
}

/** The indicator says that changes are kept, and they are. */
async function isKept(page: Page): Promise<void> {
	await expect(kept(page)).toBeVisible();
	// The last words follow the first by a moment: what is there no longer changes.
	let before = '[]';
	const isSettled = async (): Promise<boolean> => {
		const now = await onDevice(page);
		const same = now !== '[]' && now === before;
		before = now;
		return same;
	};
	await expect.poll(isSettled, { intervals: [700] }).toBe(true);
}

/** What the indicator says of the changes kept. */
function kept(page: Page): ReturnType<Page['locator']> {
	return page.locator('[data-save="offline"]', { hasText: /sur cet appareil/ }).first();
}

/** All that the device keeps of updates, as text. */
async function onDevice(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const known = await indexedDB.databases();
		if (!known.some(({ name }) => name === 'maillage-device')) return '[]';
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open('maillage-device');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('closed'));
		});
		const rows = await new Promise<{ data: ArrayBuffer }[]>((resolve, reject) => {
			const request = database.transaction('updates').objectStore('updates').getAll();
			request.onsuccess = () => resolve(request.result as { data: ArrayBuffer }[]);
			request.onerror = () => reject(request.error ?? new Error('closed'));
		});
		database.close();
		return JSON.stringify(rows.map(({ data }) => new TextDecoder().decode(data)));
	});
}

async function signOut(page: Page): Promise<void> {
	await page.getByRole('button', { name: /^Amina / }).click();
	await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click();
	await page.waitForURL(/connexion/);
}
