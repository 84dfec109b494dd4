/** A sensitive organisation and a restricted blocker are planted; then everything that others are given is searched for them. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { Refusal } from '../../src/lib/domain/refusal';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { buildCase, buildMeeting, buildOrganization, type BuiltCase } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, SIGNED_IN, type SignedIn, type World } from '../database/world';
import { presenceFrame, openRaw, roomOf } from './raw-client';
import { serve, type RunningServer } from './serve';
import { until } from './harness';

const NAME = 'Quetzal Addictions';
const KIND = 'neighbourhood_company';
const TYPE = 'isolation';
const DETAIL = 'Xénolithe';
const LABEL = 'Wapiti';
/** In the circle of the planted case, of that organisation, or administrator: the others may not know. */
const INSIDE: readonly SignedIn[] = ['unnamed', 'partner', 'admin'];
const OUTSIDE = SIGNED_IN.filter((actor) => !INSIDE.includes(actor));

let database: TestDatabase;
let world: World;
let server: RunningServer;
let planted: BuiltCase;
let organizationId: string;

beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
	({ planted, organizationId } = await plant());
	server = await serve(database.databases, {});
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

describe.each(OUTSIDE)('%s', (actor) => {
	test('[F9] finds nothing of it in any document', async () => {
		const texts = await documentsOf(actor);
		expect(found(texts, [NAME, KIND, organizationId, TYPE, DETAIL, LABEL])).toEqual([]);
	});

	test('[F9] finds nothing of it in what any function answers', async () => {
		const texts = await answersTo(actor);
		expect(found(texts, [NAME, KIND, organizationId, DETAIL, LABEL])).toEqual([]);
	});

	test('[F9] finds nothing of it in the rows that they read', async () => {
		const texts: string[] = [];
		for (const { table, columns } of await readableColumns()) {
			const query = `select to_jsonb(t) as row from (select ${columns} from public.${table}) as t`;
			texts.push(await rowsAs(actor, query));
		}
		expect(found(texts, [NAME, KIND, DETAIL, LABEL])).toEqual([]);
	});
});

test('[F9] who shares the circle finds it: the search can find', async () => {
	const documents = await documentsOf('partner');
	expect(found(documents, [TYPE, DETAIL, LABEL])).toEqual([TYPE, DETAIL, LABEL]);
	expect(found(await answersTo('partner'), [NAME, organizationId])).toEqual([NAME, organizationId]);
});

test('[F9] who is here is said without their employer', async () => {
	const board: DocumentName = `board:${world.group.id}`;
	const room = roomOf(await server.sync.read(world.callers.circle, board));
	const reader = openRaw(server.url, room, world.callers.circle);
	const present = openRaw(server.url, room, world.callers.unnamed);
	await until(() => present.frames.length > 0);
	const said = JSON.stringify({ user: { organization: NAME }, place: NAME, writing: true });
	present.send(presenceFrame([{ clientId: 7, clock: 1, state: said }]));
	await until(() => textOf(reader.frames).includes(world.people.unnamed));
	const sent = textOf(reader.frames);
	expect(found([sent.replaceAll(`"place":"${NAME}"`, '')], [NAME, organizationId])).toEqual([]);
	reader.ws.close();
	present.ws.close();
});

