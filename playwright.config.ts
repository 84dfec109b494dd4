import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.ts';

const executablePath = findChromium();

/** Browser tests run on the built application in demo mode, started once by the global setup on a free port. */
export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '*.e2e.ts',
	outputDir: 'test-results',
	globalSetup: './tests/e2e/support/start-application.ts',
	// All journeys share one group of people: they keep out of each other's way by the cases they choose.
	fullyParallel: false,
	// More than most machines have processors: a test waits as long as it computes.
	workers: 3,
	timeout: 45_000,
	expect: { timeout: 10_000 },
	forbidOnly: true,
	// On a busy machine a page may be slower than a wait. What passes the second time only is named at the end of the run.
	retries: 1,
	reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
	use: {
		locale: 'fr-FR',
		timezoneId: 'Europe/Paris',
		viewport: { width: 1440, height: 900 },
		// Of the second try only: a trace of each test costs more than the tests.
		trace: 'on-first-retry',
		launchOptions: {
			...(executablePath ? { executablePath } : {}),
			args: process.getuid?.() === 0 ? ['--no-sandbox'] : []
		}
	}
});
