import type { Page } from '@playwright/test';
import { emailOf } from '../../../src/lib/server/local/demo/demo-accounts';
import { MEMBERS, type MemberKey } from '../../../src/lib/server/local/demo/team';

/** Types an address and a password, wherever they lead. */
export async function typePassword(
	page: Page,
	person: MemberKey,
	password = MEMBERS[person].passphrase
): Promise<void> {
	await page.getByLabel('Adresse électronique').fill(emailOf(person));
	await page.getByLabel('Mot de passe', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
}

/** Signs somebody in through the form and waits for the first page. */
export async function signIn(page: Page, person: MemberKey): Promise<void> {
	await page.goto('/connexion');
	await typePassword(page, person);
	await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
}
