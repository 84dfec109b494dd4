/** The peers, in a folder of their own: the application depends on none of them. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDER = process.env['BENCH_PEERS'] ?? join(tmpdir(), 'maillage-bench-peers');
/** A module in the folder, so that packages are found from there. */
const BRIDGE = 'load.js';

/** What each peer is made of. Kept apart, so that each gets the versions of the others that it asks for. */
const PEERS = {
	hocuspocus: {
		dependencies: {
			'@hocuspocus/server': '4.7.0',
			'@hocuspocus/extension-database': '4.7.0',
			yjs: '13.6.33',
			'y-protocols': '1.0.7'
		}
	},
	'y-websocket-server': {
		dependencies: { '@y/websocket-server': '0.1.5' },
		// What it asks for (`^1.0.6-1`) now resolves to a version that imports a package which has no release.
		overrides: { '@y/protocols': '1.0.6-1' }
	}
} as const;
export type Peer = keyof typeof PEERS;

/** Installs a peer unless it is there already. Throws what npm says. */
export function installPeer(peer: Peer): void {
	const folder = join(FOLDER, peer);
	const wanted = JSON.stringify({ private: true, type: 'module', ...PEERS[peer] }, null, '\t');
	const file = join(folder, 'package.json');
	const done = join(folder, 'installed');
	if (existsSync(done) && readFileSync(file, 'utf8') === wanted) return;
	mkdirSync(folder, { recursive: true });
	writeFileSync(file, wanted);
	writeFileSync(join(folder, BRIDGE), 'export const load = (name) => import(name);\n');
	execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
		cwd: folder,
		stdio: 'inherit'
	});
	writeFileSync(done, '');
}

/** Names and versions of a peer, for the heading of the table. */
export function versionsOf(peer: Peer): string {
	return Object.entries(PEERS[peer].dependencies)
		.map(([name, version]) => `${name} ${version}`)
		.join(', ');
}

/** A module of a peer, as its own folder finds it. Throws when it is not installed. */
export async function loadPeer(peer: Peer, module: string): Promise<unknown> {
	const bridge = pathToFileURL(join(FOLDER, peer, BRIDGE)).href;
	const { load } = (await import(bridge)) as { load: (name: string) => Promise<unknown> };
	return load(module);
}
