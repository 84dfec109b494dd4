import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import type { ImportChoices, Sheet } from '../../src/lib/domain/import';
import { createCase } from '../../src/lib/server/database/cases';
import { addBlocker } from '../../src/lib/server/database/blockers';
import {
	beginImport,
	chooseImport,
	discardImport,
	findImport,
	findImportProgress,
	findSimilarCases,
	importCases,
	listImportedCases,
	noteImportProgress,
	purgeImports,
	startImport,
	undoImport
} from '../../src/lib/server/database/imports';
import { noteWriting } from '../../src/lib/server/database/journal';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { prepareImport } from '../../src/lib/server/import/prepare-import';
import { runImport } from '../../src/lib/server/import/run-import';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildOrganization,
	buildProfile,
	callerFor,
	type BuiltGroup
} from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { line } from './import-line';

const TODAY = '2026-11-22';
const CHOICES: ImportChoices = {
	sheet: 0,
	fields: ['firstName', 'lastName', 'birth', 'referent'],
	cohort: 'women',
	stage: 'diagnosis',
	duplicates: 'skip',
	partial: false
};

let database: TestDatabase;
let group: BuiltGroup;
let organizations: { ours: string; theirs: string };
let callers: Record<'author' | 'colleague' | 'other', Caller>;

beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
	const { owner } = database;
	group = await buildGroup(owner);
	organizations = { ours: await buildOrganization(owner), theirs: await buildOrganization(owner) };
	const somebody = async (organizationId: string, email?: string): Promise<Caller> => {
		const profileId = await buildProfile(owner, { organizationId, ...(email ? { email } : {}) });
		await buildMandate(owner, { profileId, groupId: group.id });
		return callerFor(owner, profileId);
	};
	callers = {
		author: await somebody(organizations.ours),
		colleague: await somebody(organizations.ours, `${group.slug}@essais.example`),
		other: await somebody(organizations.theirs)
	};
});

test('[I13] imported cases are as new ones, without agreement: for the organisation alone', async () => {
	const email = `${group.slug}@essais.example`.toUpperCase();
	const importId = await read([
		['Ana', 'Bô', '1998', email],
		['Ilyes', 'C', '1984', '']
	]);
	const caseIds = await run(importId);
	const rows = await casesOf();
	expect(rows).toMatchObject([
		{ id: caseIds[0], reference: `${group.prefix}-001`, stage: 'diagnosis', cohort: 'women' },
		{ id: caseIds[1], reference: `${group.prefix}-002`, referent_id: callers.author.profileId }
	]);
	expect(rows.map(({ id, circle }) => [id, circle])).toEqual([
		[caseIds[0], [callers.author.profileId, callers.colleague.profileId].toSorted()],
		[caseIds[1], [callers.author.profileId]]
	]);
	const seenBy = (caller: Caller) =>
		as(caller, (tx) =>
			tx.selectFrom('cases').select('id').where('group_id', '=', group.id).execute()
		);
	expect(await seenBy(callers.colleague)).toHaveLength(2);
	expect(await seenBy(callers.other)).toEqual([]);
	expect(await as(callers.author, (tx) => listImportedCases(tx, importId))).toEqual([
		{ row: 2, ownReference: '', reference: `${group.prefix}-001` },
		{ row: 3, ownReference: '', reference: `${group.prefix}-002` }
	]);
});

test('[I13] the journal has an entry for each row that came and went, as for one case', async () => {
	const importId = await read([['Ana', 'Bô', '1998', '']]);
	const [imported = ''] = await run(importId);
	const created = randomUUID();
	await as(callers.author, (tx) =>
		createCase(tx, {
			id: created,
			groupId: group.id,
			firstName: 'Ana',
			lastInitial: 'B',
			birthYear: 1998,
			cohort: 'women',
			stage: 'diagnosis',
			referentId: null,
			blockers: [],
			agreement: null,
			identity: { lastName: 'Bô', phone: null, email: null }
		})
	);
	const entriesOf = async (caseId: string, operation: string): Promise<object[]> => {
		const { rows } = await database.owner.query<object>(
			`select table_name, profile_id, group_id, operation, fields, row_id is not null as named
			 from public.change_events where case_id = $1 and operation = $2 order by table_name`,
			[caseId, operation]
		);
		return rows;
	};
	expect(await entriesOf(imported, 'insert')).toEqual(await entriesOf(created, 'insert'));
	expect(await entriesOf(imported, 'insert')).toHaveLength(3);
	await as(callers.author, (tx) => undoImport(tx, importId));
	expect(await entriesOf(imported, 'delete')).toMatchObject([
		{ table_name: 'cases', profile_id: callers.author.profileId },
		{ table_name: 'circle_members' },
		{ table_name: 'person_identities' }
	]);
	const { rows } = await database.owner.query(
		`select from public.change_events where table_name = 'people' and operation = 'delete' and group_id = $1`,
		[group.id]
	);
	expect(rows).toHaveLength(1);
});

