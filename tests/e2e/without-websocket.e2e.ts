import { saved } from './support/board-page';
import { caretAfter, openCase } from './support/case-page';
import { startProxy, type Proxy } from './support/proxy';
import { signIn } from './support/sign-in';
import { expect, test } from './support/test';

test.use({
	expectedMessages: [/WebSocket connection to .* failed|Failed to load resource: .* 403/]
});

let proxy: Proxy;
test.beforeAll(async () => {
	proxy = await startProxy();
});
test.afterAll(() => proxy.stop());

test('[S90] behind a proxy that refuses WebSocket two people write together, and it is saved', async ({
	visitor
}) => {
	// What Chromium never sends to a proxy by itself: this machine.
	const behind = { proxy: { server: proxy.url, bypass: '<-loopback>' } };
	const [amina, lea] = [await visitor(behind), await visitor()];
	await Promise.all([signIn(amina, 'amina'), signIn(lea, 'lea')]);
	const [hers, leas] = [await openCase(amina, 'VT-022'), await openCase(lea, 'VT-022')];
	await expect(saved(amina)).toBeVisible({ timeout: 20_000 });
	expect(proxy.refused()).toBeGreaterThan(0);
	expect(proxy.carried()).toBeGreaterThan(0);

	await hers.locator('p').last().click();
	await amina.keyboard.press('End');
	await amina.keyboard.type(' Écrit derrière le proxy.');
	await expect(leas).toContainText('Écrit derrière le proxy.');
	await caretAfter(lea, leas, 'Écrit derrière le proxy.');
	await lea.keyboard.type(' Répondu du dehors.');
	await expect(hers).toContainText('Répondu du dehors.');
	await expect(saved(amina)).toBeVisible();
	await expect(saved(lea)).toBeVisible();
	await expect(amina.getByText(/^Hors ligne/)).toHaveCount(0);

	// The next page of the tab does not try again what this network refuses.
	const before = proxy.refused();
	await amina.reload();
	await expect(hers).toContainText('Répondu du dehors.');
	await expect(saved(amina)).toBeVisible();
	expect(proxy.refused()).toBe(before);
});

test('[S98] where nothing passes but pages, the note is read-only and says why; it opens again once something does', async ({
	visitor
}) => {
	proxy.carry(false);
	const amina = await visitor({ proxy: { server: proxy.url, bypass: '<-loopback>' } });
	await signIn(amina, 'amina');
	const note = await openCase(amina, 'VT-022');
	const banner = amina.getByText(/^Ce réseau bloque l’écriture à plusieurs\. Lecture seule/);
	await expect(banner).toBeVisible({ timeout: 60_000 });
	await expect(note).toHaveAttribute('aria-readonly', 'true');
	await expect(note).toHaveAttribute('contenteditable', 'false');
	await expect(amina.getByRole('toolbar')).toHaveCount(0);

	proxy.carry(true);
	await expect(saved(amina)).toBeVisible({ timeout: 60_000 });
	await expect(banner).toHaveCount(0);
	await expect(note).toHaveAttribute('aria-readonly', 'false');
	await note.locator('p').last().click();
	await amina.keyboard.press('End');
	await amina.keyboard.type(' Le réseau laisse passer.');
	await expect(note).toContainText('Le réseau laisse passer.');
	await expect(saved(amina)).toBeVisible();
});
