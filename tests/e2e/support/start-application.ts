/** Before all browser tests: one application with the demo group, and a session for each person who acts in them. */
import { mkdirSync } from 'node:fs';
import { chromium, type FullConfig } from '@playwright/test';
import { removeFolder, startApplication } from './application';
import { PEOPLE, sessionFile, SESSIONS, URL_VARIABLE } from './people';
import { signIn } from './sign-in';

export default async function setUp(config: FullConfig): Promise<() => Promise<void>> {
	const application = await startApplication();
	const stop = async (): Promise<void> => {
		await application.stop();
		removeFolder(application.folder);
	};
	try {
		await keepSessions(application.url, config);
	} catch (error) {
		await stop();
		throw error;
	}
	return stop;
}

/** Signs everybody in through the form, and keeps their cookies for the tests. */
async function keepSessions(url: string, config: FullConfig): Promise<void> {
	process.env[URL_VARIABLE] = url;
	mkdirSync(SESSIONS, { recursive: true });
	const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
	try {
		for (const person of PEOPLE) {
			const context = await browser.newContext({ baseURL: url, locale: 'fr-FR' });
			const page = await context.newPage();
			await signIn(page, person);
			await context.storageState({ path: sessionFile(person) });
			await context.close();
		}
	} finally {
		await browser.close();
	}
}