test('[I12] a refusal in row 4,999 leaves no case, no number taken, and the file', async () => {
	const importId = await read([['Ana', 'B', '1998', '']]);
	const lines = Array.from({ length: 5000 }, (_, index) => line(index + 2));
	const planted = lines[4998];
	if (planted) planted.referentId = callers.other.profileId;
	await expect(
		runImport(database.databases, callers.author, {
			importId,
			total: lines.length,
			linesOf: () => Promise.resolve(lines)
		})
	).rejects.toMatchObject({ code: 'invalid' });
	expect(await casesOf()).toEqual([]);
	expect(await peopleCount()).toBe(0);
	const { rows } = await database.owner.query<{ last: number }>(
		'select last_reference as last from public.groups where id = $1',
		[group.id]
	);
	expect(rows[0]?.last).toBe(0);
	const found = await find(callers.author);
	expect(found).toMatchObject({ state: 'read', problem: 'refused', done: 0 });
	expect(found?.sheets?.[0]?.rows).toHaveLength(1);
});

test('[I12] a stop in the middle leaves no case, and says so', async () => {
	const importId = await read([['Ana', 'B', '1998', '']]);
	await as(callers.author, (tx) => beginImport(tx, { importId, total: 1 }));
	const stopped = as(callers.author, async (tx) => {
		await importCases(tx, { importId, lines: [{ ...line(2), id: randomUUID() }] });
		throw new Error('stopped');
	});
	await expect(stopped).rejects.toThrow('stopped');
	expect(await casesOf()).toEqual([]);
	expect(await find(callers.author)).toMatchObject({ state: 'running' });
	await database.owner.query(
		`update public.imports set beat_at = now() - interval '31 seconds' where id = $1`,
		[importId]
	);
	expect(await find(callers.author)).toMatchObject({ state: 'interrupted' });
	expect(await run(importId)).toHaveLength(1);
});

test('[I12] an import that runs is not started again, chosen again or forgotten', async () => {
	const importId = await read([['Ana', 'B', '1998', '']]);
	await as(callers.author, (tx) => beginImport(tx, { importId, total: 1 }));
	await expect(run(importId)).rejects.toMatchObject({ code: 'conflict' });
	await expect(
		as(callers.author, (tx) => chooseImport(tx, { importId, choices: CHOICES }))
	).rejects.toMatchObject({ code: 'conflict' });
	await expect(as(callers.author, (tx) => discardImport(tx, importId))).rejects.toMatchObject({
		code: 'conflict'
	});
});

test('[I14] of two imports of one file at once, the second sees the people of the first', async () => {
	const people = [
		['Ana', 'B', '1998', ''],
		['Ilyes', 'C', '1984', '']
	];
	const imports = [await read(people), await read(people, callers.colleague)];
	const done = await Promise.all([run(imports[0] ?? ''), run(imports[1] ?? '', callers.colleague)]);
	expect(done.map(({ length }) => length).toSorted()).toEqual([0, 2]);
	expect(await casesOf()).toHaveLength(2);
});

test('[I15] how far it is can be asked beside it', async () => {
	const importId = await read([['Ana', 'B', '1998', '']]);
	await as(callers.author, (tx) => beginImport(tx, { importId, total: 500 }));
	await as(callers.author, (tx) => noteImportProgress(tx, { importId, done: 250 }));
	expect(await as(callers.author, (tx) => findImportProgress(tx, importId))).toEqual({
		state: 'running',
		total: 500,
		done: 250
	});
});

test('[I11] a file is its author’s, goes at the end, or after a day', async () => {
	const importId = await read([['Ana', 'B', '1998', '']]);
	expect(await find(callers.colleague)).toBeNull();
	await run(importId);
	expect(await find(callers.author)).toMatchObject({ state: 'done', sheets: null, choices: null });
	const left = await read([['Ilyes', 'C', '1998', '']], callers.colleague);
	await database.owner.query(
		`update public.imports set created_at = now() - interval '25 hours', finished_at = finished_at - interval '25 hours'
		 where id = any ($1)`,
		[[importId, left]]
	);
	expect(await find(callers.colleague)).toBeNull();
	expect(await asSystem(database.databases, purgeImports)).toBe(2);
	expect(await casesOf()).toHaveLength(1);
});