/** A shared case opened by the organisation, with a restricted blocker and an action about it. */
async function plant(): Promise<{ planted: BuiltCase; organizationId: string }> {
	const { owner } = database;
	const { partner, unnamed, facilitator } = world.people;
	const id = await buildOrganization(owner, { name: NAME, kind: KIND, sensitive: true });
	await owner.query('update public.profiles set organization_id = $2 where id = $1', [unnamed, id]);
	await owner.query('update public.blocker_types set restricted = true where code = $1', [TYPE]);
	const groupId = world.group.id;
	const built = await buildCase(owner, {
		groupId,
		organizationId: id,
		createdBy: unnamed,
		circle: [unnamed, partner],
		agreement: [id, world.organizations.beta]
	});
	const { rows } = await owner.query<{ id: string }>(
		`insert into public.blockers (case_id, group_id, type_code, detail, carrier_id, created_by)
		 values ($1, $2, $3, $4, $5, $5) returning id`,
		[built.id, groupId, TYPE, DETAIL, unnamed]
	);
	await owner.query(
		`insert into public.actions (case_id, group_id, blocker_id, label, owner_id, due_on, reserved, created_by)
		 values ($1, $2, $3, $4, $5, private.today(), true, $5)`,
		[built.id, groupId, rows[0]?.id, LABEL, unnamed]
	);
	const meeting = await buildMeeting(owner, { groupId, createdBy: facilitator });
	await owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, question, rank)
		 values ($1, 'case:' || $3, $2, 'case', $3::uuid, 'Que proposer ?', 1)`,
		[meeting, groupId, built.id]
	);
	await owner.query(
		`insert into public.mentions (id, group_id, case_id, document_name, author_id, target_id)
		 values (gen_random_uuid(), $1, $2::uuid, 'case:' || $2::text, $3, $4)`,
		[groupId, built.id, unnamed, facilitator]
	);
	await owner.query(
		`insert into public.circle_requests (id, case_id, group_id, profile_id, reason)
		 values (gen_random_uuid(), $1, $2, $3, 'Suivre')`,
		[built.id, groupId, facilitator]
	);
	// Those of the world hold no real bytes.
	await owner.query('delete from public.documents');
	return { planted: built, organizationId: id };
}

/** The bytes of every document that the actor may open, as a browser gets them. */
async function documentsOf(actor: SignedIn): Promise<string[]> {
	const caller = world.callers[actor];
	const organizations = [...Object.values(world.organizations), organizationId];
	const { rows: meetings } = await database.owner.query<{ id: string }>(
		'select id from public.meetings'
	);
	const cases = [world.shared.id, world.unshared.id, planted.id];
	const names: DocumentName[] = [
		`board:${world.group.id}`,
		...organizations.map((id): DocumentName => `board-own:${world.group.id}:${id}`),
		...cases.map((id): DocumentName => `case:${id}`),
		...cases.flatMap((id) =>
			organizations.map((organization): DocumentName => `case-own:${id}:${organization}`)
		),
		...meetings.map(({ id }): DocumentName => `meeting:${id}`),
		`inbox:${caller.profileId}`
	];
	const texts: string[] = [];
	for (const name of names) {
		try {
			const { state } = await server.sync.read(caller, name);
			texts.push(Buffer.from(state, 'base64').toString('utf8'));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
	return texts;
}

/** What every function that only reads answers, asked about the planted case and its group. */
async function answersTo(actor: SignedIn): Promise<string[]> {
	const { rows: functions } = await database.owner.query<{ name: string; inputs: string[] }>(
		`select p.proname as name,
			array(
				select a.name from unnest(p.proargnames, p.proargmodes) with ordinality as a (name, mode, place)
				where coalesce(a.mode, 'i') = 'i' order by a.place
			) as inputs
		 from pg_proc as p
		 where p.pronamespace = 'public'::regnamespace and p.provolatile = 's' order by p.proname`
	);
	expect(functions.length).toBeGreaterThan(15);
	const values: Record<string, string> = {
		p_group: `'${world.group.id}'`,
		p_case: `'${planted.id}'`,
		p_reference: `'${planted.reference}'`,
		p_limit: '100'
	};
	const texts: string[] = [];
	for (const { name, inputs } of functions) {
		const given = inputs.map((input) => values[input] ?? 'null').join(', ');
		texts.push(await rowsAs(actor, `select to_jsonb(r) as row from public.${name}(${given}) as r`));
	}
	return texts;
}

async function readableColumns(): Promise<{ table: string; columns: string }[]> {
	const { rows } = await database.owner.query<{ table: string; columns: string }>(
		`select c.relname as table, string_agg(a.attname, ', ') as columns
		 from pg_class as c
		 join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
			and has_column_privilege('authenticated', c.oid, a.attnum, 'select')
		 group by c.relname order by c.relname`
	);
	expect(rows.length).toBeGreaterThan(15);
	return rows;
}

/** Rows as the actor, in JSON; what is refused to them is empty. */
async function rowsAs(actor: SignedIn, query: string): Promise<string> {
	const read = (tx: Tx): Promise<string> =>
		sql
			.raw<{ row: unknown }>(query)
			.execute(tx)
			.then(({ rows }) => JSON.stringify(rows));
	try {
		return await asCaller(database.databases, world.callers[actor], read);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		if (error instanceof Refusal || code === '42501') return '';
		throw error;
	}
}

function textOf(frames: Uint8Array[]): string {
	return frames.map((frame) => Buffer.from(frame).toString('utf8')).join('\n');
}

function found(texts: readonly string[], words: readonly string[]): string[] {
	return words.filter((word) => texts.some((text) => text.includes(word)));
}
