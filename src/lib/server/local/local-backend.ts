/** Local mode: an embedded PostgreSQL and a sign-in service of our own, in this process. */
import { randomBytes } from 'node:crypto';
import type { Backend, BackendHooks } from '$lib/server/app/backend';
import { createAuthService } from './auth/auth-service';
import type { CodeMail } from './auth/context';
import { MIGRATIONS } from './migrations';
import { startPostgres } from './postgres';
import { prepareDatabase } from './prepare-database';
import { DATABASE } from './stored-database';

export interface LocalOptions extends BackendHooks {
	/** Data folder. */
	folder: string;
	/** Deletes the data that is there first. */
	reset: boolean;
	sendCode: (mail: CodeMail) => Promise<void>;
}

/** Never looked up: requests are answered in process. */
const AUTH_URL = 'http://auth.maillage.internal';

/** Starts local mode. Throws StartFailure, whose message is a sentence, when PostgreSQL cannot start. */
export async function openLocal(options: LocalOptions): Promise<Backend> {
	const { folder, report } = options;
	report('Démarrage de PostgreSQL');
	const postgres = await startPostgres({ folder, report, reset: options.reset });
	try {
		await prepareDatabase({
			postgres,
			database: DATABASE,
			migrations: MIGRATIONS,
			report: (name) => report(`Migration ${name}`)
		});
		const secretKey = `sb_secret_${randomBytes(24).toString('base64url')}`;
		const issuer = `${AUTH_URL}/auth/v1`;
		const service = await createAuthService({
			databaseUrl: postgres.urlFor('app_auth', DATABASE),
			folder,
			issuer,
			secretKey,
			now: () => new Date(),
			sendCode: options.sendCode,
			onSessionsEnded: options.onSessionsEnded,
			onError: options.onError
		});
		return {
			urls: {
				owner: postgres.urlFor('postgres', DATABASE),
				person: postgres.urlFor('app_server', DATABASE),
				system: postgres.urlFor('app_worker', DATABASE)
			},
			auth: {
				url: AUTH_URL,
				publishableKey: 'sb_publishable_local',
				secretKey,
				issuer,
				fetch: (input, init) => service.handle(new Request(input, init)),
				jwks: () => Promise.resolve(service.jwks)
			},
			async stop() {
				await service.stop();
				await postgres.stop();
			}
		};
	} catch (error) {
		await postgres.stop();
		throw error;
	}
}
