/** The sign-in service on a database of its own, with supabase-js as its client and a clock that tests move. */
import { createClient, type Session } from '@supabase/supabase-js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthService, type AuthService } from '../../src/lib/server/local/auth/auth-service';
import type { CodeMail } from '../../src/lib/server/local/auth/context';
import { testDatabase, testUrl, type TestDatabase } from '../support/database';

export type AuthClient = ReturnType<typeof createClient>;

export const PASSWORD = 'corail bruine tamis';
const SECRET_KEY = 'sb_secret_for-tests-only-0123456789';
export const ISSUER = 'http://auth.test/auth/v1';

export interface AuthBench {
	database: TestDatabase;
	readonly service: AuthService;
	folder: string;
	mails: CodeMail[];
	endedSessions: string[];
	/** Moves the clock of the service. */
	pass(time: { seconds?: number; days?: number }): void;
	now: () => Date;
	/** A client as a page makes one; `address` and `userAgent` are the browser's. */
	client: (key?: string, address?: string, userAgent?: string) => AuthClient;
	admin(): AuthClient;
	/** Makes a confirmed account. */
	account(email: string, password?: string): Promise<string>;
	/** Signs an account in by password. */
	signIn(email: string, password?: string): Promise<{ client: AuthClient; session: Session }>;
	/** Stops the service and starts it again on the same data. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

export async function openBench(): Promise<AuthBench> {
	const database = await testDatabase();
	const name = new URL(database.urls.owner.replace('@/', '@socket/')).pathname.slice(1);
	const folder = mkdtempSync(join(tmpdir(), 'maillage-auth-'));
	const mails: CodeMail[] = [];
	const endedSessions: string[] = [];
	let shift = 0;
	const now = (): Date => new Date(Date.now() + shift);
	const open = (): Promise<AuthService> =>
		createAuthService({
			databaseUrl: testUrl('app_auth', name),
			folder,
			issuer: ISSUER,
			secretKey: SECRET_KEY,
			now,
			sendCode: async (mail) => void mails.push(mail),
			onSessionsEnded: (ids) => endedSessions.push(...ids),
			onError: (error) => {
				throw error;
			}
		});
	let service = await open();
	const client = (
		key = 'sb_publishable_test',
		address = '203.0.113.1',
		userAgent = 'Tests'
	): AuthClient =>
		createClient('http://auth.test', key, {
			global: {
				fetch: (input, init) => service.handle(new Request(input, init)),
				headers: { 'x-maillage-address': address, 'user-agent': userAgent }
			},
			auth: { persistSession: false, autoRefreshToken: false }
		});
	return {
		database,
		get service() {
			return service;
		},
		folder,
		mails,
		endedSessions,
		now,
		client,
		pass: ({ seconds = 0, days = 0 }) => {
			shift += seconds * 1000 + days * 86_400_000;
		},
		admin: () => client(SECRET_KEY),
		async account(email, password = PASSWORD) {
			const made = await client(SECRET_KEY).auth.admin.createUser({
				email,
				password,
				email_confirm: true
			});
			if (made.error) throw made.error;
			return made.data.user.id;
		},
		async signIn(email, password = PASSWORD) {
			const signing = client();
			const { data, error } = await signing.auth.signInWithPassword({ email, password });
			if (error) throw error;
			return { client: signing, session: data.session };
		},
		async restart() {
			await service.stop();
			service = await open();
		},
		async stop() {
			await service.stop();
			await database.drop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
