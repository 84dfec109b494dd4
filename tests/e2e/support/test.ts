import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { sessionFile, URL_VARIABLE, type Person } from './people';

interface Fixtures {
	/** Opens a browser of its own for somebody who is signed in. */
	pageOf: (person: Person, options?: BrowserContextOptions) => Promise<Page>;
	/** Opens a browser for nobody. */
	visitor: (options?: BrowserContextOptions) => Promise<Page>;
	/** Messages of the browser console that a test expects; any other fails it. */
	expectedMessages: RegExp[];
}

/** Every page is watched: a message in its console, an error or a breach of the security policy fails the test. */
export const test = base.extend<Fixtures & { openPage: OpenPage }>({
	expectedMessages: [[], { option: true }],
	openPage: async ({ browser, expectedMessages }, use) => {
		const messages: string[] = [];
		const pages: Page[] = [];
		await use(async (options) => {
			const context = await browser.newContext({
				baseURL: process.env[URL_VARIABLE] ?? 'http://localhost:3000',
				locale: 'fr-FR',
				timezoneId: 'Europe/Paris',
				viewport: { width: 1440, height: 900 },
				...options
			});
			const page = await context.newPage();
			page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
			page.on('pageerror', (error) => messages.push(`error: ${error.message}`));
			pages.push(page);
			return page;
		});
		for (const page of pages) await page.context().close();
		const unexpected = messages.filter(
			(message) => !expectedMessages.some((pattern) => pattern.test(message))
		);
		expect(unexpected, 'messages in the browser console').toEqual([]);
	},
	pageOf: async ({ openPage }, use) => {
		await use((person, options) => openPage({ storageState: sessionFile(person), ...options }));
	},
	visitor: async ({ openPage }, use) => {
		await use((options) => openPage({ ...options }));
	}
});

type OpenPage = (options: BrowserContextOptions) => Promise<Page>;

export { expect };
