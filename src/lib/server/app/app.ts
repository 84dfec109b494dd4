import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JSONWebKeySet } from 'jose';
import type { Databases } from '$lib/server/database/database';
import type { Mailer } from '$lib/server/mail/mailer';
import type { SyncServer } from '$lib/server/sync/sync-server';
import type { FirstAdmin } from './first-admin';
import type { Log } from './log';
import type { Readiness } from './readiness';
import type { Settings } from './settings';

/** How to reach sign-in, the same for the local service and for Supabase Auth. */
export interface AuthConnection {
	url: string;
	publishableKey: string;
	secretKey: string;
	/** Claim `iss` of the access tokens. */
	issuer: string;
	fetch: typeof fetch;
	/** Keys under which access tokens are signed. */
	jwks(): Promise<JSONWebKeySet>;
}

/** The running application. */
export interface App {
	settings: Settings;
	databases: Databases;
	auth: AuthConnection;
	sync: SyncServer;
	mail: Mailer;
	log: Log;
	/** Makes the first administrator; null once there is one. */
	firstAdmin: FirstAdmin | null;
	/** Lines for the person at the terminal, once the application is ready. */
	notices: string[];
	/** Whether it can serve people now; never throws. */
	ready(): Promise<Readiness>;
	/** Takes the socket of a request that asks for one. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Answers a request for sockets over HTTP. */
	collab(request: IncomingMessage, response: ServerResponse): void;
	/** Stores what is not stored yet, closes the sockets, stops what was started. */
	stop(): Promise<void>;
}

/** One place outside the module graph: the bundle, the server's entry and the development server share it. */
const KEY = Symbol.for('maillage.app');
const place = globalThis as unknown as Record<symbol, App | undefined>;

/** The application. Throws before `startApp` has finished. */
export function getApp(): App {
	const app = place[KEY];
	if (!app) throw new Error('The application has not started');
	return app;
}

/** The application, or null before it has started. */
export function findApp(): App | null {
	return place[KEY] ?? null;
}

/** Publishes the application; called by what starts it. */
export function publishApp(app: App): App {
	place[KEY] = app;
	return app;
}

/** Withdraws the application that has begun to stop. */
export function withdrawApp(): void {
	Reflect.deleteProperty(place, KEY);
}
