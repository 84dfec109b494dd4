import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import { CLOSE } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import { lockSession, unlockSession } from '../../src/lib/server/database/sign-in';
import { asCaller, asSystem } from '../../src/lib/server/database/transaction';
import { buildCase, callerFor } from '../support/builders';
import {
	buildWorld,
	isSaved,
	newColleague,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { openRaw } from './raw-client';
import { writeParagraph } from './writing';

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database, {
		limits: { accessChanges: 50, beat: 50, recheck: 60_000, settle: 100 }
	});
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[S42] a locked session pauses its screens, which keep what is typed and come back with it', async () => {
	const again = await callerFor(world.database.owner, world.amina.profileId);
	const [client, other, lea] = [await open(again), await open(world.amina), await open(world.lea)];
	await until(() => [client, other, lea].every(isSaved));
	await asCaller(world.database.databases, again, lockSession);
	await server.sync.recheck([again.profileId]);
	await until(() => client.paused);
	writeParagraph(new CaseDocument(client.doc).note, 'Écrit pendant la pause.');
	expect(client.ended).toBeNull();
	expect(other.paused).toBe(false);
	client.resume();
	await until(() => client.paused);
	expect(plainTextOf(new CaseDocument(lea.doc).note)).not.toContain('pendant la pause');
	await asSystem(world.database.databases, (tx) => unlockSession(tx, again.sessionId));
	client.resume();
	await until(() => plainTextOf(new CaseDocument(lea.doc).note).includes('pendant la pause'));
	expect(client.paused).toBe(false);
});

test.each([
	[
		'locked',
		`insert into public.session_states (session_id, profile_id, locked_at) values ($1, $2, now())`
	],
	[
		'idle',
		`insert into public.session_states (session_id, profile_id, active_at) values ($1, $2, now() - interval '17 minutes')`
	]
])('[S42] a session that becomes %s without anybody telling is noticed', async (_, statement) => {
	const again = await callerFor(world.database.owner, world.amina.profileId);
	const client = await open(again, world.board);
	await until(() => isSaved(client));
	await world.database.owner.query(statement, [again.sessionId, again.profileId]);
	await until(() => client.paused);
	const raw = openRaw(server.url, `${world.board}.1`, again);
	expect(await raw.closed).toBe(CLOSE.locked);
	expect(raw.frames).toEqual([]);
	await expect(server.sync.read(again, world.board)).rejects.toMatchObject({
		code: 'not_signed_in'
	});
});

test.each([
	['a session deleted', 'delete from auth.sessions where user_id = $1'],
	[
		'an account banned',
		`update auth.users set banned_until = now() + interval '1 hour' where id = $1`
	],
	['an account deleted', 'update auth.users set deleted_at = now() where id = $1']
])('[S40] %s outside the application closes its sockets', async (_, statement) => {
	const { caller } = await newColleague(world, false);
	const client = await open(caller, world.board);
	await until(() => isSaved(client));
	await world.database.owner.query(statement, [caller.profileId]);
	await until(() => client.ended === 'signed_out');
});

test.each(['a ban', 'a session that ends', 'a mandate that ends'])(
	'[S40] %s has closed its sockets when the command answers',
	async (what) => {
		// It does not look by itself: what closes the sockets is the command.
		const told = await startAlone({ limits: { accessChanges: 60_000 } });
		const { caller } = await newColleague(told.world, false);
		const raw = openRaw(told.url, `${told.world.board}.1`, caller);
		await until(() => raw.frames.length > 0);
		const { owner } = told.world.database;
		const order: string[] = [];
		void raw.closed.then(() => order.push('closed'));
		if (what === 'a ban') {
			await owner.query(`update auth.users set banned_until = 'infinity' where id = $1`, [
				caller.profileId
			]);
			await told.sync.recheck([caller.profileId]);
		} else if (what === 'a session that ends') {
			await owner.query('delete from auth.sessions where id = $1', [caller.sessionId]);
			await told.sync.endSessions([caller.sessionId]);
		} else {
			await owner.query('update public.mandates set ends_at = now() where profile_id = $1', [
				caller.profileId
			]);
			await told.sync.recheck([caller.profileId]);
		}
		// An answer that takes the same way as the close frame, sent after it.
		const probe = openRaw(told.url, 'nothing', null);
		await probe.closed;
		order.push('answered');
		await raw.closed;
		expect(order).toEqual(['closed', 'answered']);
		await told.stop();
	}
);

