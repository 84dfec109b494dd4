/**
 * `npm run bench:pages`: figures of the built application in demo mode, in a browser of this machine. It checks that the
 * work was done, and promises nothing: the limits it prints beside the figures are those of the project.
 */
import { cpus } from 'node:os';
import { chromium, type Browser, type Page, type Response } from '@playwright/test';
import {
	addCases,
	removeFolder,
	startApplication,
	type Application
} from '../tests/e2e/support/application.ts';
import { findOrInstallChromium } from './find-chromium.ts';

const BOARD = '/q/les-tilleuls/tableau';
const CASE = '/q/les-tilleuls/situations/VT-018';
const EDITS = 60;
const MOVES = 20;
const ANSWERS = 40;

await main();

async function main(): Promise<void> {
	const executablePath = findOrInstallChromium(print);
	if (!executablePath) throw new Error('No Chromium: set CHROMIUM_PATH to one.');
	const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
	const browser = await chromium.launch({ executablePath, args });
	print(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`);

	let application = await startApplication();
	try {
		const restart = async (): Promise<Application> => {
			await application.stop();
			application = await startApplication({
				folder: application.folder,
				port: Number(new URL(application.url).port)
			});
			return application;
		};
		await measureWarmStart(browser, restart);
		const [first, second] = [
			await signIn(browser, application, 'amina'),
			await signIn(browser, application, 'lea')
		];
		await measureScripts(browser, application, first);
		await measureEdits(first, second);
		await measureMoves(first, second, 44);
		await addCases(application.folder, 500 - 44);
		// The facts of a board are read when it opens.
		await restart();
		await measureMoves(first, second, 500);
		await measureAnswers(first);
	} finally {
		await browser.close();
		await application.stop();
		removeFolder(application.folder);
	}
}

async function measureWarmStart(
	browser: Browser,
	restart: () => Promise<Application>
): Promise<void> {
	const start = performance.now();
	const { url } = await restart();
	const page = await browser.newPage();
	await page.goto(`${url}/connexion`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	print(
		`\nwarm start to the first page: ${milliseconds(performance.now() - start)} (limit 3000 ms)`
	);
	await page.close();
}

async function measureScripts(
	browser: Browser,
	{ url }: Application,
	signedIn: Page
): Promise<void> {
	print('\nJavaScript of each page, as it is served (limit for the board: 120 kB)');
	const state = await signedIn.context().storageState();
	const meeting = await meetingAddress(signedIn);
	for (const address of ['/connexion', BOARD, CASE, meeting, '/ma-journee']) {
		// Who is signed in is sent on from the sign-in page.
		const session = address === '/connexion' ? {} : { storageState: state };
		const context = await browser.newContext({ baseURL: url, ...session });
		const page = await context.newPage();
		const sizes: Promise<number>[] = [];
		page.on('response', (response) => {
			if (response.request().resourceType() !== 'script') return;
			sizes.push(servedSize(response));
		});
		await page.goto(address, { waitUntil: 'networkidle' });
		const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
		print(`${(total / 1000).toFixed(1).padStart(8)} kB in ${sizes.length} files  ${address}`);
		await context.close();
	}
}

/** How long the server takes for the data of a page, and for the page that it draws of them, with 500 cases on an open board. */
async function measureAnswers(asker: Page): Promise<void> {
	print('\nanswers of the server, one by one, with 500 cases (limit of the data: p50 50 ms)');
	for (const address of [BOARD, '/ma-journee']) {
		for (const [what, path] of [
			['data', `${address}/__data.json`],
			['page', address]
		] as const) {
			const times: number[] = [];
			for (let count = 0; count < ANSWERS; count += 1) {
				const began = performance.now();
				const answer = await asker.request.get(path);
				if (!answer.ok()) throw new Error(`${path}: ${String(answer.status())}`);
				await answer.body();
				times.push(performance.now() - began);
			}
			print(`${what}  ${percentiles(times)}  ${address}`);
		}
	}
}

/** Bytes of the body on the wire: the build holds each script compressed, and the server says its length. */
async function servedSize(response: Response): Promise<number> {
	const { 'content-encoding': encoding, 'content-length': length } = await response.allHeaders();
	if (!encoding || !length) throw new Error(`${response.url()} is not served compressed.`);
	return Number(length);
}

/** Types in one browser, and looks at when the other shows it and when the first says that it is stored. */
async function measureEdits(writer: Page, reader: Page): Promise<void> {
	await Promise.all([openNote(writer), openNote(reader)]);
	await Promise.all([watchText(writer), watchText(reader)]);
	const shown: number[] = [];
	const stored: number[] = [];
	await writer
		.getByRole('textbox', { name: /^Note commune/ })
		.getByText('Pistes')
		.click();
	await writer.keyboard.press('End');
	for (let count = 0; count < EDITS; count += 1) {
		const mark = String.fromCharCode(0x2460 + (count % 20));
		const wanted = 1 + Math.floor(count / 20);
		await writer.keyboard.insertText(mark);
		const seen = await reader.evaluate(([text, times]) => window.seen(text, times), [
			mark,
			wanted
		] as const);
		const typed = await writer.evaluate(([text, times]) => window.seen(text, times), [
			mark,
			wanted
		] as const);
		const saved = await writer.evaluate((after) => window.savedAfter(after), typed);
		shown.push(seen - typed);
		stored.push(saved - typed);
	}
	print(`\n${EDITS} edits of a note, one by one`);
	print(`edit to the other screen: ${percentiles(shown)} (limit p95 150 ms)`);
	print(`edit to "saved":          ${percentiles(stored)} (limit p95 300 ms)`);
}

async function measureMoves(mover: Page, watcher: Page, cases: number): Promise<void> {
	await Promise.all([mover.goto(BOARD), watcher.goto(BOARD)]);
	for (const page of [mover, watcher])
		await page.getByText('Tout est enregistré').first().waitFor();
	const count = await watcher.getByRole('article').count();
	if (count < cases) throw new Error(`${count} cards are drawn for ${cases} cases.`);
	await watcher.evaluate(() => {
		window.longTasks = [];
		new PerformanceObserver((list) => {
			window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
		}).observe({ type: 'longtask' });
	});
	for (let move = 0; move < MOVES; move += 1) {
		const link = mover.getByRole('link', { name: 'Samira H.', exact: true });
		await link.focus();
		await mover.keyboard.press('m');
		await mover.getByRole('menu').waitFor();
		await mover.keyboard.press(move % 2 === 0 ? '4' : '3');
		const stage = move % 2 === 0 ? 'Projet et immersions' : 'Levée des freins';
		await watcher
			.getByRole('region', { name: new RegExp(`^${stage}`) })
			.getByRole('link', { name: 'Samira H.', exact: true })
			.waitFor();
	}
	const tasks = await watcher.evaluate(() => window.longTasks);
	const longest = tasks.length > 0 ? milliseconds(Math.max(...tasks)) : 'none over 50 ms';
	print(`\n${MOVES} remote moves with ${cases} cases (${count} cards drawn)`);
	print(`tasks over 50 ms: ${tasks.length}, longest: ${longest} (limit 100 ms)`);
}

async function signIn(
	browser: Browser,
	{ url, accounts }: Application,
	who: string
): Promise<Page> {
	const account = accounts.find(({ email }) => email.startsWith(`${who}@`));
	if (!account) throw new Error(`No account for ${who}.`);
	const context = await browser.newContext({
		baseURL: url,
		locale: 'fr-FR',
		viewport: { width: 1440, height: 900 }
	});
	const page = await context.newPage();
	await page.goto('/connexion');
	await page.getByLabel('Adresse électronique').fill(account.email);
	await page.getByLabel('Mot de passe', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Se connecter' }).click();
	await page.waitForURL((address) => !address.pathname.startsWith('/connexion'));
	return page;
}

async function meetingAddress(page: Page): Promise<string> {
	await page.goto('/q/les-tilleuls/reunions');
	const link = page.getByRole('link', { name: /^Préparer la réunion/ }).first();
	return (await link.getAttribute('href')) ?? '/q/les-tilleuls/reunions';
}

async function openNote(page: Page): Promise<void> {
	await page.goto(CASE);
	await page.getByRole('textbox', { name: /^Note commune/ }).waitFor();
	await page.getByText('Tout est enregistré').first().waitFor();
}

declare global {
	interface Window {
		longTasks: number[];
		/** When `text` was there `times` times for the first time, in milliseconds of the clock of the machine. */
		seen: (text: string, times: number) => Promise<number>;
		/** When the page first said "saved" after `time`. */
		savedAfter: (time: number) => Promise<number>;
	}
}

/** Notes the time of what appears in the page, in the page: asking from here would add the way. */
async function watchText(page: Page): Promise<void> {
	await page.evaluate(() => {
		const SAVED = 'Tout est enregistré';
		const now = (): number => performance.timeOrigin + performance.now();
		const first = new Map<string, number>();
		const saves: number[] = [];
		let wasSaved = true;
		const note = document.querySelector('[role="textbox"][aria-label^="Note commune"]');
		const look = (): void => {
			const counts = new Map<string, number>();
			for (const mark of (note?.textContent ?? '').match(/[\u2460-\u2473]/gu) ?? []) {
				const times = (counts.get(mark) ?? 0) + 1;
				counts.set(mark, times);
				const key = `${mark}${String(times)}`;
				if (!first.has(key)) first.set(key, now());
			}
			const isSaved = document.body.textContent.includes(SAVED);
			if (isSaved && !wasSaved) saves.push(now());
			wasSaved = isSaved;
		};
		new MutationObserver(look).observe(document.body, {
			subtree: true,
			childList: true,
			characterData: true
		});
		const until = async (find: () => number | undefined): Promise<number> =>
			new Promise((resolve) => {
				const look = (): void => {
					const found = find();
					if (found === undefined) requestAnimationFrame(look);
					else resolve(found);
				};
				look();
			});
		window.seen = (text, times) => until(() => first.get(`${text}${String(times)}`));
		window.savedAfter = (time) => until(() => saves.find((each) => each > time));
	});
}

function percentiles(values: number[]): string {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (share: number): string =>
		milliseconds(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN);
	return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`;
}

function milliseconds(value: number): string {
	return `${value.toFixed(0)} ms`;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
