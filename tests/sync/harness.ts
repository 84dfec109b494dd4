/** The real sync server on a real PostgreSQL and real y-websocket clients; only "who has this cookie" is a fake. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName, SharedDocument } from '../../src/lib/domain/document-name';
import type { Limits } from '../../src/lib/server/sync/limits';
import type { DocumentStore } from '../../src/lib/server/sync/store';
import { createStore } from '../../src/lib/server/sync/postgres-store';
import { createSyncServerOn, type SyncServer } from '../../src/lib/server/sync/sync-server';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildMeeting,
	buildOrganization,
	buildProfile,
	callerFor
} from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

export const ORIGIN = 'http://maillage.test';
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A group of three: two colleagues in the circle of one shared case, one outside. */
export interface World {
	database: TestDatabase;
	groupId: string;
	organizationId: string;
	otherOrganizationId: string;
	caseId: string;
	meetingId: string;
	lea: Caller;
	amina: Caller;
	karim: Caller;
	stranger: Caller;
	board: DocumentName;
	case: DocumentName;
	meeting: DocumentName;
}

export async function buildWorld(): Promise<World> {
	const database = await testDatabase();
	const { owner } = database;
	const organizationId = await buildOrganization(owner);
	const otherOrganizationId = await buildOrganization(owner);
	const group = await buildGroup(owner);
	const person = async (
		firstName: string,
		organization: string,
		member = true
	): Promise<Caller> => {
		const id = await buildProfile(owner, { organizationId: organization, firstName });
		if (member) await buildMandate(owner, { profileId: id, groupId: group.id });
		return callerFor(owner, id);
	};
	const lea = await person('Léa', organizationId);
	const amina = await person('Amina', otherOrganizationId);
	const karim = await person('Karim', otherOrganizationId);
	const stranger = await person('Zoé', otherOrganizationId, false);
	const built = await buildCase(owner, {
		groupId: group.id,
		organizationId,
		createdBy: lea.profileId,
		circle: [lea.profileId, amina.profileId],
		agreement: [organizationId, otherOrganizationId]
	});
	const meetingId = await buildMeeting(owner, { groupId: group.id, createdBy: lea.profileId });
	return {
		database,
		groupId: group.id,
		organizationId,
		otherOrganizationId,
		caseId: built.id,
		meetingId,
		lea,
		amina,
		karim,
		stranger,
		board: `board:${group.id}`,
		case: `case:${built.id}`,
		meeting: `meeting:${meetingId}`
	};
}

export interface RunningServer {
	sync: SyncServer;
	port: number;
	/** Addresses the socket with the cookie of somebody. */
	url: string;
	stop(): Promise<void>;
}

/** Starts the server; `wrap` may put a faulty store in front of the real one. */
export async function startServer(
	database: TestDatabase,
	options: {
		limits?: Partial<Limits>;
		wrap?: (store: DocumentStore) => DocumentStore;
		now?: () => number;
		port?: number;
	} = {}
): Promise<RunningServer> {
	const { limits = {}, wrap = (store) => store, now } = options;
	const sync = createSyncServerOn(wrap(createStore(database.databases)), {
		callerOf: (request) => Promise.resolve(callerOf(request)),
		origin: () => ORIGIN,
		log: SILENT,
		limits,
		...(now ? { now } : {})
	});
	const http = createServer();
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
function callerOf(request: IncomingMessage): Caller | null {
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

/** A WebSocket class that carries the cookie and the origin of somebody. */
export function socketOf(caller: Caller | null): typeof WebSocket {
	return class extends NodeWebSocket {
		constructor(url: string | URL) {
			super(url, { headers: headersOf(caller) });
		}
	} as unknown as typeof WebSocket;
}

export interface ClientOptions {
	server: { url: string; sync: SyncServer };
	caller: Caller;
	name: DocumentName;
	document?: SharedDocument;
	connect?: boolean;
}

/** A browser end, connected unless told otherwise. */
export async function openClient(options: ClientOptions): Promise<DocumentConnection> {
	const { server, caller, name } = options;
	const document = options.document ?? (await server.sync.read(caller, name));
	const connection = new DocumentConnection({
		document,
		member: { id: caller.profileId, firstName: 'X', lastName: 'Y', color: 1 },
		world: {
			url: server.url,
			WebSocket: socketOf(caller),
			refreshSession: () => Promise.resolve(false),
			reload: () => undefined
		}
	});
	if (options.connect !== false) connection.connect();
	return connection;
}

/** Waits until something is true. */
export function until(condition: () => boolean, timeout = 10_000): Promise<unknown> {
	return vi.waitUntil(condition, { timeout, interval: 5 });
}

export const isSaved = (client: DocumentConnection): boolean => client.save === 'saved';
