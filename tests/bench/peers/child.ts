/** What every measured server does at the edge of its process: says where it listens, and empties its heap when told. */
import type { DatabaseUrls } from '../../../src/lib/server/database/database.ts';
import type { Limits } from '../../../src/lib/server/sync/limits.ts';

interface Told {
	gc?: true;
}

/** Tells the runner the port, answers its messages, ends cleanly on SIGTERM. */
export function serveRunner(port: number, stop: () => Promise<void>): void {
	process.on('SIGTERM', () => {
		void stop().finally(() => process.exit(0));
	});
	// Whoever started it is gone.
	process.on('disconnect', () => process.exit(0));
	process.on('message', ({ gc }: Told) => {
		if (!gc) return;
		globalThis.gc?.();
		globalThis.gc?.();
		process.send?.({ heap: process.memoryUsage().heapUsed });
	});
	process.send?.({ port });
}

/** What the runner says to a server. */
export interface ServerOptions {
	port: number;
	/** Address of a database for the peer. */
	url: string;
	urls: DatabaseUrls;
	limits: Partial<Limits>;
	/** Where ours hears other nodes. */
	redisUrl?: string;
}

/** Reads it from the command line, where it is in JSON. */
export function optionsOf(): ServerOptions {
	return JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
}
