/** `npm start` and `npm run demo`: builds when needed, then serves. `--demo` loads the demonstration group, `--reset` starts over. */
import { dirname } from 'node:path';
import { buildIfNeeded } from './build-if-needed.ts';

const FLAGS: Record<string, string> = { '--demo': 'MAILLAGE_DEMO', '--reset': 'MAILLAGE_RESET' };

function report(line: string): void {
	process.stdout.write(`${line}\n`);
}

function giveUp(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
	giveUp(
		`Node ${process.versions.node} est trop ancien : lancez « npm start » ou « npm run demo », qui apportent le leur.`
	);
}
for (const flag of process.argv.slice(2)) {
	const name = FLAGS[flag];
	if (!name)
		giveUp(`L’option ${flag} n’existe pas : les options sont ${Object.keys(FLAGS).join(' et ')}.`);
	process.env[name] = '1';
}
process.env['NODE_ENV'] ??= 'production';

process.chdir(dirname(import.meta.dirname));
try {
	await buildIfNeeded(report);
} catch (error) {
	giveUp(error instanceof Error ? error.message : String(error));
}
await import('../src/server.ts');
