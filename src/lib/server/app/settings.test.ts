import { expect, test } from 'vitest';
import { readSettings } from './settings';

const SUPABASE = {
	SUPABASE_URL: 'https://abcdefgh.supabase.co/',
	SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_0123456789',
	SUPABASE_SECRET_KEY: 'sb_secret_0123456789abcdef',
	DATABASE_URL: 'postgresql://postgres:secret@db.example:5432/postgres'
};

test('[R1] nothing configured: local mode on this machine only', () => {
	expect(readSettings({})).toMatchObject({
		host: '127.0.0.1',
		port: 3000,
		publicUrl: 'http://localhost:3000',
		origins: ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'],
		supabase: null,
		demo: false
	});
});

test('[R2] a public address is the only origin', () => {
	const settings = readSettings({ PUBLIC_URL: 'https://maillage.example/' });
	expect(settings).toMatchObject({
		publicUrl: 'https://maillage.example',
		origins: ['https://maillage.example'],
		mailFrom: 'Maillage <ne-pas-repondre@maillage.example>'
	});
});

test('[R3] four settings choose Supabase', () => {
	expect(readSettings(SUPABASE).supabase).toEqual({
		url: 'https://abcdefgh.supabase.co',
		publishableKey: SUPABASE.SUPABASE_PUBLISHABLE_KEY,
		secretKey: SUPABASE.SUPABASE_SECRET_KEY,
		databaseUrl: SUPABASE.DATABASE_URL
	});
});

test('[R3] several nodes need a project that they share', () => {
	const REDIS_URL = 'redis://redis.example:6379';
	expect(readSettings({ ...SUPABASE, REDIS_URL }).redisUrl).toBe(REDIS_URL);
	expect(() => readSettings({ REDIS_URL })).toThrow(/SUPABASE_URL/);
	expect(() => readSettings({ ...SUPABASE, REDIS_URL: 'http://x' })).toThrow(/REDIS_URL/);
});

test.each(Object.keys(SUPABASE))(
	'[R4] without %s, one sentence names it and says where it is',
	(name) => {
		const env = { ...SUPABASE, [name]: '' };
		expect(() => readSettings(env)).toThrow(
			new RegExp(`^Il manque ${name} pour .*tableau de bord[^.]*[.]$`)
		);
	}
);

test.each([
	{ ...SUPABASE, SUPABASE_URL: 'abcdefgh' },
	{ ...SUPABASE, DATABASE_URL: 'mysql://x' },
	{ PORT: '0' },
	{ PORT: 'abc' },
	{ PUBLIC_URL: 'maillage.example' },
	{ SMTP_URL: 'smtp.example' },
	{ LOG_LEVEL: 'loud' },
	{ MAILLAGE_DEMO: 'yes' }
])('[R5] a wrong setting is named in one sentence: %o', (env) => {
	expect(() => readSettings(env)).toThrow(/^Le réglage [A-Z_]+ n’est pas valable : .*[.]$/);
});
