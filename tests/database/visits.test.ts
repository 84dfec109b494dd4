import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAction, setAction } from '../../src/lib/server/database/actions';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import {
	listGroupNews,
	listRecentChanges,
	readCaseNews,
	visitCase
} from '../../src/lib/server/database/visits';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;

beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[VI1] what others did since my visit is new to me, then not; what I did never is', async () => {
	const caseId = world.shared.id;
	await as('circle', (tx) => visitCase(tx, caseId));
	await as('partner', (tx) => visitCase(tx, caseId));
	expect(await as('circle', (tx) => readCaseNews(tx, caseId))).toBeNull();

	const id = '5f7e0f4a-32b8-4a27-93a6-0f6a3a6b9a11';
	await as('partner', (tx) =>
		addAction(tx, {
			id,
			caseId,
			label: 'Rappeler',
			ownerId: null,
			organizationId: null,
			dueOn: null,
			reserved: false,
			blockerId: null
		})
	);
	await as('partner', (tx) => setAction(tx, { actionId: id, changes: { status: 'done' } }));

	const news = await as('circle', (tx) => readCaseNews(tx, caseId));
	expect(news?.changes[0]).toMatchObject({
		table: 'actions',
		subject: { status: 'done', label: 'Rappeler' }
	});
	expect(await as('circle', (tx) => listGroupNews(tx, world.group.id))).toContain(caseId);
	expect(await as('partner', (tx) => readCaseNews(tx, caseId))).toBeNull();
	await as('circle', (tx) => visitCase(tx, caseId));
	expect(await as('circle', (tx) => readCaseNews(tx, caseId))).toBeNull();
});

test('[VI2] outside the circle a move is new, what happens in the circle is not', async () => {
	const caseId = world.shared.id;
	await as('colleague', (tx) => visitCase(tx, caseId));
	await database.owner.query(
		`insert into public.change_events (profile_id, table_name, row_id, group_id, case_id, operation, fields)
		 values ($1, 'documents', 'case:' || $2, $3, $2::uuid, 'update', '{text}')`,
		[world.people.circle, caseId, world.group.id]
	);
	expect(await as('colleague', (tx) => listGroupNews(tx, world.group.id))).toEqual([]);
	await database.owner.query(
		`insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by)
		 values ($1, $2, 'diagnosis', 'project', $3)`,
		[caseId, world.group.id, world.people.circle]
	);
	expect(await as('colleague', (tx) => listGroupNews(tx, world.group.id))).toEqual([caseId]);
	await expect(as('colleague', (tx) => readCaseNews(tx, caseId))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	await expect(as('observer', (tx) => visitCase(tx, caseId))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('[VI3] what happened since yesterday is told of cases that one may open', async () => {
	const { rows } = await database.owner.query<{ day: string }>(
		`select (private.today() - 1)::text as day`
	);
	const day = rows[0]?.day ?? '';
	const of = async (actor: SignedIn): Promise<string[]> =>
		(await as(actor, (tx) => listRecentChanges(tx, day))).map((change) => change.case.reference);
	expect(await of('circle')).not.toEqual([]);
	expect(await of('colleague')).toEqual([]);
	expect(await of('observer')).toEqual([]);
});

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
