/** What the environment says, checked once at start. */
import { resolve } from 'node:path';
import * as v from 'valibot';

export interface SupabaseSettings {
	url: string;
	publishableKey: string;
	secretKey: string;
	databaseUrl: string;
}

export interface Settings {
	host: string;
	port: number;
	/** Address at which people open the application, without a final slash. */
	publicUrl: string;
	/** Origins that pages and sockets accept. */
	origins: string[];
	/** Folder of everything that this installation keeps. */
	data: string;
	/** Loads the demonstration group in an empty database, and shows its e-mails. */
	demo: boolean;
	/** Deletes the data of local mode first. */
	reset: boolean;
	smtpUrl: string | null;
	mailFrom: string;
	logLevel: string;
	/** With which the metrics may be read from elsewhere; null: from this machine only. */
	metricsToken: string | null;
	/** Where the nodes that serve one project hear each other; null: this one is alone, or they read the log. */
	redisUrl: string | null;
	/** Null: local mode. */
	supabase: SupabaseSettings | null;
}

/** A setting is missing or wrong; the message is one sentence that says which, and what to do. */
export class SettingsError extends Error {
	override readonly name = 'SettingsError';
}

type Environment = Record<string, string | undefined>;

const WHERE_TO_GET = {
	SUPABASE_URL:
		'l’adresse du projet (tableau de bord Supabase, « Project Settings », « Data API »)',
	SUPABASE_PUBLISHABLE_KEY:
		'la clé « sb_publishable_… » (tableau de bord Supabase, « Project Settings », « API Keys »)',
	SUPABASE_SECRET_KEY:
		'la clé « sb_secret_… » (tableau de bord Supabase, « Project Settings », « API Keys »)',
	DATABASE_URL:
		'l’adresse de la base, mot de passe compris (tableau de bord Supabase, « Connect », « Session pooler » ou « Direct connection »)'
} as const;

type SupabaseName = keyof typeof WHERE_TO_GET;

const SUPABASE_NAMES = Object.keys(WHERE_TO_GET) as SupabaseName[];
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

const port = v.pipe(
	v.string(),
	v.regex(/^\d{1,5}$/),
	v.transform(Number),
	v.minValue(1),
	v.maxValue(65_535)
);
const url = (protocols: string[]) =>
	v.pipe(
		v.string(),
		v.check((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol))
	);
const flag = v.picklist(['', '0', '1']);

/** Reads the settings. Throws SettingsError. */
export function readSettings(env: Environment): Settings {
	const listenPort = read(env, 'PORT', {
		schema: port,
		otherwise: 3000,
		hint: 'donnez un numéro de 1 à 65535'
	});
	const given = read(env, 'PUBLIC_URL', {
		schema: url(['http:', 'https:']),
		otherwise: null,
		hint: 'donnez l’adresse complète de l’application, par exemple https://maillage.example'
	});
	const supabase = readSupabase(env);
	const redisUrl = read(env, 'REDIS_URL', {
		schema: url(['redis:', 'rediss:']),
		otherwise: null,
		hint: 'donnez une adresse comme redis://redis.example:6379'
	});
	if (redisUrl !== null && !supabase) {
		throw new SettingsError(
			'REDIS_URL relie plusieurs nœuds qui partagent un projet Supabase : renseignez aussi SUPABASE_URL et les trois autres, ou retirez REDIS_URL.'
		);
	}
	const publicUrl = given === null ? `http://localhost:${listenPort}` : new URL(given).origin;
	return {
		host: env['HOST'] || '127.0.0.1',
		port: listenPort,
		publicUrl,
		origins:
			given === null ? LOCAL_HOSTS.map((host) => `http://${host}:${listenPort}`) : [publicUrl],
		data: resolve(env['MAILLAGE_DATA'] || '.data'),
		demo:
			read(env, 'MAILLAGE_DEMO', { schema: flag, otherwise: '', hint: 'donnez 1 ou rien' }) === '1',
		reset:
			read(env, 'MAILLAGE_RESET', { schema: flag, otherwise: '', hint: 'donnez 1 ou rien' }) ===
			'1',
		smtpUrl: read(env, 'SMTP_URL', {
			schema: url(['smtp:', 'smtps:']),
			otherwise: null,
			hint: 'donnez une adresse comme smtps://compte:secret@smtp.example:465'
		}),
		mailFrom: env['MAIL_FROM'] || `Maillage <ne-pas-repondre@${new URL(publicUrl).hostname}>`,
		logLevel: read(env, 'LOG_LEVEL', {
			schema: v.picklist(LEVELS),
			otherwise: 'warn',
			hint: `donnez ${LEVELS.join(', ')}`
		}),
		metricsToken: read(env, 'METRICS_TOKEN', {
			schema: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{24,}$/)),
			otherwise: null,
			hint: 'donnez au moins 24 caractères sans espace, tirés au hasard'
		}),
		redisUrl,
		supabase
	};
}

interface Expected<S extends v.GenericSchema, O> {
	schema: S;
	otherwise: O;
	hint: string;
}

function read<S extends v.GenericSchema, O>(
	env: Environment,
	name: string,
	{ schema, otherwise, hint }: Expected<S, O>
): v.InferOutput<S> | O {
	const value = env[name];
	if (value === undefined || value === '') return otherwise;
	const parsed = v.safeParse(schema, value);
	if (parsed.success) return parsed.output;
	throw new SettingsError(`Le réglage ${name} n’est pas valable : ${hint}.`);
}

/** All four settings of a Supabase project, or none. */
function readSupabase(env: Environment): SupabaseSettings | null {
	const missing = SUPABASE_NAMES.filter((name) => !env[name]);
	if (missing.length === SUPABASE_NAMES.length) return null;
	const [first] = missing;
	if (first) {
		throw new SettingsError(
			`Il manque ${missing.join(', ')} pour utiliser Supabase : renseignez ${first} avec ${WHERE_TO_GET[first]}, ou retirez les autres pour démarrer sans Supabase.`
		);
	}
	const value = (name: SupabaseName, schema: v.GenericSchema<string>): string => {
		const parsed = v.safeParse(schema, env[name]);
		if (parsed.success) return parsed.output;
		throw new SettingsError(
			`Le réglage ${name} n’est pas valable : il attend ${WHERE_TO_GET[name]}.`
		);
	};
	const key = v.pipe(v.string(), v.minLength(20));
	return {
		url: new URL(value('SUPABASE_URL', url(['http:', 'https:']))).origin,
		publishableKey: value('SUPABASE_PUBLISHABLE_KEY', key),
		secretKey: value('SUPABASE_SECRET_KEY', key),
		databaseUrl: value('DATABASE_URL', url(['postgres:', 'postgresql:']))
	};
}
