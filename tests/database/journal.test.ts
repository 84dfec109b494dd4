import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import { purgeDaily } from '../../src/lib/server/app/purge';
import { addAction, setAction } from '../../src/lib/server/database/actions';
import { createCase } from '../../src/lib/server/database/cases';
import {
	listAccessJournal,
	listCaseAccess,
	listCaseChanges,
	listChangeJournal,
	purgeJournals
} from '../../src/lib/server/database/journal';
import { setIdentity, viewIdentity } from '../../src/lib/server/database/people';
import { projectLastContact, projectStage } from '../../src/lib/server/database/projection';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildCase, callerFor, type BuiltCase } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';
import { openDocument } from './document-access';

/** Tables that people change without an entry, and why. */
const WITHOUT_ENTRY: Record<string, string> = {
	access_changes: 'notes for the sync server',
	access_events: 'a journal',
	agenda_items: 'projected from a document, whose writers are noted',
	backup_code_tries: 'tries, not changes',
	backup_codes: 'one person and their own sign-in',
	case_visits: 'what one looked at, for oneself',
	change_events: 'a journal',
	device_secrets: 'from which a page makes a key; opens nothing',
	document_texts: 'projected from a document, whose writers are noted',
	document_updates: 'what is written in a document is noted',
	documents: 'what is written in one is noted',
	imported_cases: 'goes with its import; the case has its entry',
	imports: 'of one person, for a day; the cases have their entries',
	mail_days: 'what the clock did',
	mail_sends: 'what the clock did',
	mail_settings: 'how one is written to; opens nothing',
	mentions: 'projected from a document, whose writers are noted',
	notices: 'follows from what is noted',
	requests:
		'noted when it is told to the circle: not what one organisation asks in its note, nor what was read',
	session_states: 'whether somebody is there',
	stage_changes: 'the course itself, with who and when'
};

let database: TestDatabase;
let world: World;

beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[J1] every table that a function of ours changes has an entry for it in the journal', async () => {
	const { rows: functions } = await database.owner.query<{ source: string }>(
		`select p.prosrc as source from pg_proc as p
		 where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)`
	);
	const { rows: noted } = await database.owner.query<{ table: string }>(
		`select c.relname as table from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
		 where t.tgname = 'note_change' and t.tgenabled = 'O' and t.tgqual is null
			-- After each row, of insert, update and delete.
			and t.tgtype = 29`
	);
	const changed = new Set(
		functions.flatMap(({ source }) =>
			[...source.matchAll(/(?:insert into|update|delete from)\s+public\.(\w+)/g)].map(
				([, table]) => table ?? ''
			)
		)
	);
	const withEntry = noted.map(({ table }) => table);
	const unnoted = [...changed].filter((table) => !withEntry.includes(table));
	expect(unnoted.filter((table) => !(table in WITHOUT_ENTRY)).toSorted()).toEqual([]);
	expect(withEntry.filter((table) => table in WITHOUT_ENTRY)).toEqual([]);
});

test.each(['access_events', 'change_events'])(
	'[J2] %s is not rewritten, whoever asks; only what is a year old goes',
	async (table) => {
		const { owner, databases } = database;
		const denied = { code: '42501' };
		for (const statement of [
			`update public.${table} set at = at`,
			`delete from public.${table}`,
			`truncate public.${table}`
		]) {
			await expect(owner.query(statement)).rejects.toMatchObject(denied);
			await expect(
				asSystem(databases, (tx) => sql.raw(statement).execute(tx))
			).rejects.toMatchObject(denied);
		}
		const before = await countOf(table);
		await makeOld(table, '11 months 27 days');
		expect(await asSystem(databases, purgeJournals)).toBe(0);
		await makeOld(table, '10 days');
		expect(await asSystem(databases, purgeJournals)).toBe(before);
		expect(await countOf(table)).toBe(0);
	}
);

