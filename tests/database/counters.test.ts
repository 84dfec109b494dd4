import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueStateOf } from '../../src/lib/domain/board-card';
import { AGREEMENT_NOTICE_DAYS } from '../../src/lib/domain/notice-days';
import { isWaiting, silenceOf, type RequestState } from '../../src/lib/domain/request';
import { asSystem } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
let today: string;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
	today = await one<string>('select private.today()::text');
});
afterAll(() => database.drop());

test.each([-1, 0, 1, null])(
	'[FI23] an action due in %s days is late, due today or neither for screens as for the database',
	async (days) => {
		const { rows } = await database.owner.query<{ id: string; dueOn: string | null }>(
			`update public.actions set due_on = private.today() + $1::integer, status = 'todo'
			 where id = $2 returning id, due_on::text as "dueOn"`,
			[days, world.action]
		);
		const dueOn = rows[0]?.dueOn ?? null;
		const { rows: states } = await asSystem(database.databases, (tx) =>
			sql<{ late: boolean; today: boolean }>`select s.late, s.due_today as today
				from private.action_states as s where s.action_id = ${world.action}`.execute(tx)
		);
		const state = dueStateOf({ nextAction: { label: null, dueOn } }, today);
		expect(states).toEqual([{ late: state === 'late', today: state === 'today' }]);
	}
);

test.each(['asked', 'seen', 'taken', 'answered', 'declined', 'closed'] satisfies RequestState[])(
	'[FI23] a request that is %s waits for screens as for the database',
	async (state) => {
		await database.owner.query(
			`update public.requests set state = $1,
				answered_at = case when $1 in ('answered', 'declined') then now() end,
				closed_at = case when $1 = 'closed' then now() end`,
			[state]
		);
		const waiting = await one<number>('select count(*)::integer from private.waiting_requests');
		expect(waiting > 0).toBe(isWaiting({ state }));
	}
);

test('[FI23] an agreement is to renew, and a silence is told, after the same days everywhere', async () => {
	expect(await one<number>('select private.agreement_notice()')).toBe(AGREEMENT_NOTICE_DAYS);
	const silence = await one<number>('select private.silence_days()');
	const since = (days: number): Promise<string> =>
		one<string>(`select (private.today() - ${String(days)})::text`);
	expect(silenceOf(await since(silence), today)).toBeNull();
	expect(silenceOf(await since(silence + 1), today)).toBe(silence + 1);
});

async function one<T>(query: string): Promise<T> {
	const { rows } = await database.owner.query<Record<string, T>>(query);
	return Object.values(rows[0] ?? {})[0] as T;
}
