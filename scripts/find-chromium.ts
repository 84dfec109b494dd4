/**
 * Finds a Chromium for the browser tests: Playwright's own, else the system's, else installs one.
 * Installing tries Playwright's download first, then the packages of Debian when run as root.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

// The one without windows first: it draws nothing that no test sees.
const NAMES = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome'
];
const PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
];

/** Path of a Chromium that is here, or null. CHROMIUM_PATH comes first. */
export function findChromium(): string | null {
	const own = process.env['CHROMIUM_PATH'];
	if (own) return existsSync(own) ? own : null;
	if (existsSync(chromium.executablePath())) return chromium.executablePath();
	const folders = (process.env['PATH'] ?? '').split(process.platform === 'win32' ? ';' : ':');
	const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
	return [...found, ...PLACES].find((path) => existsSync(path)) ?? null;
}

/** Path of a Chromium, installed when there is none; null when that fails too. */
export function findOrInstallChromium(report: (line: string) => void): string | null {
	const here = findChromium();
	if (here) return here;
	report('No Chromium here: installing the one of Playwright');
	run('npx', ['playwright', 'install', 'chromium']);
	const installed = findChromium();
	if (installed) return installed;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		report('Playwright could not: installing the package of Debian');
		run('apt-get', ['update', '-qq']);
		run('apt-get', ['install', '-y', '-qq', 'chromium-headless-shell']);
		if (!findChromium()) run('apt-get', ['install', '-y', '-qq', 'chromium']);
	}
	return findChromium();
}

function run(command: string, args: string[]): void {
	spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
}