test('[J3] a change and its entry are one: both there, or neither', async () => {
	const subject = await newCase();
	const before = await changesOf(subject);
	const id = randomUUID();
	const add = { id, caseId: subject.id, label: 'Appeler', dueOn: null, reserved: false };
	const owner = { ownerId: null, blockerId: null };
	await expect(
		as('circle', async (tx) => {
			await addAction(tx, { ...add, ...owner });
			throw new Error('undone');
		})
	).rejects.toThrow('undone');
	expect(await changesOf(subject)).toEqual(before);
	await as('circle', (tx) => addAction(tx, { ...add, ...owner }));
	await as('partner', (tx) =>
		setAction(tx, { actionId: id, changes: { label: 'Rappeler', status: 'done' } })
	);
	await as('partner', (tx) => setAction(tx, { actionId: id, changes: { status: 'done' } }));
	const [update, insert] = await changesOf(subject);
	expect(insert).toMatchObject({ operation: 'insert', profile: world.people.circle });
	expect(update).toMatchObject({
		operation: 'update',
		profile: world.people.partner,
		fields: ['done_at', 'label', 'status']
	});
	expect((await changesOf(subject)).length).toBe(before.length + 2);
});

test('[J4] the journals hold names of fields and nothing of what was written', async () => {
	const words = [
		'Zéphyrine',
		'Quetzalcóatl',
		'0611223344',
		'zephyrine@essais.example',
		'Xylophone'
	];
	const [firstName = '', lastName = '', phone = '', email = '', label = ''] = words;
	const id = randomUUID();
	await as('circle', async (tx) => {
		await createCase(tx, {
			id,
			groupId: world.group.id,
			firstName,
			lastInitial: 'Q',
			birthYear: 1990,
			cohort: 'women',
			stage: 'outreach',
			referentId: null,
			blockers: ['health'],
			agreement: null,
			identity: { lastName, phone }
		});
		await setIdentity(tx, { caseId: id, changes: { email } });
		await addAction(tx, {
			id: randomUUID(),
			caseId: id,
			label,
			ownerId: null,
			dueOn: null,
			reserved: true,
			blockerId: null
		});
	});
	const { rows } = await database.owner.query<{ entry: string }>(
		`select e::text as entry from public.change_events as e union all select a::text from public.access_events as a`
	);
	const found = words.filter((word) => rows.some(({ entry }) => entry.includes(word)));
	expect(found).toEqual([]);
	const identities = await database.owner.query<{ fields: string[] }>(
		`select fields from public.change_events where case_id = $1 and table_name = 'person_identities' order by id`,
		[id]
	);
	expect(identities.rows.map(({ fields }) => fields)).toEqual([['last_name', 'phone'], ['email']]);
});

test('[J5] what is projected from a document carries the name of who wrote it', async () => {
	const subject = await newCase();
	const by = world.people.partner;
	await asSystem(database.databases, async (tx) => {
		const at = new Date().toISOString();
		const documentName = `board:${world.group.id}` as const;
		await projectStage(tx, { documentName, caseId: subject.id, stage: 'project', by, at });
		await projectLastContact(tx, { caseId: subject.id, on: '2026-01-05', by });
		await projectLastContact(tx, { caseId: subject.id, on: '2026-01-06', by: null });
	});
	const [system, contact, stage] = await changesOf(subject);
	expect([stage, contact, system]).toMatchObject([
		{ profile: by, fields: ['stage'] },
		{ profile: by, fields: ['last_contact_on'] },
		{ profile: null, fields: ['last_contact_on'] }
	]);
});

test('[J6] nobody makes the system say that another wrote', async () => {
	const subject = await newCase();
	await as('circle', async (tx) => {
		await sql`select set_config('maillage.author', ${world.people.partner}, true)`.execute(tx);
		await setIdentity(tx, { caseId: subject.id, changes: { phone: '01' } });
	});
	expect(await changesOf(subject)).toMatchObject([
		{ profile: world.people.circle },
		...(await changesOf(subject)).slice(1)
	]);
});

