/** The real sync server on a real PostgreSQL and real y-websocket clients; only "who has this cookie" is a fake. */
import { vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import type { Caller } from '../../src/lib/domain/caller';
import type { DocumentName, SharedDocument } from '../../src/lib/domain/document-name';
import type { SyncServer } from '../../src/lib/server/sync/sync-server';
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
import { headersOf, serve, type RunningServer, type ServeOptions } from './serve';

export type { RunningServer } from './serve';

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

export async function buildWorld(given?: TestDatabase): Promise<World> {
	const database = given ?? (await testDatabase());
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

/** A new member of the group, in the circle of the case or not. */
export async function newColleague(
	{ database, organizationId, groupId, caseId }: World,
	circle: boolean
): Promise<{ caller: Caller }> {
	const { owner } = database;
	const id = await buildProfile(owner, { organizationId });
	await buildMandate(owner, { profileId: id, groupId });
	if (circle) {
		await owner.query(
			'insert into public.circle_members (case_id, group_id, profile_id) values ($1, $2, $3)',
			[caseId, groupId, id]
		);
	}
	return { caller: await callerFor(owner, id) };
}

/** Starts the server on the database of a test. */
export function startServer(
	{ databases }: TestDatabase,
	options: ServeOptions = {}
): Promise<RunningServer> {
	return serve(databases, options);
}

/** A WebSocket class that carries the cookie and the origin of somebody. */
function socketOf(caller: Caller | null): typeof WebSocket {
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
