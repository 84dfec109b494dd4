import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import { CaseDocument } from '$lib/documents/case-document';
import { MeetingDocument } from '$lib/documents/meeting-document';
import { mentionsOf, plainTextOf } from '$lib/documents/rich-text';
import { testDatabase, type TestDatabase } from '../../../../../tests/support/database';
import { demoAccounts } from './demo-accounts';
import { loadDemo } from './load-demo';

const NOW = new Date('2026-11-24T08:12:00Z');

/** First twelve hexadecimal digits of the hashes of family names that must never occur here. */
const FORBIDDEN = new Set<string>([
	'194c4b77c712',
	'1ba1f6c5c620',
	'1f987fe4a8a5',
	'418262255013',
	'4c99e1a4fef4',
	'52e4cb643870',
	'603abd713e2e',
	'6ed784b5681d',
	'7d7e92e92f72',
	'9bbde4f53dac',
	'b93fd88bfe3f',
	'bf2e5b5946db',
	'd4fa20d51f00'
]);

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	await loadDemo({ owner: database.owner, now: NOW, createUser: newUser });
}, 60_000);
afterAll(() => database.drop());

test('[D1] 44 cases are shared, 2 are not yet, 12 are over', async () => {
	expect(await counts(`not agreed`, `cohort`)).toEqual({ women: 1, youth: 1 });
	expect(await counts(`agreed and stage <> 'exit'`, `cohort`)).toEqual({
		youth: 19,
		women: 15,
		seniors: 10
	});
	expect(await counts('agreed', 'stage')).toEqual({
		outreach: 7,
		diagnosis: 9,
		unblocking: 13,
		project: 8,
		employment: 7,
		exit: 12
	});
});

test('[D2] seventeen professionals of nine organisations follow them, one observer and one administrator', async () => {
	const { rows } = await database.owner.query(
		`select m.role, count(*)::int as people, count(distinct p.organization_id)::int as organizations
		 from public.mandates m join public.profiles p on p.id = m.profile_id group by m.role order by m.role`
	);
	expect(rows).toEqual([
		{ role: 'facilitator', people: 1, organizations: 1 },
		{ role: 'observer', people: 1, organizations: 1 },
		{ role: 'practitioner', people: 16, organizations: 8 }
	]);
	expect(demoAccounts()).toHaveLength(19);
	expect(new Set(demoAccounts().map(({ password }) => password)).size).toBe(19);
});