test('[J7] the circle reads who opened its case; the note of an organisation is of that organisation alone', async () => {
	const subject = await newCase();
	const { alpha } = world.organizations;
	await as('circle', (tx) => openDocument(tx, `case:${subject.id}`));
	await as('circle', (tx) => openDocument(tx, `case:${subject.id}`));
	await as('circle', (tx) => openDocument(tx, `case-own:${subject.id}:${alpha}`));
	await as('partner', (tx) => openDocument(tx, `case:${subject.id}`));
	await as('colleague', (tx) => openDocument(tx, `case:${subject.id}`));
	const read = (actor: SignedIn, before: number | null = null, limit = 50) =>
		as(actor, (tx) => listCaseAccess(tx, { caseId: subject.id, before, limit }));
	const { circle, partner } = world.people;
	const entries = await read('circle');
	expect(entries.map(({ kind, author }) => [kind, author?.id])).toEqual([
		['case', partner],
		['case-own', circle],
		['case', circle]
	]);
	expect((await read('partner')).map(({ kind }) => kind)).toEqual(['case', 'case']);
	const [first] = await read('circle', null, 1);
	expect((await read('circle', first?.id ?? null, 1)).map(({ id }) => id)).toEqual([
		entries[1]?.id
	]);
	await expect(read('colleague')).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(read('neighbour')).rejects.toMatchObject({ code: 'not_found' });
});

