import { resolve } from 'node:path';

/** What a bundler knows of a module. */
type ModuleInfo = { code: string | null; importedIds: string[] } | null;

/** The board and what is around every page: what they need is not to be paid by what other pages share. */
const FIRST = [
	'+layout.svelte',
	'+error.svelte',
	'(app)/+layout.svelte',
	'(app)/q/[territory]/tableau/+page.svelte'
];

const FRAMEWORK = /node_modules[\\/](?:@sveltejs[\\/]kit|devalue)[\\/]/;
const MESSAGE = /[\\/]paraglide[\\/]messages[\\/]([a-z0-9_]+)\.js$/;
const WORDS = /\bm\.([a-z0-9_]+)/g;

/**
 * What most pages share, in a few files: one by one, icons, words and small components cost each page dozens of requests,
 * and compress worse. `kit` holds what the board needs, `more` the rest. `minShareCount`: what fewer pages need stays
 * with them.
 */
export function sharedChunks(): {
	name: typeof name;
	debugName: string;
	test: RegExp;
	minShareCount: number;
}[] {
	let first: { modules: Set<string>; words: Set<string> } | undefined;
	function name(id: string, graph: { getModuleInfo: (id: string) => ModuleInfo }): 'kit' | 'more' {
		first ??= neededFirst((module) => graph.getModuleInfo(module));
		const word = MESSAGE.exec(id)?.[1];
		const needed = word === undefined ? first.modules.has(id) : first.words.has(word);
		return needed || FRAMEWORK.test(id) ? 'kit' : 'more';
	}
	return [
		{ name, debugName: 'icons', test: /@lucide/, minShareCount: 2 },
		{ name, debugName: 'framework', test: FRAMEWORK, minShareCount: 4 },
		{
			name,
			debugName: 'kit',
			test: /src[\\/]lib[\\/](?:ui[\\/]kit|domain|client|documents|paraglide)/,
			minShareCount: 4
		}
	];
}

/** Modules that the first pages import, and messages that they say: the list of messages imports them all. */
function neededFirst(getModuleInfo: (id: string) => ModuleInfo): {
	modules: Set<string>;
	words: Set<string>;
} {
	const modules = new Set<string>();
	const words = new Set<string>();
	const left = FIRST.map((page) => resolve('src/routes', page));
	for (let id = left.pop(); id !== undefined; id = left.pop()) {
		if (modules.has(id)) continue;
		modules.add(id);
		const { code, importedIds } = getModuleInfo(id) ?? { code: null, importedIds: [] };
		for (const [, word = ''] of (code ?? '').matchAll(WORDS)) words.add(word);
		left.push(...importedIds);
	}
	return { modules, words };
}
