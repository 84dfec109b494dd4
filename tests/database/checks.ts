/**
 * What is asked of every table, function and document as every actor. The tests of isolation ask one question each; a
 * check asks all of a kind and tells the first answer that is not as its rule says.
 */
import { sql } from 'kysely';
import { boardFacts, meetingFacts } from '../../src/lib/server/database/facts';
import { asSystem } from '../../src/lib/server/database/transaction';
import type { TestDatabase } from '../support/database';
import { answerTo, seenBy, stateOf, type Asking } from './asking';
import { CALLS, DOCUMENTS } from './calls';
import { CONVENTIONS } from './conventions';
import { accessAfter, LOSSES } from './losses';
import { SEEN } from './seen';
import { ACTORS, SIGNED_IN, tryAs, type Actor, type World } from './world';
import { documentAccess } from './document-access';

export interface Scene {
	database: TestDatabase;
	world: World;
}

const DENIED = '42501';

/** Keys of the rows of a table that an actor may read, as its rule says. */
export function readBy(
	{ world, actor }: Pick<Asking, 'world' | 'actor'>,
	table: string
): string[] | string {
	const seen = SEEN[table]?.seen(world) ?? {};
	if (actor === 'anonymous' || Object.keys(seen).length === 0) return DENIED;
	return [...(seen[actor] ?? [])].sort();
}

/** What writing a table past the functions gives an actor; each is to be refused. */
export async function writesOf(
	{ database, world, actor }: Asking,
	table: string
): Promise<string[]> {
	const column = await firstColumnOf(database, table);
	const outcomes: string[] = [];
	for (const statement of [
		`insert into public.${table} default values`,
		`update public.${table} set ${column} = ${column}`,
		`delete from public.${table}`,
		`truncate public.${table}`
	]) {
		const work = tryAs(database, { world, actor, work: (tx) => sql.raw(statement).execute(tx) });
		outcomes.push(await work.then(() => 'done', stateOf));
	}
	return outcomes;
}

/** What an actor may do with a document of the rules. */
export function accessTo({ database, world, actor }: Asking, name: string): Promise<string> {
	return tryAs(database, {
		world,
		actor,
		work: (tx) => documentAccess(tx, DOCUMENTS[name]?.name(world) ?? '')
	});
}

/** Texts of the world that no document of a whole group may hold. */
export function masked(world: World): string[] {
	return [
		world.organizations.clinic,
		'Clinique',
		'"health"',
		'Rendez-vous pris',
		'Appeler le centre'
	];
}

/** The documents of the group of the world, as text. */
export async function sharedFacts({ database, world }: Scene): Promise<string> {
	return asSystem(database.databases, async (tx) =>
		JSON.stringify([await boardFacts(tx, world.group.id), await meetingFacts(tx, world.meeting)])
	);
}

/** States of the attempts of the owner of the tables to rewrite a journal; each is to be refused. */
export async function rewritings({ owner }: TestDatabase, journal: string): Promise<string[]> {
	const outcomes: string[] = [];
	for (const statement of [
		`update public.${journal} set profile_id = profile_id`,
		`delete from public.${journal}`,
		`truncate public.${journal}`
	]) {
		await owner.query('begin');
		outcomes.push(await owner.query(statement).then(() => 'done', stateOf));
		await owner.query('rollback');
	}
	return outcomes;
}

export const JOURNALS = ['access_events', 'change_events'];

/** Tells the first fault, or null. */
export type Check = (scene: Scene) => Promise<string | null>;

/** The quickest first. */
export const CHECKS: Record<string, Check> = {
	conventions: async ({ database }) => {
		for (const [name, conventions] of Object.entries(CONVENTIONS)) {
			for (const { query, expected } of conventions) {
				const { rows } = await database.owner.query<{ item: string }>(query);
				const fault = differs(
					rows.map(({ item }) => item),
					expected
				);
				if (fault) return `${name}: ${fault}`;
			}
		}
		return null;
	},
	losses: async ({ database, world }) => {
		const name = `case:${world.shared.id}`;
		const caller = world.callers.partner;
		for (const [loss, statementOf] of Object.entries(LOSSES)) {
			const statement = statementOf(world);
			const access = await accessAfter(database.owner, { statement, caller, name });
			if (access !== 'none') return `${loss}: ${access ?? 'nothing'}`;
		}
		return null;
	},
	masks: async (scene) => {
		const text = await sharedFacts(scene);
		return masked(scene.world).find((secret) => text.includes(secret)) ?? null;
	},
	journals: async ({ database }) => {
		for (const journal of JOURNALS) {
			const fault = differs(await rewritings(database, journal), [DENIED, DENIED, DENIED]);
			if (fault) return `${journal}: ${fault}`;
		}
		return null;
	},
	documents: (scene) =>
		firstFault(Object.keys(DOCUMENTS), SIGNED_IN, async (name, actor) =>
			differs(await accessTo({ ...scene, actor }, name), DOCUMENTS[name]?.access[actor] ?? 'none')
		),
	readings: (scene) =>
		firstFault(Object.keys(SEEN), ACTORS, async (table, actor) =>
			differs(await seenBy({ ...scene, actor }, table), readBy({ ...scene, actor }, table))
		),
	answers: (scene) =>
		firstFault(Object.keys(CALLS), ACTORS, async (name, actor) =>
			differs(
				await answerTo({ ...scene, actor }, name),
				CALLS[name]?.answers[actor] ?? CALLS[name]?.otherwise
			)
		),
	writings: (scene) =>
		firstFault(Object.keys(SEEN), ACTORS, async (table, actor) =>
			differs(await writesOf({ ...scene, actor }, table), [DENIED, DENIED, DENIED, DENIED])
		)
};

async function firstFault<A extends Actor>(
	subjects: string[],
	actors: readonly A[],
	ask: (subject: string, actor: A) => Promise<string | null>
): Promise<string | null> {
	for (const subject of subjects) {
		for (const actor of actors) {
			const fault = await ask(subject, actor);
			if (fault) return `${subject}, ${actor}: ${fault}`;
		}
	}
	return null;
}

function differs(found: unknown, expected: unknown): string | null {
	const [there, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
	return there === wanted ? null : `${there} instead of ${wanted}`;
}

async function firstColumnOf({ owner }: TestDatabase, table: string): Promise<string> {
	const { rows } = await owner.query<{ name: string }>(
		`select attname as name from pg_attribute
		 where attrelid = ('public.' || $1)::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`,
		[table]
	);
	return rows[0]?.name ?? 'id';
}
