/**
 * `npm test`: every check of the project, in order, with its progress; `--static` stops before what runs the code.
 * Ends with `N passed, N failed`: the tests of vitest and Playwright, and one more failure for each other step that fails.
 * A browser test that passed the second time only counts as passed, and the line says how many did.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildIfNeeded } from './build-if-needed.ts';
import { findOrInstallChromium } from './find-chromium.ts';

interface Step {
	title: string;
	command: string[] | (() => Promise<void>);
	/** Report in which the step counts its tests. */
	counts?: string;
	/** Keeps one processor busy for long: it goes on beside those that follow, up to the first that tests the code. */
	beside?: boolean;
}

interface Counts {
	passed: number;
	failed: number;
	/** Passed, but not the first time. */
	flaky: number;
}

const NOTHING: Counts = { passed: 0, failed: 0, flaky: 0 };
const UNIT_REPORT = 'test-results/unit.json';
const BROWSER_REPORT = 'test-results/e2e.json';

const STATIC: Step[] = [
	{ title: 'Routes', command: ['svelte-kit', 'sync'] },
	{ title: 'Messages', command: ['node', 'scripts/compile-messages.ts'] },
	{ title: 'Lint', command: ['npm', 'run', '-s', 'check:lint'], beside: true },
	{ title: 'Layout of the text', command: ['npm', 'run', '-s', 'check:layout'] },
	{ title: 'Types', command: ['npm', 'run', '-s', 'check:types'] },
	{ title: 'Borders between modules', command: ['npm', 'run', '-s', 'check:borders'] },
	{ title: 'Dead code', command: ['npm', 'run', '-s', 'check:dead'] },
	{ title: 'Lockfile', command: ['npm', 'run', '-s', 'check:lock'] }
];

const BUILD: Step = { title: 'Build', command: () => buildIfNeeded(print) };

const DYNAMIC: Step[] = [
	{
		title: 'Unit, database and sync tests',
		command: [
			'vitest',
			'run',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${UNIT_REPORT}`
		],
		counts: UNIT_REPORT
	},
	{ title: 'Browser tests', command: ['playwright', 'test'], counts: BROWSER_REPORT }
];

process.exitCode = await main();

async function main(): Promise<number> {
	const steps = process.argv.includes('--static') ? STATIC : [...STATIC, BUILD, ...DYNAMIC];
	const total: Counts = { passed: 0, failed: 0, flaky: 0 };
	const failures: string[] = [];
	mkdirSync('test-results', { recursive: true });

	const beside: Promise<void>[] = [];
	for (const [index, step] of steps.entries()) {
		if (DYNAMIC.includes(step)) await Promise.all(beside);
		print(`\n[${index + 1}/${steps.length}] ${step.title}`);
		const done = perform(step);
		if (step.beside) beside.push(done);
		else await done;
	}
	await Promise.all(beside);

	async function perform(step: Step): Promise<void> {
		const start = performance.now();
		if (step.title === 'Browser tests' && !findOrInstallChromium(print)) {
			print('No Chromium could be found or installed: set CHROMIUM_PATH to one.');
		}
		if (step.counts) rmSync(step.counts, { force: true });
		const code = await run(step);
		const counts = step.counts ? readCounts(step.counts) : NOTHING;
		const failed = code !== 0 ? Math.max(1, counts.failed) : counts.failed;
		total.passed += counts.passed;
		total.failed += failed;
		total.flaky += counts.flaky;
		if (code !== 0) failures.push(step.title);
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		print(`${code === 0 ? 'ok' : 'FAILED'}: ${step.title} (${seconds} s)`);
	}

	if (failures.length > 0) print(`\nFailed: ${failures.join(', ')}`);
	if (total.flaky > 0) print(`\n${total.flaky} passed the second time only`);
	print(`\n${total.passed} passed, ${total.failed} failed`);
	return failures.length === 0 ? 0 : 1;
}

async function run({ command, beside = false }: Step): Promise<number> {
	if (typeof command !== 'function') return spawnTool(command, beside);
	try {
		await command();
		return 0;
	} catch (error) {
		print(error instanceof Error ? error.message : String(error));
		return 1;
	}
}

/** Runs a tool; what one says that goes on beside others is printed in one piece, at its end. */
function spawnTool([command = '', ...args]: string[], beside: boolean): Promise<number> {
	const path = [join(process.cwd(), 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
	const child = spawn(command, args, {
		stdio: beside ? 'pipe' : 'inherit',
		env: { ...process.env, PATH: path },
		shell: process.platform === 'win32'
	});
	const said: Buffer[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (part: Buffer) => said.push(part));
	return new Promise((resolve) => {
		child.on('error', (error) => {
			print(error.message);
			resolve(1);
		});
		child.on('close', (code) => {
			process.stdout.write(Buffer.concat(said));
			resolve(code ?? 1);
		});
	});
}

/** Reads how many tests passed and failed in a JSON report of vitest or of Playwright; zeros when it is not there. */
function readCounts(file: string): Counts {
	if (!existsSync(file)) return NOTHING;
	const report = JSON.parse(readFileSync(file, 'utf8')) as {
		numPassedTests?: number;
		numFailedTests?: number;
		stats?: { expected: number; unexpected: number; flaky: number };
	};
	const flaky = report.stats?.flaky ?? 0;
	return {
		passed: report.numPassedTests ?? (report.stats?.expected ?? 0) + flaky,
		failed: report.numFailedTests ?? report.stats?.unexpected ?? 0,
		flaky
	};
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}
