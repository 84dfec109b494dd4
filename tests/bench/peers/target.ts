/** The measured servers: each in a process of its own, on the first core, started anew for each measure. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Caller } from '../../../src/lib/domain/caller.ts';
import { COLLAB_PATH } from '../../../src/lib/documents/wire.ts';
import type { Limits } from '../../../src/lib/server/sync/limits.ts';
import { headersOf } from '../../sync/serve.ts';
import { LoadClient, type Address } from './load-client.ts';
import { cpuOf, pin, rssOf } from './machine.ts';
import type { World } from './world.ts';

export const KINDS = ['maillage', 'hocuspocus', 'y-websocket-server', 'relay'] as const;
export type Kind = (typeof KINDS)[number];

const FILES: Record<Kind, string> = {
	maillage: 'server-maillage.ts',
	hocuspocus: 'server-hocuspocus.ts',
	'y-websocket-server': 'server-y-websocket.ts',
	relay: 'server-relay.ts'
};
/** As each is started: ours by `npm start`, the peers by `node`. */
const FLAGS: Record<Kind, readonly string[]> = {
	maillage: ['--max-semi-space-size=8'],
	hocuspocus: [],
	'y-websocket-server': [],
	relay: []
};
const SERVER_CORE = 0;
const LOADER = new URL('load-lib.ts', import.meta.url).href;
/** One socket of the load stands for many people, and types faster than any. */
const LIFTED: Partial<Limits> = {
	framesPerSecond: 1e6,
	framesBurst: 1e6,
	bytesPerSecond: 1e9,
	connectionsPerRoom: 1000,
	connectionsPerPerson: 5000,
	// Nobody waits two minutes here.
	hibernateAfter: 5000
};
/** Memory is read after this, so that what waits to leave has left. */
const SETTLE = 300;
/** Milliseconds after which somebody who was sent away comes back. */
const COME_BACK = 200;

interface Answer {
	port?: number;
	heap?: number;
}

/** What a load is put on: one server, or several that are one. */
export interface Served {
	/** Whether it keeps documents; a relay does not. */
	readonly keeps: boolean;
	/** Whether it tells a client that its edits are held. */
	readonly confirms: boolean;
	/** Milliseconds of processor spent so far. */
	readonly cpu: number;
	/** Opens a room as one of the people. */
	open(caseId: string, who: number): LoadClient;
}

export interface TargetOptions {
	world: World;
	port: number;
	/** Where it hears other nodes. */
	redisUrl?: string;
}

export class Target implements Served {
	readonly kind: Kind;
	/** How many times somebody was sent away and came back. */
	sentAway = 0;
	readonly #options: TargetOptions;
	#child: ChildProcess | null = null;

	constructor(kind: Kind, options: TargetOptions) {
		this.kind = kind;
		this.#options = options;
	}

	/** Starts it and waits until it listens. */
	async start(): Promise<void> {
		const { world, port, redisUrl } = this.#options;
		const { urls, peerUrl: url } = world;
		const options = JSON.stringify({ port, urls, url, limits: LIFTED, redisUrl });
		const profile = process.env['BENCH_PROFILE'];
		const profiling = profile === this.kind ? ['--cpu-prof', '--cpu-prof-dir=cpu-profiles'] : [];
		const child = fork(new URL(FILES[this.kind], import.meta.url), [options], {
			execArgv: ['--expose-gc', '--import', LOADER, ...FLAGS[this.kind], ...profiling],
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		this.#child = child;
		const answer = once(child, 'message');
		const failed = once(child, 'exit').then(() => {
			throw new Error(`${this.kind} did not start`);
		});
		await Promise.race([answer, failed]);
		// It ends later, as told.
		failed.catch(() => undefined);
		pin(this.pid, SERVER_CORE);
	}

	/** Ends it as a stop does, or as a power cut does. */
	async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
		const child = this.#child;
		this.#child = null;
		if (!child || child.exitCode !== null) return;
		const exit = once(child, 'exit');
		child.kill(signal);
		await exit;
	}

	get keeps(): boolean {
		return this.kind !== 'relay';
	}

	get confirms(): boolean {
		return this.kind === 'maillage' || this.kind === 'hocuspocus';
	}

	get pid(): number {
		return this.#child?.pid ?? 0;
	}

	get cpu(): number {
		return cpuOf(this.pid);
	}

	/** Resident megabytes, after its garbage has been collected. */
	async memory(): Promise<number> {
		await new Promise((resolve) => setTimeout(resolve, SETTLE));
		const child = this.#child;
		if (!child) throw new Error('not started');
		const answer = once(child, 'message');
		child.send({ gc: true });
		await (answer as Promise<Answer[]>);
		return rssOf(this.pid);
	}

	/** Resident megabytes as they are. */
	get rss(): number {
		return rssOf(this.pid);
	}

	/** Where somebody finds the room of a case. */
	address(caseId: string, who: number): Address {
		const base = `ws://127.0.0.1:${this.#options.port}`;
		if (this.kind === 'maillage') {
			const url = `${base}${COLLAB_PATH}case:${caseId}.1?ack=1`;
			return { url, headers: headersOf(this.#caller(who)), prefix: null, keeps: true };
		}
		const prefix = this.kind === 'hocuspocus' ? caseId : null;
		return { url: `${base}/${caseId}`, headers: {}, prefix, keeps: this.keeps };
	}

	open(caseId: string, who: number): LoadClient {
		return new LoadClient(this.address(caseId, who));
	}

	/** Opens a room and waits until it is there; comes back when sent away, as y-websocket does. */
	async come(caseId: string, who: number): Promise<LoadClient> {
		for (;;) {
			const client = this.open(caseId, who);
			try {
				await client.synced;
				return client;
			} catch {
				this.sentAway++;
				await new Promise((resolve) => setTimeout(resolve, COME_BACK));
			}
		}
	}

	#caller(who: number): Caller {
		const { people } = this.#options.world;
		const caller = people[who % people.length];
		if (!caller) throw new Error('nobody');
		return caller;
	}
}
