/** The sync server on a port. It does not need vitest, so that a child process can run it and be killed. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Caller } from '../../src/lib/domain/caller';
import type { Databases } from '../../src/lib/server/database/database';
import type { Bus } from '../../src/lib/server/sync/bus';
import type { Limits } from '../../src/lib/server/sync/limits';
import type { Log } from '../../src/lib/server/sync/log';
import { createStore } from '../../src/lib/server/sync/postgres-store';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { createSyncServerOn, type SyncServer } from '../../src/lib/server/sync/sync-server';

const ORIGIN = 'http://maillage.test';
export const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface ServeOptions {
	limits?: Partial<Limits>;
	/** Puts a faulty store in front of the real one. */
	wrap?: (store: DocumentStore) => DocumentStore;
	now?: () => number;
	/** The wire to other nodes. */
	bus?: Bus;
	port?: number;
	log?: Log;
}

export interface RunningServer {
	sync: SyncServer;
	port: number;
	/** Addresses the socket with the cookie of somebody. */
	url: string;
	stop(): Promise<void>;
}

export async function serve(databases: Databases, options: ServeOptions): Promise<RunningServer> {
	const { limits = {}, wrap = (store: DocumentStore) => store, now } = options;
	const sync = createSyncServerOn(wrap(createStore(databases)), {
		callerOf: (request) => Promise.resolve(callerOf(request)),
		origin: () => ORIGIN,
		log: options.log ?? SILENT,
		limits,
		...(now ? { now } : {}),
		...(options.bus ? { bus: options.bus } : {})
	});
	const http = createServer((request, response) => sync.http(request, response));
	http.on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
	await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
	const { port } = http.address() as AddressInfo;
	return {
		sync,
		port,
		url: `ws://127.0.0.1:${port}`,
		async stop() {
			await sync.stop().finally(() => close(http));
		}
	};
}

function close(http: Server): Promise<void> {
	http.closeAllConnections();
	return new Promise((resolve) => http.close(() => resolve()));
}

/** A fake at the edge: the cookie is the caller, in JSON. */
function callerOf(request: Pick<IncomingMessage, 'headers'>): Caller | null {
	const cookie = request.headers.cookie ?? '';
	if (cookie === '') return null;
	return JSON.parse(decodeURIComponent(cookie)) as Caller;
}

export function headersOf(caller: Caller | null): Record<string, string> {
	return {
		origin: ORIGIN,
		...(caller ? { cookie: encodeURIComponent(JSON.stringify(caller)) } : {})
	};
}
