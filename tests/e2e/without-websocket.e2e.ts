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
