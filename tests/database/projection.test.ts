import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentName } from '../../src/lib/domain/document-name';
import type { Stage } from '../../src/lib/domain/stage';
import {
	projectAgenda,
	projectLastContact,
	projectMentions,
	projectStage,
	projectText,
	type AgendaProjection,
	type MentionProjection
} from '../../src/lib/server/database/projection';
import { asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildCase, buildMeeting, daysAgo } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[P1] a move is projected once, with its author and its moment', async () => {
	const caseId = await newCase();
	const move = {
		documentName: board(),
		caseId,
		stage: 'project' as const,
		by: world.people.partner,
		at: daysAgo(0)
	};
	const changed = [
		await system((tx) => projectStage(tx, move)),
		await system((tx) => projectStage(tx, move))
	];
	expect(changed).toEqual([true, false]);
	const { rows } = await database.owner.query(
		'select from_stage, to_stage, changed_by, changed_at from public.stage_changes where case_id = $1',
		[caseId]
	);
	expect(rows).toEqual([
		{
			from_stage: 'outreach',
			to_stage: 'project',
			changed_by: world.people.partner,
			changed_at: expect.any(Date) as Date
		}
	]);
});

test.each([
	['a case of another group', () => ({ caseId: world.elsewhere.id })],
	['a case not shared, on the board of the group', () => ({ caseId: world.unshared.id })],
	['no case', () => ({ caseId: randomUUID() })],
	['no id', () => ({ caseId: `' or true --` })],
	['no stage', () => ({ stage: 'somewhere' as Stage })],
	['a note', () => ({ documentName: `case:${world.shared.id}` as const })]
])('[P2] a move of %s projects nothing and fails nothing', async (_, wrong) => {
	const move = {
		documentName: board(),
		caseId: world.shared.id,
		stage: 'exit' as const,
		by: null,
		at: daysAgo(0)
	};
	const changed = await system((tx) => projectStage(tx, { ...move, ...wrong() }));
	expect(changed).toBe(false);
});

test('[P2] a case not shared moves on the board of its organisation', async () => {
	const caseId = await newCase([]);
	const documentName: DocumentName = `board-own:${world.group.id}:${world.organizations.alpha}`;
	const changed = await system((tx) =>
		projectStage(tx, {
			documentName,
			caseId,
			stage: 'diagnosis',
			by: world.people.circle,
			at: daysAgo(0)
		})
	);
	expect(changed).toBe(true);
});

test.each(['+275760-09-13T00:00:00.000Z', 'yesterday', '0001-01-01', daysAgo(-30)])(
	'[P3] a move at an impossible moment (%s) counts as now',
	async (at) => {
		const caseId = await newCase();
		await system((tx) =>
			projectStage(tx, { documentName: board(), caseId, stage: 'exit', by: null, at })
		);
		const { rows } = await database.owner.query<{ recent: boolean }>(
			`select stage_since between now() - interval '1 minute' and now() as recent from public.cases where id = $1`,
			[caseId]
		);
		expect(rows[0]?.recent).toBe(true);
	}
);

test('[P4] a mention waits for its target; its words are kept only if they may read them', async () => {
	const { circle, partner, facilitator } = world.people;
	const name = note(
		await newCase([world.organizations.alpha, world.organizations.beta], [circle, partner])
	);
	const mentions = [mention({ targetId: partner }), mention({ targetId: facilitator })];
	const targets = await system((tx) => projectMentions(tx, name, mentions));
	expect(targets.toSorted()).toEqual([partner, facilitator].toSorted());
	expect(await storedMentions(name)).toEqual([
		{ target_id: partner, author_id: circle, excerpt: 'Peux-tu rappeler ?' },
		{ target_id: facilitator, author_id: circle, excerpt: null }
	]);
	expect(await system((tx) => projectMentions(tx, name, mentions))).toEqual([]);
});