test('[I11] the next file takes the place of one that was left on the way', async () => {
	const first = await read([['Ana', 'B', '1998', '']]);
	const second = await read([['Ana', 'B', '1998', '']]);
	expect((await find(callers.author))?.id).toBe(second);
	await expect(as(callers.author, (tx) => discardImport(tx, first))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('[I16] an import is undone whole, with its people and documents', async () => {
	const importId = await read([
		['Ana', 'B', '1998', ''],
		['Ilyes', 'C', '1984', '']
	]);
	const [caseId = ''] = await run(importId);
	await database.owner.query(`insert into public.documents (name, kind) values ($1, 'case')`, [
		`case:${caseId}`
	]);
	expect(await as(callers.author, (tx) => undoImport(tx, importId))).toBe(2);
	expect(await casesOf()).toEqual([]);
	expect(await peopleCount()).toBe(0);
	const { rowCount } = await database.owner.query('select from public.documents where name = $1', [
		`case:${caseId}`
	]);
	expect(rowCount).toBe(0);
	expect(await as(callers.author, (tx) => undoImport(tx, importId))).toBe(0);
	expect(await find(callers.author)).toMatchObject({ state: 'undone' });
});

test.each<[string, (caseId: string) => Promise<void>]>([
	[
		'changed',
		(caseId) =>
			as(callers.colleague, async (tx) => {
				await addBlocker(tx, {
					id: randomUUID(),
					caseId,
					type: 'housing',
					detail: '',
					carrierId: null
				});
			})
	],
	[
		'written in',
		(caseId) =>
			asSystem(database.databases, (tx) =>
				noteWriting(tx, { name: `case:${caseId}`, authorIds: [callers.colleague.profileId] })
			)
	]
])('[I16] an import is not undone once a case was %s', async (_, touch) => {
	const importId = await read([
		['Ana', 'B', '1998', `${group.slug}@essais.example`],
		['Ilyes', 'C', '1984', '']
	]);
	const [caseId = ''] = await run(importId);
	await touch(caseId);
	await expect(as(callers.author, (tx) => undoImport(tx, importId))).rejects.toMatchObject({
		code: 'conflict'
	});
	expect(await casesOf()).toHaveLength(2);
});

test('[I9] people who look alike: named when one may know of them, else counted', async () => {
	const { owner } = database;
	const of = (organizationId: string, createdBy: Caller) =>
		buildCase(owner, {
			groupId: group.id,
			organizationId,
			createdBy: createdBy.profileId,
			firstName: 'Élise'
		});
	const ours = await of(organizations.ours, callers.colleague);
	await of(organizations.theirs, callers.other);
	const lines = [{ ...line(2), firstName: 'ELISE', lastInitial: 'H', birthYear: 1998 }, line(3)];
	expect(
		await as(callers.author, (tx) => findSimilarCases(tx, { groupId: group.id, lines }))
	).toEqual({ known: [{ row: 2, reference: ours.reference }], others: 1 });
});

test('[I9] somebody whom one may not know of is not left out', async () => {
	await buildCase(database.owner, {
		groupId: group.id,
		organizationId: organizations.theirs,
		createdBy: callers.other.profileId,
		firstName: 'Élise'
	});
	const importId = await read([['Élise', 'H', '1998', '']]);
	expect(await run(importId)).toHaveLength(1);
});

function as<T>(caller: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, caller, work);
}

function find(caller: Caller) {
	return as(caller, (tx) => findImport(tx, group.id));
}

/** A file that was read, with its choices. */
async function read(rows: string[][], caller = callers.author): Promise<string> {
	const id = randomUUID();
	const sheet: Sheet = {
		name: '',
		columns: ['Prénom', 'Nom', 'Né le', 'Référent'].map((header) => ({ header, refused: null })),
		rows: rows.map((cells, index) => ({ row: index + 2, cells }))
	};
	await as(caller, async (tx) => {
		await startImport(tx, { id, groupId: group.id, fileName: 'suivi.csv', sheets: [sheet] });
		await chooseImport(tx, { importId: id, choices: CHOICES });
	});
	return id;
}

async function run(importId: string, caller = callers.author): Promise<string[]> {
	const found = await find(caller);
	const sheet = found?.sheets?.[0];
	const choices = found?.choices;
	return runImport(database.databases, caller, {
		importId,
		total: sheet?.rows.length ?? 0,
		linesOf: async (tx) => {
			if (!sheet || !choices) return [];
			const input = { groupId: group.id, sheet, choices, today: TODAY };
			return (await prepareImport(tx, input)).plan.lines;
		}
	});
}

interface CaseRow {
	id: string;
	reference: string;
	circle: string[];
}

async function casesOf(): Promise<CaseRow[]> {
	const { rows } = await database.owner.query<CaseRow>(
		`select c.*, array(
			select k.profile_id::text from public.circle_members as k where k.case_id = c.id order by k.profile_id::text
		) as circle
		 from public.cases as c where c.group_id = $1 and c.organization_id = $2 order by c.reference`,
		[group.id, organizations.ours]
	);
	return rows;
}

async function peopleCount(): Promise<number | null> {
	const { rowCount } = await database.owner.query('select from public.people where group_id = $1', [
		group.id
	]);
	return rowCount;
}
