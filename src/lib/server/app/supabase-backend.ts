/** A Supabase project: its settings are tried at start, because a wrong one would fail much later and less clearly. */
import type { JSONWebKeySet } from 'jose';
import { pendingMigrations } from '$lib/server/database/migrate';
import { MIGRATIONS } from '$lib/server/local/migrations';
import type { AuthConnection } from './app';
import type { Backend, BackendHooks } from './backend';
import { SettingsError, type SupabaseSettings } from './settings';

const JWKS_AGE = 600_000;
const TIMEOUT = 10_000;

/** Connects to a Supabase project. Throws SettingsError, whose message is a sentence, when a setting is wrong. */
export async function openSupabase(
	settings: SupabaseSettings,
	{ report }: Pick<BackendHooks, 'report'>
): Promise<Backend> {
	report('Connexion au projet Supabase');
	await checkDatabase(settings.databaseUrl);
	await checkKeys(settings);
	const auth = connectAuth(settings);
	const { keys } = await auth.jwks();
	if (!keys.some(({ alg }) => alg === 'ES256')) {
		throw new SettingsError(
			'Le projet Supabase ne signe pas ses jetons en ES256 : créez une clé ECC (P-256) dans le tableau de bord, « Project Settings », « JWT Keys ».'
		);
	}
	const { databaseUrl } = settings;
	return {
		urls: { owner: databaseUrl, person: databaseUrl, system: databaseUrl },
		auth,
		stop: () => Promise.resolve()
	};
}

function connectAuth(settings: SupabaseSettings): AuthConnection {
	let known: { keys: JSONWebKeySet; at: number } | null = null;
	return {
		url: settings.url,
		publishableKey: settings.publishableKey,
		secretKey: settings.secretKey,
		issuer: `${settings.url}/auth/v1`,
		fetch: (...request) => fetch(...request),
		async jwks() {
			if (known && Date.now() - known.at < JWKS_AGE) return known.keys;
			const response = await ask(settings, '/.well-known/jwks.json', settings.publishableKey);
			known = { keys: (await response.json()) as JSONWebKeySet, at: Date.now() };
			return known.keys;
		}
	};
}

async function checkDatabase(databaseUrl: string): Promise<void> {
	let missing: { name: string }[];
	try {
		missing = await pendingMigrations(databaseUrl, MIGRATIONS);
	} catch (error) {
		throw new SettingsError(
			`La base indiquée par DATABASE_URL ne répond pas (${messageOf(error)}) : vérifiez l’adresse et le mot de passe dans le tableau de bord Supabase, « Connect ».`,
			{ cause: error }
		);
	}
	const [first] = missing;
	if (!first) return;
	throw new SettingsError(
		`Il manque ${missing.length} migration(s) à la base, à partir de « ${first.name} » : lancez « npx supabase db push », puis relancez.`
	);
}

async function checkKeys(settings: SupabaseSettings): Promise<void> {
	const asPublic = await ask(settings, '/settings', settings.publishableKey);
	if (!asPublic.ok) throw wrongKey('SUPABASE_PUBLISHABLE_KEY');
	const asSecret = await ask(settings, '/admin/users?per_page=1', settings.secretKey);
	if (!asSecret.ok) throw wrongKey('SUPABASE_SECRET_KEY');
}

async function ask({ url }: SupabaseSettings, path: string, key: string): Promise<Response> {
	try {
		return await fetch(`${url}/auth/v1${path}`, {
			headers: { apikey: key, authorization: `Bearer ${key}` },
			signal: AbortSignal.timeout(TIMEOUT)
		});
	} catch (error) {
		throw new SettingsError(
			`Le projet Supabase ne répond pas à l’adresse SUPABASE_URL (${messageOf(error)}) : vérifiez-la dans le tableau de bord, « Project Settings », « Data API ».`,
			{ cause: error }
		);
	}
}

function wrongKey(name: string): SettingsError {
	return new SettingsError(
		`Le projet Supabase refuse la clé ${name} : copiez-la depuis le tableau de bord, « Project Settings », « API Keys ».`
	);
}

function messageOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause instanceof Error ? error.cause.message : error.message;
}
