import type { Page } from '@playwright/test';
import { emailOf, passphraseOf, type Person } from './people';

/** Signs somebody in through the form and waits for the first page. */
export async function signIn(page: Page, person: Person): Promise<void> {
	await page.goto('/connexion');
	await page.getByLabel('Adresse électronique').fill(emailOf(person));
	await page.getByLabel('Mot de passe', { exact: true }).fill(passphraseOf(person));
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
}