test('[D3] the next meeting is in two days at half past nine in France, with its agenda', async () => {
	const { rows } = await database.owner.query<{ id: string; starts_at: Date }>(
		`select id, starts_at from public.meetings where status = 'draft'`
	);
	expect(rows.map(({ starts_at }) => starts_at.toISOString())).toEqual([
		'2026-11-26T08:30:00.000Z'
	]);
	const agenda = new MeetingDocument(await documentOf(`meeting:${rows[0]?.id ?? ''}`)).items();
	expect(agenda).toHaveLength(13);
	expect(agenda.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(114);
	expect(agenda.filter(({ kind }) => kind === 'case')).toHaveLength(9);
});

test('[D4] two mentions wait for Amina, each in a document that holds it', async () => {
	const { rows } = await database.owner.query<{ id: string; document_name: string }>(
		`select m.id, m.document_name from public.mentions m join public.profiles p on p.id = m.target_id
		 join public.requests r on r.id = m.id and r.state = 'asked'
		 where p.first_name = 'Amina' order by m.document_name`
	);
	expect(rows).toHaveLength(2);
	for (const { id, document_name } of rows) {
		expect(await mentionIdsOf(document_name)).toContain(id);
	}
});

test('[D5] a card stands on the board where the tables say, and on no other board', async () => {
	const { rows } = await database.owner.query<{ name: string }>(
		`select name from public.documents where kind in ('board', 'board-own') order by kind, name`
	);
	const boards: Y.Doc[] = [];
	for (const { name } of rows) boards.push(await documentOf(name));
	const placed = boards.map((doc) => [...doc.getMap('cards').keys()]);
	expect(placed.map((ids) => ids.length)).toEqual([56, 1, 1]);
	const cases = await database.owner.query<{ id: string; stage: string }>(
		'select id, stage from public.cases'
	);
	for (const { id, stage } of cases.rows) {
		const [at] = boards.flatMap((doc) => new BoardDocument(doc).placement(id) ?? []);
		expect(at?.stage).toBe(stage);
	}
});

test('[D6] each case has its note, under the headings that the note begins with', async () => {
	const { rows } = await database.owner.query<{
		id: string;
		reference: string;
		first_name: string;
	}>(
		`select c.id, p.first_name from public.cases c join public.people p on p.id = c.person_id
		 where c.stage <> 'exit'`
	);
	expect(rows).toHaveLength(46);
	for (const { id, first_name } of rows) {
		const { note } = new CaseDocument(await documentOf(`case:${id}`));
		expect(plainTextOf(note)).toContain(`Où en est ${first_name}`);
		expect(plainTextOf(note)).toContain('Pistes');
	}
});

test('[D11] everybody signed in these last days but two, whom the review asks about', async () => {
	const { rows } = await database.owner.query<{ first_name: string }>(
		`select p.first_name from public.profiles p join auth.users u on u.id = p.id
		 where u.last_sign_in_at < $1::timestamptz - interval '90 days' order by 1`,
		[NOW]
	);
	expect(rows.map(({ first_name }) => first_name)).toEqual(['Julien', 'Pauline']);
	const recent = await database.owner.query(
		`select from auth.users where last_sign_in_at between $1::timestamptz - interval '7 days' and $1`,
		[NOW]
	);
	expect(recent.rows).toHaveLength(17);
});

test('[D12] a request to join a circle and a case offered wait for Amina', async () => {
	const requests = await database.owner.query(
		`select a.first_name as asker, r.first_name as referent, o.named from private.open_requests o
		 join private.referents f on f.case_id = o.case_id
		 join public.profiles a on a.id = o.profile_id join public.profiles r on r.id = f.referent_id`
	);
	expect(requests.rows).toEqual([{ asker: 'Delphine', referent: 'Amina', named: false }]);
	const offers = await database.owner.query(
		`select a.first_name as by, b.first_name as to from private.open_handovers h
		 join public.profiles a on a.id = h.from_id join public.profiles b on b.id = h.to_id`
	);
	expect(offers.rows).toEqual([{ by: 'Karim', to: 'Amina' }]);
});

test('[D13] the meetings are dates of one series, at its hours and every so many weeks', async () => {
	const { rows } = await database.owner.query<{
		hours: boolean;
		gap: number | null;
		weeks: number;
	}>(
		`select (m.starts_at at time zone 'Europe/Paris')::time = s.starts_time
			and (m.ends_at at time zone 'Europe/Paris')::time = s.ends_time as hours, s.weeks,
			private.day_in_france(m.starts_at)
				- lag(private.day_in_france(m.starts_at)) over (order by m.starts_at) as gap
		 from public.meetings m join public.meeting_series s on s.id = m.series_id order by m.starts_at`
	);
	expect(rows.map(({ hours }) => hours)).toEqual([true, true, true]);
	expect(rows.map(({ gap }) => gap)).toEqual([null, 42, 42]);
	expect(new Set(rows.map(({ weeks }) => weeks * 7))).toEqual(new Set([42]));
});

test('[D7] everything is dated before the loading, but what is to come', async () => {
	const { rows } = await database.owner.query<{ late: number }>(
		`select (select count(*) from public.cases where created_at > $1 or stage_since > $1)
		 + (select count(*) from public.stage_changes where changed_at > $1)
		 + (select count(*) from public.mentions where created_at > $1)
		 + (select count(*) from public.actions where created_at > $1 or done_at > $1)
		 + (select count(*) from public.agreements where expires_on <= $1::date) as late`,
		[NOW]
	);
	expect(Number(rows[0]?.late)).toBe(0);
});

test('[D8] no real name of the source texts occurs', async () => {
	const words = new Set<string>();
	const add = (text: string): void => {
		for (const word of text.match(/\p{L}+/gu) ?? []) words.add(normal(word));
	};
	for (const table of [
		'people',
		'profiles',
		'person_identities',
		'organizations',
		'territories',
		'blockers',
		'actions',
		'meetings',
		'agenda_items'
	]) {
		const { rows } = await database.owner.query<{ row: string }>(
			`select to_jsonb(t)::text as row from public.${table} t`
		);
		for (const { row } of rows) add(row);
	}
	const { rows } = await database.owner.query<{ name: string }>(
		'select name from public.documents'
	);
	for (const { name } of rows) add(textOf(await documentOf(name)));
	expect(words.size).toBeGreaterThan(500);
	expect([...words].filter((word) => FORBIDDEN.has(hash(word)))).toEqual([]);
});

/** An account as the sign-in service makes it. */
async function newUser(email: string): Promise<string> {
	const id = randomUUID();
	await database.owner.query('insert into auth.users (id, email) values ($1, $2)', [id, email]);
	return id;
}

/** How many cases there are by `column`, among those that `condition` holds for. */
test('[FI5] what the notes of the demonstration say is searched', async () => {
	const { rows } = await database.owner.query<{ reference: string; own: boolean }>(
		`select c.reference, t.organization_id is not null as own from public.document_texts as t
		 join public.cases as c on c.id = t.case_id
		 where t.words @@ private.search_prefixes('aide a domicile') order by 1`
	);
	expect(rows).toContainEqual({ reference: 'VT-018', own: false });
});

async function counts(condition: string, column: string): Promise<Record<string, number>> {
	const { rows } = await database.owner.query<{ key: string; count: number }>(
		`with c as (select cases.*, exists (select from public.agreements a where a.case_id = cases.id) as agreed from public.cases)
		 select ${column} as key, count(*)::int as count from c where ${condition} group by 1`
	);
	return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

async function documentOf(name: string): Promise<Y.Doc> {
	const { rows } = await database.owner.query<{ state: Buffer }>(
		`select s.state from public.document_snapshots s join public.documents d on d.id = s.document_id where d.name = $1`,
		[name]
	);
	const doc = new Y.Doc();
	if (rows[0]) Y.applyUpdate(doc, rows[0].state);
	return doc;
}

async function mentionIdsOf(name: string): Promise<string[]> {
	const doc = await documentOf(name);
	const texts = name.startsWith('meeting:')
		? new MeetingDocument(doc).items().map(({ notes }) => notes)
		: [new CaseDocument(doc).note];
	return texts.flatMap(mentionsOf).map(({ mentionId }) => mentionId);
}

/** All the rich text of a document. */
function textOf(doc: Y.Doc): string {
	const interviews = new CaseDocument(doc).interviews().map(({ body }) => body);
	const items = new MeetingDocument(doc).items().map(({ notes }) => notes);
	return [doc.getXmlFragment('note'), ...interviews, ...items].map(plainTextOf).join('\n');
}

function normal(word: string): string {
	return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function hash(word: string): string {
	return createHash('sha256').update(`tilleuls ${word}`).digest('hex').slice(0, 12);
}