test('[J8] each look at an identity is an entry, and needs the second factor', async () => {
	const subject = await newCase();
	await expect(as('circle', (tx) => viewIdentity(tx, subject.id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	const caller = world.callers.circle;
	const proved: Caller = { ...caller, claims: { ...caller.claims, aal: 'aal2' } };
	for (let look = 0; look < 2; look++) {
		await asCaller(database.databases, proved, (tx) => viewIdentity(tx, subject.id));
	}
	const entries = await as('circle', (tx) =>
		listCaseAccess(tx, { caseId: subject.id, before: null, limit: 50 })
	);
	expect(entries.map(({ kind }) => kind)).toEqual(['identity', 'identity']);
});

test('[J9] administrators read who, when and which reference, and nothing of the person', async () => {
	const subject = await newCase('Zéphyrine');
	await as('circle', (tx) => openDocument(tx, `case:${subject.id}`));
	await as('circle', (tx) => setIdentity(tx, { caseId: subject.id, changes: { phone: '0699' } }));
	const page = { before: null, limit: 100, profileId: world.people.circle };
	const [access] = await as('admin', (tx) => listAccessJournal(tx, page));
	const [change] = await as('admin', (tx) => listChangeJournal(tx, page));
	expect(access).toMatchObject({ kind: 'case', reference: subject.reference });
	expect(change).toMatchObject({ table: 'person_identities', reference: subject.reference });
	const all = { before: null, limit: 100 };
	const told = JSON.stringify([
		await as('admin', (tx) => listAccessJournal(tx, all)),
		await as('admin', (tx) => listChangeJournal(tx, all))
	]);
	expect(told).toContain(subject.reference);
	expect(['Zéphyrine', '0699', 'Clinique'].filter((word) => told.includes(word))).toEqual([]);
	const facilitator = as('facilitator', (tx) => listAccessJournal(tx, page));
	await expect(facilitator).rejects.toMatchObject({ code: 'not_found' });
});

test('[J9] administrators narrow the journals to a period', async () => {
	const subject = await newCase();
	await as('circle', (tx) => openDocument(tx, `case:${subject.id}`));
	await as('circle', (tx) => setIdentity(tx, { caseId: subject.id, changes: { phone: '02' } }));
	const found = async (period: { from?: string; until?: string }): Promise<boolean[]> => {
		const query = { before: null, limit: 100, ...period };
		const lists = [
			await as('admin', (tx) => listAccessJournal(tx, query)),
			await as('admin', (tx) => listChangeJournal(tx, query))
		];
		return lists.map((list) => list.some(({ reference }) => reference === subject.reference));
	};
	const [before, after] = [-1, 1].map((hours) =>
		new Date(Date.now() + hours * 3_600_000).toISOString()
	);
	expect(await found({ from: before ?? '', until: after ?? '' })).toEqual([true, true]);
	expect(await found({ from: after ?? '' })).toEqual([false, false]);
	expect(await found({ until: before ?? '' })).toEqual([false, false]);
});

test('[J10] the journal outlives the case, and the circle reads the changes of its own only', async () => {
	const [subject, other] = [await newCase(), await newCase()];
	await as('circle', (tx) => setIdentity(tx, { caseId: other.id, changes: { phone: '01' } }));
	const changes = await as('circle', (tx) =>
		listCaseChanges(tx, { caseId: subject.id, before: null, limit: 100 })
	);
	expect(changes.map(({ table }) => table)).not.toContain('person_identities');
	const before = (await changesOf(subject)).length;
	await database.owner.query('delete from public.cases where id = $1', [subject.id]);
	expect((await changesOf(subject)).length).toBeGreaterThan(before);
});

test('[J11] two processes that purge at once do it once', async () => {
	const { databases } = database;
	await makeOld('change_events', '13 months');
	const old = await countOf('change_events');
	const purged = await Promise.all([
		asSystem(databases, purgeJournals),
		asSystem(databases, purgeJournals)
	]);
	expect(purged.toSorted((a, b) => a - b)).toEqual([0, old]);
});

test('[J11] the application purges when it starts', async () => {
	await makeOld('change_events', '13 months');
	const entries: unknown[] = [];
	const log = { info: (told: unknown) => entries.push(told), warn: () => undefined };
	const stop = purgeDaily(database.databases, log);
	await vi.waitUntil(() => entries.length === 1);
	stop();
	expect(await countOf('change_events')).toBe(0);
});

test('[J12] the state of a session that is gone goes with the purge, that of one that is alive stays', async () => {
	const { owner, databases } = database;
	const [gone, alive] = [
		await callerFor(owner, world.people.partner),
		await callerFor(owner, world.people.partner)
	];
	await owner.query(
		`insert into public.session_states (session_id, profile_id, active_at)
		 select id, $2, now() - interval '2 days' from unnest($1::uuid[]) as id`,
		[[gone.sessionId, alive.sessionId], world.people.partner]
	);
	await owner.query('delete from auth.sessions where id = $1', [gone.sessionId]);
	await asSystem(databases, purgeJournals);
	const { rows } = await owner.query<{ session_id: string }>(
		'select session_id from public.session_states where session_id = any ($1)',
		[[gone.sessionId, alive.sessionId]]
	);
	expect(rows).toEqual([{ session_id: alive.sessionId }]);
});

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

function newCase(firstName = 'Ana'): Promise<BuiltCase> {
	const { circle, partner } = world.people;
	return buildCase(database.owner, {
		groupId: world.group.id,
		organizationId: world.organizations.alpha,
		createdBy: circle,
		circle: [circle, partner],
		agreement: [world.organizations.alpha, world.organizations.beta],
		firstName
	});
}

interface Entry {
	profile: string | null;
	table_name: string;
	operation: string;
	fields: string[];
}

/** Entries about a case, latest first. */
async function changesOf({ id }: BuiltCase): Promise<Entry[]> {
	const { rows } = await database.owner.query<Entry>(
		`select profile_id as profile, table_name, operation, fields from public.change_events
		 where case_id = $1 order by id desc`,
		[id]
	);
	return rows;
}

async function countOf(table: string): Promise<number> {
	const { rows } = await database.owner.query<{ count: number }>(
		`select count(*)::integer as count from public.${table}`
	);
	return rows[0]?.count ?? 0;
}

/** Only without its triggers is a journal rewritten. */
async function makeOld(table: string, age: string): Promise<void> {
	const { owner } = database;
	await owner.query('set session_replication_role = replica');
	await owner.query(`update public.${table} set at = at - $1::interval`, [age]);
	await owner.query('set session_replication_role = origin');
}