test('[P5] a mention that left the text leaves the table, with its words', async () => {
	const { partner } = world.people;
	const name = note(await newCase());
	const [kept, removed] = [mention({}), mention({})];
	await system((tx) => projectMentions(tx, name, [kept, removed]));
	const targets = await system((tx) =>
		projectMentions(tx, name, [{ ...kept, authorId: null, excerpt: 'Autre phrase' }])
	);
	expect(targets).toEqual([partner]);
	expect(await storedMentions(name)).toEqual([
		{ target_id: partner, author_id: world.people.circle, excerpt: 'Autre phrase' }
	]);
});

test.each([
	['a person of another group', () => mention({ targetId: world.people.neighbour })],
	['a former colleague', () => mention({ targetId: world.people.ended })],
	['an observer', () => mention({ targetId: world.people.observer })],
	['nobody', () => mention({ targetId: randomUUID() })],
	['no id', () => mention({ id: 'x' })],
	['an unknown author', () => mention({ authorId: randomUUID() })],
	['the id of a mention elsewhere', () => mention({ id: world.mention })]
])('[P6] a mention of %s projects nothing and fails nothing', async (_, made) => {
	const name = note(await newCase());
	await system((tx) => projectMentions(tx, name, [made()]));
	expect(await storedMentions(name)).toEqual([]);
	expect(await storedMentions(note(world.shared.id))).toHaveLength(2);
});

test('[P6] who may not know of a case is not called to it', async () => {
	const name = note(await newCase([]));
	await system((tx) => projectMentions(tx, name, [mention({ targetId: world.people.partner })]));
	expect(await storedMentions(name)).toEqual([]);
});

test('[P7] text that PostgreSQL cannot hold is stored without what it cannot', async () => {
	const name = note(await newCase());
	const documentId = await documentOf(name);
	const odd = 'a\u0000b\ud800c';
	await system((tx) => projectText(tx, name, odd));
	await system((tx) => projectMentions(tx, name, [mention({ excerpt: odd.repeat(200) })]));
	const { rows } = await database.owner.query(
		'select plain_text from public.document_texts where document_id = $1',
		[documentId]
	);
	expect(rows).toEqual([{ plain_text: 'ab\ufffdc' }]);
	expect(await storedMentions(name)).toHaveLength(1);
});

test('[P8] the agenda is what its document holds, and tells the cases that came or left', async () => {
	const meetingId = await buildMeeting(database.owner, {
		groupId: world.group.id,
		createdBy: world.people.facilitator
	});
	const caseId = await newCase();
	const first = [item({ itemId: 'opening' }), item({ itemId: `case:${caseId}`, caseId })];
	const came = await system((tx) => projectAgenda(tx, meetingId, first));
	const same = await system((tx) => projectAgenda(tx, meetingId, first.toReversed()));
	const left = await system((tx) => projectAgenda(tx, meetingId, [item({ itemId: 'opening' })]));
	expect({ came, same, left }).toEqual({ came: [caseId], same: [], left: [caseId] });
});

test('[P9] forged items of an agenda project nothing and fail nothing', async () => {
	const meetingId = await buildMeeting(database.owner, {
		groupId: world.group.id,
		createdBy: world.people.facilitator
	});
	await system((tx) =>
		projectAgenda(tx, meetingId, [
			item({ itemId: 'a', caseId: world.elsewhere.id }),
			item({ itemId: 'b', caseId: world.unshared.id }),
			item({ itemId: 'c', caseId: 'x' }),
			item({ itemId: 'd'.repeat(81) }),
			item({ itemId: '' }),
			item({ itemId: 'e', minutes: Number.NaN, title: 'é\u0000'.repeat(400) }),
			item({ itemId: 'e', minutes: 1e12 })
		])
	);
	const { rows } = await database.owner.query(
		'select item_id, minutes from public.agenda_items where meeting_id = $1',
		[meetingId]
	);
	expect(rows).toEqual([{ item_id: 'e', minutes: 0 }]);
});

