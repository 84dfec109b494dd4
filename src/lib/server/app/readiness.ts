/** Whether this process can serve people now. */
import { sql } from 'kysely';
import type { Databases } from '$lib/server/database/database';
import { pendingMigrations } from '$lib/server/database/migrate';
import { asSystem } from '$lib/server/database/transaction';
import { MIGRATIONS } from '$lib/server/local/migrations';

/** `database`: it does not answer. `migrations`: it lacks some. */
export type Readiness = 'ready' | 'database' | 'migrations';

/** How long the database may take to answer, and how long an answer is good for. In milliseconds. */
const PATIENCE = 2000;
const FRESH = 1000;

/** Looks at the database, once at a time however many ask; never throws. */
export function watchReadiness(databases: Databases, ownerUrl: string): () => Promise<Readiness> {
	let last: { at: number; answer: Promise<Readiness> } | null = null;
	let complete = false;

	async function look(): Promise<Readiness> {
		await asSystem(databases, (tx) => sql`select 1`.execute(tx));
		// Nobody takes a migration back: once complete is enough.
		complete ||= (await pendingMigrations(ownerUrl, MIGRATIONS)).length === 0;
		return complete ? 'ready' : 'migrations';
	}

	return () => {
		const now = performance.now();
		if (last && now - last.at < FRESH) return last.answer;
		const answer = inTime(look().catch((): Readiness => 'database'));
		last = { at: now, answer };
		return answer;
	};
}

function inTime(answer: Promise<Readiness>): Promise<Readiness> {
	const { promise, resolve } = Promise.withResolvers<Readiness>();
	const timer = setTimeout(() => resolve('database'), PATIENCE);
	void answer.then((found) => {
		clearTimeout(timer);
		resolve(found);
	});
	return promise;
}
