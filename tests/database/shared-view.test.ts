import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { stateOf } from './asking';
import { ACTORS, buildWorld, tryAs, type Actor, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

const MEMBERS: readonly Actor[] = ['circle', 'partner', 'colleague', 'unnamed', 'facilitator'];

const SHARED = sql<{ id: string }>`select s.case_id as id from private.shared_in_my_groups as s`;

test.each(ACTORS)(
	'[D12] the view of shared cases tells %s of those of their groups and of no other',
	async (actor) => {
		expect(await toldTo(actor)).toEqual(expectedFor(actor));
	}
);

test('[D12] it has a barrier: what the caller asks of the rows comes after', async () => {
	const { rows } = await database.owner.query<{ options: string[] }>(
		`select c.reloptions as options from pg_class as c where c.oid = 'private.shared_in_my_groups'::regclass`
	);
	expect(rows).toEqual([{ options: ['security_barrier=true'] }]);
});

function expectedFor(actor: Actor): string[] | '42501' {
	if (actor === 'anonymous') return '42501';
	if (actor === 'neighbour') return [world.elsewhere.id];
	return MEMBERS.includes(actor) ? [world.shared.id] : [];
}

async function toldTo(actor: Actor): Promise<string[] | string> {
	const work = async (tx: Tx): Promise<string[]> =>
		(await SHARED.execute(tx)).rows.map(({ id }) => id);
	return tryAs(database, { world, actor, work }).catch(stateOf);
}
