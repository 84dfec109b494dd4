import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { CLOSE, COLLAB_PATH } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { callerOf } from '../../src/lib/server/access/session';
import { SESSION_COOKIE } from '../../src/lib/server/access/session-cookie';
import { createStore } from '../../src/lib/server/sync/postgres-store';
import { createSyncServerOn, type SyncServer } from '../../src/lib/server/sync/sync-server';
import { callerFor } from '../support/builders';
import { buildWorld, isSaved, until, type World } from './harness';
import { roomOf } from './raw-client';
import { SILENT } from './serve';

const ISSUER = 'http://sign-in.test/auth/v1';
const ORIGIN = 'http://maillage.test';
/** For how long, in milliseconds, a client that is sent away is watched: y-websocket would be back ten times. */
const WATCHED = 1_500;

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

let world: World;
let document: SharedDocument;
let sync: SyncServer;
let http: Server;
let url: string;
let key: Key;
let otherKey: Key;
let keys: JSONWebKeySet;
const sentAway: (ReturnType<typeof openWith> & { asked: number; at: number })[] = [];

beforeAll(async () => {
	world = await buildWorld();
	const pair = await generateKeyPair('ES256');
	key = pair.privateKey;
	otherKey = (await generateKeyPair('ES256')).privateKey;
	keys = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }] };
	const auth = { issuer: ISSUER, jwks: () => Promise.resolve(keys) };
	sync = createSyncServerOn(createStore(world.database.databases), {
		callerOf: ({ headers }) => callerOf({ cookie: headers.cookie ?? '', auth }),
		origin: () => ORIGIN,
		log: SILENT,
		limits: {}
	});
	http = createServer((request, response) => sync.http(request, response));
	http.on('upgrade', (request, socket, head) => sync.upgrade(request, socket, head));
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
	document = await sync.read(world.lea, world.case);
});
afterAll(async () => {
	await sync.stop();
	http.close();
	await world.database.drop();
});

test('[S2][F13] a token of now opens the document', async () => {
	const { connection, count } = openWith(await sign(world.lea));
	await until(() => isSaved(connection));
	expect(count()).toBe(1);
	connection.destroy();
});

test.each<[string, () => Promise<string>]>([
	['that is over', () => sign(world.lea, { expires: seconds() - 60 })],
	['that is not valid yet', () => sign(world.lea, { from: seconds() + 60 })],
	['for another audience', () => sign(world.lea, { audience: 'anon' })],
	['that nobody signed', unsigned],
	['under a key that is no longer published', () => sign(world.lea, { by: otherKey })],
	['of a session that was signed out', signedOut]
])('[S2][F13] a token %s is signed out', async (_, tokenOf) => {
	const token = await tokenOf();
	expect(await closeCodeOf(token)).toBe(CLOSE.signedOut);
	const { connection, count } = openWith(token);
	await until(() => connection.ended === 'signed_out');
	expect(count()).toBeLessThanOrEqual(2);
	sentAway.push({ connection, count, asked: count(), at: performance.now() });
});

test('[F13] nobody of those who were sent away comes back for ever', async () => {
	expect(sentAway).toHaveLength(6);
	await until(() => sentAway.every(({ at }) => performance.now() - at > WATCHED));
	for (const { connection, count, asked } of sentAway) {
		expect(count()).toBe(asked);
		connection.destroy();
	}
});

test('[S2][F13] a token that ends while somebody writes is asked for anew once, and nothing is lost', async () => {
	const cookie = { token: await sign(world.lea, { expires: seconds() - 60 }) };
	const { connection, count } = openWith(cookie, async () => {
		cookie.token = await sign(world.lea);
		return true;
	});
	connection.doc.getMap('typed').set('before', 'the token was renewed');
	await until(() => isSaved(connection));
	expect(count()).toBe(2);
	const stored = await sync.read(world.amina, world.case);
	expect(Buffer.from(stored.state, 'base64').includes('the token was renewed')).toBe(true);
	connection.destroy();
});

/** A browser end with this token, and how many sockets it has asked for. */
function openWith(
	token: string | { token: string },
	refreshSession: () => Promise<boolean> = () => Promise.resolve(false)
) {
	const cookie = typeof token === 'string' ? { token } : token;
	let sockets = 0;
	const connection = new DocumentConnection({
		document,
		member: { id: world.lea.profileId, firstName: 'X', lastName: 'Y', color: 1 },
		world: {
			url,
			refreshSession,
			reload: () => undefined,
			WebSocket: class extends WebSocket {
				constructor(address: string | URL) {
					sockets++;
					super(address, { headers: headersWith(cookie.token) });
				}
			} as unknown as typeof globalThis.WebSocket
		}
	});
	connection.connect();
	return { connection, count: () => sockets };
}

function closeCodeOf(token: string): Promise<number> {
	const ws = new WebSocket(`${url}${COLLAB_PATH}${roomOf(document)}?ack=1`, {
		headers: headersWith(token)
	});
	return new Promise((resolve) => ws.on('close', resolve));
}

function headersWith(token: string): Record<string, string> {
	const session = JSON.stringify({ access_token: token });
	const cookie = `${SESSION_COOKIE}=base64-${Buffer.from(session).toString('base64url')}`;
	return { origin: ORIGIN, cookie };
}

interface Signing {
	expires?: number;
	from?: number;
	audience?: string;
	by?: Key;
}

function sign(caller: Caller, signing: Signing = {}): Promise<string> {
	const { expires = seconds() + 3600, from, audience = 'authenticated', by = key } = signing;
	const token = new SignJWT(claimsOf(caller))
		.setProtectedHeader({ alg: 'ES256', kid: 'k1' })
		.setIssuer(ISSUER)
		.setAudience(audience)
		.setExpirationTime(expires);
	return (from === undefined ? token : token.setNotBefore(from)).sign(by);
}

function unsigned(): Promise<string> {
	const token = new UnsecuredJWT(claimsOf(world.lea))
		.setIssuer(ISSUER)
		.setAudience('authenticated')
		.setExpirationTime(seconds() + 3600);
	return Promise.resolve(token.encode());
}

/** A token that is still valid by itself, of a session that its owner has ended. */
async function signedOut(): Promise<string> {
	const { owner } = world.database;
	const caller = await callerFor(owner, world.lea.profileId);
	await owner.query('delete from auth.sessions where id = $1', [caller.sessionId]);
	return sign(caller);
}

function claimsOf({ profileId, sessionId, claims }: Caller): Record<string, unknown> {
	return { ...claims, sub: profileId, session_id: sessionId, role: 'authenticated' };
}

function seconds(): number {
	return Math.floor(Date.now() / 1000);
}
