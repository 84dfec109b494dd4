/** A real redis-server of its own, that a test may kill, pause and empty. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect as connectTo, type AddressInfo } from 'node:net';
import { createClient } from '@redis/client';

/** Whether redis-server is on this machine; a file of tests that needs it is not run without, and says so. */
export function hasRedis(): boolean {
	const there = spawnSync('redis-server', ['--version']).status === 0;
	if (!there)
		console.warn(
			'NOT RUN: redis-server is not installed; tests of several nodes over Redis need it.'
		);
	return there;
}

/** Waits between two tries to connect, and tries. */
const TRY_EVERY = 20;
const TRIES = 250;

export class Redis {
	readonly port: number;
	#process: ChildProcess | null = null;

	private constructor(port: number) {
		this.port = port;
	}

	/** Starts one on a free port, keeping nothing on disk. */
	static async start(): Promise<Redis> {
		const redis = new Redis(await freePort());
		await redis.resurrect();
		return redis;
	}

	get url(): string {
		return `redis://127.0.0.1:${this.port}`;
	}

	/** Starts it again on its port after `kill`. */
	async resurrect(): Promise<void> {
		const where = ['--port', String(this.port), '--bind', '127.0.0.1'];
		this.#process = spawn('redis-server', [...where, '--save', '', '--appendonly', 'no'], {
			stdio: 'ignore'
		});
		await reachable(this.port);
	}

	signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
		this.#process?.kill(signal);
	}

	async kill(): Promise<void> {
		const child = this.#process;
		this.#process = null;
		if (!child || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
	}

	/** Runs one command. */
	async command(...words: string[]): Promise<unknown> {
		const client = createClient({ url: this.url });
		await client.connect();
		try {
			return await client.sendCommand(words);
		} finally {
			client.destroy();
		}
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

async function reachable(port: number): Promise<void> {
	for (let tries = 0; tries < TRIES; tries++) {
		const socket = connectTo(port, '127.0.0.1');
		const opened = await new Promise<boolean>((resolve) => {
			socket.once('connect', () => resolve(true));
			socket.once('error', () => resolve(false));
		});
		socket.destroy();
		if (opened) return;
		await new Promise((resolve) => setTimeout(resolve, TRY_EVERY));
	}
	throw new Error('redis-server does not answer');
}
