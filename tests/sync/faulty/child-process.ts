/** Starts, kills and measures sync servers that run in processes of their own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { DatabaseUrls } from '../../../src/lib/server/database/database';
import type { Limits } from '../../../src/lib/server/sync/limits';

export interface ChildOptions {
	urls: DatabaseUrls;
	port?: number;
	limits?: Partial<Limits>;
	/** Where the nodes of a test hear each other. */
	redisUrl?: string;
}

/** What a child says of itself, after a garbage collection; sizes in bytes. */
export interface Measures {
	rss: number;
	heap: number;
	timers: number;
	/** Open documents, and connections to them. */
	documents: number;
	connections: number;
}

export interface Child {
	process: ChildProcess;
	port: number;
	measure(): Promise<Measures>;
	/** Sends a signal and waits for the end; returns the exit code, null when a signal ended it. */
	end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts a server and waits until it listens. */
export async function startChild(options: ChildOptions): Promise<Child> {
	const { person, system } = options.urls;
	const file = (name: string): string => new URL(name, import.meta.url).pathname;
	const child = fork(file('child.ts'), [JSON.stringify({ ...options, urls: { person, system } })], {
		execArgv: ['--expose-gc', '--import', file('../resolve-lib.ts')]
	});
	const [started] = (await once(child, 'message')) as [{ port: number }];
	return {
		process: child,
		port: started.port,
		async measure() {
			child.send('measure');
			const [message] = (await once(child, 'message')) as [{ measures: Measures }];
			return message.measures;
		},
		async end(signal) {
			if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
			const ended = once(child, 'exit');
			child.kill(signal);
			await ended;
			return child.exitCode;
		}
	};
}
