/** Starts the application: the only place that chooses between local mode and Supabase. */
import { join } from 'node:path';
import { callerOf } from '$lib/server/access/session';
import { connect, disconnect } from '$lib/server/database/database';
import { mailWorks } from '$lib/server/jobs/mails';
import { startJobs } from '$lib/server/jobs/queue';
import { openLocal } from '$lib/server/local/local-backend';
import { knownCause, StartFailure } from '$lib/server/local/start-failure';
import { codeMail } from '$lib/server/mail/code-mail';
import { createMailer } from '$lib/server/mail/mailer';
import { RedisBus } from '$lib/server/sync/redis-bus';
import { createSyncServer, type SyncServer } from '$lib/server/sync/sync-server';
import { findApp, publishApp, withdrawApp, type App } from './app';
import type { Backend, BackendHooks } from './backend';
import { loadDemoOnce } from './demo';
import { prepareFirstAdmin } from './first-admin';
import { createLog } from './log';
import { keepHistory, purgeDaily, purgeHourly } from './purge';
import { watchReadiness } from './readiness';
import type { Settings } from './settings';
import { openSupabase } from './supabase-backend';

/**
 * Starts everything and publishes the application for `getApp`; a second call gives the one that runs.
 * Throws an error whose message is one sentence when the cause is known.
 */
export async function startApp(settings: Settings, report: (line: string) => void): Promise<App> {
	const running = findApp();
	if (running) return running;
	try {
		return publishApp(await openApp(settings, report));
	} catch (error) {
		const cause = knownCause(error, settings.data);
		throw cause === null ? error : new StartFailure(cause, { cause: error });
	}
}

async function openApp(settings: Settings, report: (line: string) => void): Promise<App> {
	const log = createLog(settings.logLevel);
	const mail = createMailer({
		smtpUrl: settings.smtpUrl,
		from: settings.mailFrom,
		folder: join(settings.data, 'mail'),
		now: () => new Date()
	});
	let sync: SyncServer | null = null;
	const hooks: BackendHooks = {
		report,
		onError: (error) => log.error({ err: error }, 'sign-in failed unexpectedly'),
		onSessionsEnded: (sessionIds) => void sync?.endSessions(sessionIds)
	};
	const backend = await openBackend(settings, {
		...hooks,
		sendCode: (code) => mail.send(codeMail(code))
	});
	try {
		const notices = await loadDemoOnce({ settings, backend, report });
		const firstAdmin = settings.demo ? null : await prepareFirstAdmin(backend);
		if (firstAdmin) {
			const link = `${settings.publicUrl}/premier-compte?jeton=${firstAdmin.token}`;
			notices.push(`Premier compte administrateur, lien à usage unique : ${link}`);
		}
		const databases = connect(backend.urls);
		const { auth } = backend;
		const running = createSyncServer({
			databases,
			callerOf: (request) => callerOf({ cookie: request.headers.cookie ?? '', auth }),
			origin: () => settings.origins,
			log,
			...(settings.redisUrl ? { bus: new RedisBus({ url: settings.redisUrl, log }) } : {})
		});
		sync = running;
		const stopPurging = [
			purgeDaily(databases, log),
			purgeHourly(databases, log),
			keepHistory(databases, log)
		];
		const { publicUrl } = settings;
		const works = mailWorks({ databases, mail, publicUrl, now: () => new Date() });
		const jobs = await startJobs({ databases, works, log });
		return {
			settings,
			databases,
			auth,
			sync: running,
			mail,
			log,
			firstAdmin,
			notices,
			ready: watchReadiness(databases, backend.urls.owner),
			upgrade: (request, socket, head) => running.upgrade(request, socket, head),
			collab: (request, response) => running.http(request, response),
			async stop() {
				withdrawApp();
				for (const stop of stopPurging) stop();
				const jobsDone = jobs.stop();
				// What the sync server could not store is told by its error, once the rest has stopped.
				const stored = running.stop();
				await stored.catch(() => undefined);
				await jobsDone;
				await disconnect(databases);
				await backend.stop();
				await stored;
			}
		};
	} catch (error) {
		await backend.stop();
		throw error;
	}
}

interface OpenHooks extends BackendHooks {
	sendCode: (mail: Parameters<typeof codeMail>[0]) => Promise<void>;
}

function openBackend(settings: Settings, hooks: OpenHooks): Promise<Backend> {
	if (settings.supabase) return openSupabase(settings.supabase, hooks);
	return openLocal({ ...hooks, folder: settings.data, reset: settings.reset });
}
