/** The addresses of the application, as its folders say them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const ROUTES = 'src/routes';

/** How long a test may take that asks each of them, in milliseconds. */
export const EVERY_ROUTE_TIMEOUT = 180_000;

/** Every route that answers, e.g. `/(app)/q/[territory]/tableau`. */
export function listRoutes(): string[] {
	const files = filesOf(ROUTES).filter((file) => /(^|\/)\+(page|server)[.]/.test(file));
	return [...new Set(files.map((file) => routeOf(file)))].sort();
}

/** Every form action and every endpoint that takes a POST, e.g. `/(app)/ma-journee?/finish`. */
export function listActions(): string[] {
	return filesOf(ROUTES)
		.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
		.flatMap((file) => actionsIn(readFileSync(`${ROUTES}/${file}`, 'utf8'), routeOf(file)))
		.sort();
}

function actionsIn(source: string, route: string): string[] {
	const endpoints = [...source.matchAll(/^export const (POST|PUT|PATCH|DELETE)\b/gm)].map(
		() => route
	);
	const [, line, block = line] =
		/^export const actions\b[^=]*= \{(?: (.*) \};|\n([\s\S]*?)^\})/m.exec(source) ?? [];
	const isElsewhere = /^import \{ actions as \w+ \} from '\.\//m.test(source);
	if (block === undefined && /^export const actions\b/m.test(source) && !isElsewhere) {
		throw new Error(`The actions of ${route} are written in a way that is not read here.`);
	}
	const names =
		block?.matchAll(line === undefined ? /^\t(\w+)(?:: |,$)/gm : /(?:^|, )(\w+): /g) ?? [];
	const actions = [...names].map(([, name]) =>
		name === 'default' ? route : `${route}?/${name ?? ''}`
	);
	return [...endpoints, ...actions];
}

function filesOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
		file.replaceAll('\\', '/')
	);
}

function routeOf(file: string): string {
	const folder = dirname(file);
	return folder === '.' ? '/' : `/${folder}`;
}
