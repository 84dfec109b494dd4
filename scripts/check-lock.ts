/**
 * Checks that the lockfile names every optional platform package that its packages ask for.
 * A registry that lacks one leaves it out silently, and `npm ci` then fails on other platforms.
 */
import { readFileSync } from 'node:fs';

interface LockedPackage {
	optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
	packages: Record<string, LockedPackage>;
};

const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
	Object.entries(optionalDependencies)
		.filter(([name]) => !findFrom(path, name))
		.map(([name, range]) => `${path || '(root)'} -> ${name}@${range}`)
);

/** Looks for `name` in the node_modules folders above `path`, as Node does. */
function findFrom(path: string, name: string): boolean {
	for (
		let place = path;
		;
		place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))
	) {
		if (`${place ? `${place}/` : ''}node_modules/${name}` in lock.packages) return true;
		if (!place) return false;
	}
}

if (missing.length > 0) {
	process.stderr.write(`Missing from package-lock.json:\n${missing.join('\n')}\n`);
	process.exitCode = 1;
}
