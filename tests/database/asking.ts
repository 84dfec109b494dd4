/** What an actor of the world is answered, as plain values to compare with the rules. */
import { sql } from 'kysely';
import { Refusal } from '../../src/lib/domain/refusal';
import type { TestDatabase } from '../support/database';
import { CALLS } from './calls';
import { SEEN } from './seen';
import { tryAs, type Actor, type World } from './world';

export interface Asking {
	database: TestDatabase;
	world: World;
	actor: Actor;
}

/** Keys of the rows of a table that the actor reads, or the state of the refusal. */
export async function seenBy(
	{ database, world, actor }: Asking,
	table: string
): Promise<string[] | string> {
	const key = SEEN[table]?.key ?? 'id';
	const query = sql<{ key: string }>`
		select (${sql.raw(key)})::text as key from public.${sql.raw(table)}`;
	try {
		const { rows } = await tryAs(database, { world, actor, work: (tx) => query.execute(tx) });
		return rows.map((row) => row.key).sort();
	} catch (error) {
		return stateOf(error);
	}
}

/** How many rows a function answers to the actor, or the state of the refusal. */
export async function answerTo(
	{ database, world, actor }: Asking,
	name: string
): Promise<string | number> {
	try {
		const query = CALLS[name]?.call(world);
		const result = await tryAs(database, { world, actor, work: async (tx) => query?.execute(tx) });
		return result?.rows.length ?? 0;
	} catch (error) {
		return stateOf(error);
	}
}

/** The SQLSTATE behind an error, a refusal included; throws again what has none. */
export function stateOf(error: unknown): string {
	const cause = error instanceof Refusal ? error.cause : error;
	if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string')
		return cause.code;
	throw error;
}
