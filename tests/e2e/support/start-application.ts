/** Before all browser tests: one application with the demo group, and a session for each person who acts in them. */
import { mkdirSync } from 'node:fs';
import { chromium, type FullConfig } from '@playwright/test';
import { removeFolder, startApplication } from './application';
import { PEOPLE, sessionFile, SESSIONS, URL_VARIABLE } from './people';
import { signIn } from './sign-in';

export default async function setUp(config: FullConfig): Promise<() => Promise<void>> {
	const application = await startApplication();
	process.env[URL_VARIABLE] = application.url;
	mkdirSync(SESSIONS, { recursive: true });
	const use = config.projects[0]?.use;
	const browser = await chromium.launch(use?.launchOptions);
	for (const person of PEOPLE) {
		const context = await browser.newContext({ baseURL: application.url, locale: 'fr-FR' });
		const page = await context.newPage();
		await signIn(page, person);
		await context.storageState({ path: sessionFile(person) });
		await context.close();
	}
	await browser.close();
	return async () => {
		await application.stop();
		removeFolder(application.folder);
	};
}