test('[P10] the agenda of a closed meeting does not change', async () => {
	await system((tx) => projectAgenda(tx, world.closedMeeting, [item({ itemId: 'late' })]));
	const { rows } = await database.owner.query(
		'select 1 from public.agenda_items where meeting_id = $1',
		[world.closedMeeting]
	);
	expect(rows).toEqual([]);
});

test('[P10] notes that were on their way when a meeting closed are kept until its minutes are sealed', async () => {
	const meetingId = await buildMeeting(database.owner, {
		groupId: world.group.id,
		createdBy: world.people.facilitator
	});
	const agenda = (notes: string, ...more: string[]): Promise<string[]> =>
		system((tx) =>
			projectAgenda(tx, meetingId, [
				item({ itemId: 'a', notes }),
				...more.map((itemId) => item({ itemId }))
			])
		);
	await agenda('Avant');
	await database.owner.query(
		`with c as (update public.meetings set status = 'closed' where id = $1)
		 insert into public.meeting_closings (meeting_id, number, group_id) values ($1, 1, $2)`,
		[meetingId, world.group.id]
	);
	await agenda('Pendant', 'late');
	expect(await notesOf(meetingId)).toEqual([{ item_id: 'a', notes: 'Pendant' }]);
	await database.owner.query(
		`update public.meeting_closings set sealed_at = now(), content = '{}' where meeting_id = $1`,
		[meetingId]
	);
	await agenda('Après');
	expect(await notesOf(meetingId)).toEqual([{ item_id: 'a', notes: 'Pendant' }]);
});

test('[P11] the last contact is a real date, today at the latest', async () => {
	const caseId = await newCase();
	const changed: boolean[] = [];
	for (const date of [
		'2026-02-31',
		'x',
		daysAgo(-3).slice(0, 10),
		null,
		'2026-11-02',
		'2026-11-02'
	]) {
		changed.push(await system((tx) => projectLastContact(tx, { caseId, on: date, by: null })));
	}
	expect(changed).toEqual([false, false, false, false, true, false]);
});

async function notesOf(meetingId: string): Promise<unknown[]> {
	const { rows } = await database.owner.query<object>(
		'select item_id, notes from public.agenda_items where meeting_id = $1',
		[meetingId]
	);
	return rows;
}

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}

async function newCase(
	agreement = [world.organizations.alpha, world.organizations.beta],
	circle = [world.people.circle, world.people.partner]
): Promise<string> {
	const built = await buildCase(database.owner, {
		groupId: world.group.id,
		organizationId: world.organizations.alpha,
		createdBy: world.people.circle,
		circle,
		...(agreement.length > 0 ? { agreement } : {})
	});
	await database.owner.query(
		`update public.cases set stage_since = now() - interval '90 days' where id = $1`,
		[built.id]
	);
	return built.id;
}

function board(): DocumentName {
	return `board:${world.group.id}`;
}

function note(caseId: string): DocumentName {
	return `case:${caseId}`;
}

function mention(fields: Partial<MentionProjection>): MentionProjection {
	return {
		id: randomUUID(),
		targetId: world.people.partner,
		authorId: world.people.circle,
		excerpt: 'Peux-tu rappeler ?',
		...fields
	};
}

function item(fields: Partial<AgendaProjection>): AgendaProjection {
	return {
		itemId: randomUUID(),
		kind: 'free',
		caseId: null,
		title: 'Point',
		question: '',
		minutes: 10,
		notes: '',
		parked: false,
		presenterId: null,
		informed: false,
		...fields
	};
}

async function storedMentions(name: DocumentName): Promise<unknown[]> {
	const { rows } = await database.owner.query<object>(
		`select target_id, author_id, excerpt from public.mentions where document_name = $1
		 order by excerpt nulls last, target_id`,
		[name]
	);
	return rows;
}

async function documentOf(name: DocumentName): Promise<number> {
	const { rows } = await database.owner.query<{ id: number }>(
		`insert into public.documents (name, kind) values ($1, 'case') returning id::integer`,
		[name]
	);
	return rows[0]?.id ?? 0;
}
