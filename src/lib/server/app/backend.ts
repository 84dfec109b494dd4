import type { DatabaseUrls } from '$lib/server/database/database';
import type { AuthConnection } from './app';

/** What the application stands on, whichever way it runs: a database and a sign-in. */
export interface Backend {
	urls: DatabaseUrls & { owner: string };
	auth: AuthConnection;
	stop(): Promise<void>;
}

/** What a backend may ask of the application. */
export interface BackendHooks {
	report: (line: string) => void;
	/** Told of a failure that no answer can carry. */
	onError: (error: unknown) => void;
	/** Told which sessions ended before their time. */
	onSessionsEnded: (sessionIds: string[]) => void;
}
