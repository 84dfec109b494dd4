import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SupabaseSettings } from '../../src/lib/server/app/settings';
import { openSupabase } from '../../src/lib/server/app/supabase-backend';
import { testDatabase, testUrl, type TestDatabase } from '../support/database';

const PUBLISHABLE = 'sb_publishable_0123456789';
const SECRET = 'sb_secret_0123456789abcdef';

let database: TestDatabase;
let project: Server;
let algorithm: string;
let settings: SupabaseSettings;

beforeAll(async () => {
	database = await testDatabase();
	project = await fakeProject();
	const { port } = project.address() as AddressInfo;
	settings = {
		url: `http://127.0.0.1:${port}`,
		publishableKey: PUBLISHABLE,
		secretKey: SECRET,
		databaseUrl: database.urls.owner
	};
	algorithm = 'ES256';
});
afterAll(async () => {
	project.close();
	await database.drop();
});

test('[B1] a project whose settings are right opens', async () => {
	const backend = await open({});
	expect(backend.auth.issuer).toBe(`${settings.url}/auth/v1`);
	expect((await backend.auth.jwks()).keys).toHaveLength(1);
});

test('[B2] a key that the project refuses is named', async () => {
	await expect(open({ publishableKey: 'sb_publishable_wrong' })).rejects.toThrow(
		/refuse la clé SUPABASE_PUBLISHABLE_KEY : copiez-la depuis/
	);
	await expect(open({ secretKey: 'sb_secret_wrong' })).rejects.toThrow(
		/refuse la clé SUPABASE_SECRET_KEY/
	);
});

test('[B2] a project that does not answer is named', async () => {
	await expect(open({ url: 'http://127.0.0.1:9' })).rejects.toThrow(/SUPABASE_URL/);
});

test('[B2] a database that does not answer is named', async () => {
	const databaseUrl = testUrl('postgres', 'no_such_database');
	await expect(open({ databaseUrl })).rejects.toThrow(
		/DATABASE_URL ne répond pas .*no_such_database/
	);
});

test('[B3] a database without the migrations says how to apply them', async () => {
	const databaseUrl = testUrl('postgres', 'postgres');
	await expect(open({ databaseUrl })).rejects.toThrow(/Il manque \d+ .*npx supabase db push/);
});

test('[B4] a project that signs with another algorithm says what to make', async () => {
	algorithm = 'HS256';
	await expect(open({})).rejects.toThrow(/ES256 : créez une clé ECC/);
	algorithm = 'ES256';
});

function open(change: Partial<SupabaseSettings>) {
	return openSupabase({ ...settings, ...change }, { report: () => undefined });
}

/** The few answers of a Supabase project that the start asks for. */
async function fakeProject(): Promise<Server> {
	const server = createServer((request, response) => {
		const key = request.headers['apikey'];
		const isAdmin = request.url?.startsWith('/auth/v1/admin/');
		const isKnown = key === SECRET || (!isAdmin && key === PUBLISHABLE);
		response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ keys: [{ kty: 'EC', alg: algorithm, kid: '1' }] }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return server;
}