test('[S40] access withdrawn while a socket opens is withdrawn from it', async () => {
	const gate = Promise.withResolvers<undefined>();
	let decided = false;
	const slow = await startAlone({
		limits: { accessChanges: 50 },
		wrap: (store) => ({
			...store,
			open: async (...asked) => {
				const decision = await store.open(...asked);
				decided = true;
				await gate.promise;
				return decision;
			}
		})
	});
	const { caller } = await newColleague(slow.world, false);
	const raw = openRaw(slow.url, `${slow.world.board}.1`, caller);
	await until(() => decided);
	await slow.world.database.owner.query(
		'update public.mandates set ends_at = now() where profile_id = $1',
		[caller.profileId]
	);
	await slow.sync.recheck([caller.profileId]);
	gate.resolve(undefined);
	expect(await raw.closed).toBe(CLOSE.noAccess);
	await slow.stop();
});

test('[S43] an agreement that expires at midnight takes its card from the board and closes the case to the others', async () => {
	let yesterday = false;
	const midnight = await startAlone({
		limits: { accessChanges: 50 },
		wrap: (store) => ({
			...store,
			watch: (cursor, ids) => {
				const since = cursor && { ...cursor, at: new Date(Date.now() - 86_400_000).toISOString() };
				return store.watch(yesterday ? since : cursor, ids);
			}
		})
	});
	const { world: there } = midnight;
	const { owner } = there.database;
	const built = await buildCase(owner, {
		groupId: there.groupId,
		organizationId: there.organizationId,
		createdBy: there.lea.profileId,
		circle: [there.lea.profileId, there.amina.profileId],
		agreement: [there.organizationId, there.otherOrganizationId]
	});
	const at = { server: midnight };
	const board = await openClient({ ...at, caller: there.karim, name: there.board });
	const amina = await openClient({ ...at, caller: there.amina, name: `case:${built.id}` });
	const lea = await openClient({ ...at, caller: there.lea, name: `case:${built.id}` });
	clients.push(board, amina, lea);
	await until(() => [board, amina, lea].every(isSaved));
	expect(new BoardDocument(board.doc).card(built.id)).not.toBeNull();
	// As it is after midnight, without the triggers: nobody did anything.
	await owner.query(`set session_replication_role = replica`);
	await owner.query(
		`update public.agreements set given_on = given_on - 400, expires_on = private.today() where case_id = $1`,
		[built.id]
	);
	await owner.query(`set session_replication_role = origin`);
	yesterday = true;
	await until(() => new BoardDocument(board.doc).card(built.id) === null);
	await until(() => amina.ended === 'no_access');
	await until(() => new CaseDocument(lea.doc).facts()?.agreement === null);
	expect(lea.ended).toBeNull();
	await midnight.stop();
});

test('[S43] a mandate that comes to its date hands the work back, and open screens show it', async () => {
	const { caller } = await newColleague(world, true);
	const lea = await open(world.lea);
	const board = await open(world.lea, world.board);
	await until(() => isSaved(lea) && isSaved(board));
	const isThere = (): boolean =>
		new CaseDocument(lea.doc).facts()?.circle.some((m) => m.profileId === caller.profileId) ??
		false;
	await server.sync.refresh({ caseIds: [world.caseId] });
	await until(isThere);
	await world.database.owner.query(
		`update public.mandates set ends_at = now() + interval '300 milliseconds' where profile_id = $1`,
		[caller.profileId]
	);
	await until(() => !isThere());
	await until(
		() => !new BoardDocument(board.doc).members().some(({ id }) => id === caller.profileId)
	);
});

/** A server with a database of its own: two servers never share a document. */
async function startAlone(
	options: Parameters<typeof startServer>[1]
): Promise<RunningServer & { world: World }> {
	const alone = await buildWorld();
	const running = await startServer(alone.database, options);
	return {
		...running,
		world: alone,
		async stop() {
			await running.stop();
			await alone.database.drop();
		}
	};
}

async function open(caller: Caller, name = world.case): Promise<DocumentConnection> {
	const client = await openClient({ server, caller, name });
	clients.push(client);
	return client;
}
