import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CaseCourse } from '../../src/lib/domain/course';
import { addAction } from '../../src/lib/server/database/actions';
import {
	closeCase,
	reopenCase,
	type NewClosing
} from '../../src/lib/server/database/case-closings';
import {
	addCaseScheme,
	addOutcome,
	answerCheck,
	decideEntry,
	endCaseScheme,
	removeOutcome,
	setOutcome,
	type OutcomeFields
} from '../../src/lib/server/database/course';
import { boardFacts, caseFacts, meetingFacts } from '../../src/lib/server/database/facts';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { projectStage } from '../../src/lib/server/database/projection';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	for (const table of ['case_closings', 'outcomes', 'case_schemes', 'entry_decisions']) {
		await owner(`delete from public.${table}`);
	}
	await owner('delete from public.stage_changes');
	await owner(
		`update public.cases set stage = 'project', stage_since = now() - interval '40 days'`
	);
	await owner('update public.cases set referent_id = $1 where group_id = $2', [
		world.people.circle,
		world.group.id
	]);
	await owner(`update public.actions set status = 'todo', drop_reason = null`);
});
afterAll(() => database.drop());

test('[CO2] a job is followed for six months; an immersion is not', async () => {
	await outcome({ kind: 'immersion', startsOn: await day(0) });
	expect((await course()).checks).toEqual([]);
	const id = await outcome({ kind: 'permanent', startsOn: await day(0) });
	expect((await course()).checks).toMatchObject([
		{ outcomeId: id, kind: 'entry', dueOn: await day(0), answer: null },
		{ kind: 'month1', dueOn: await month(1) },
		{ kind: 'month3', dueOn: await month(3) },
		{ kind: 'month6', dueOn: await month(6) }
	]);
	const later = await day(9);
	await as('circle', (tx) => setOutcome(tx, { ...FIELDS, id, startsOn: later }));
	expect((await course()).checks[0]?.dueOn).toBe(later);
});

test('[CO2] told late, a job is asked about once; asked twice, it is noted once', async () => {
	const id = randomUUID();
	const fields = { kind: 'cddi' as const, startsOn: await day(-40) };
	await outcome({ ...fields }, id);
	await outcome({ ...fields }, id);
	expect((await course()).outcomes).toHaveLength(1);
	expect((await course()).checks.map(({ kind }) => kind)).toEqual(['month1', 'month3', 'month6']);
	expect((await course()).checks[0]?.dueOn).toEqual(await day(-40, 1));
});

test('[CO3] the clock of a case is that of its last job: the card, the review queue and the checks agree', async () => {
	await owner(`update public.cases set stage = 'employment' where id = $1`, [world.shared.id]);
	await outcome({ kind: 'temp_work', startsOn: await day(-100) });
	const last = await outcome({ kind: 'permanent', startsOn: await day(-5) });
	expect(await card()).toMatchObject({ employedOn: await day(-5) });
	expect((await agendaCase())?.employedSince).toBe(await day(-5));
	const open = (await course()).checks.filter(({ answer }) => answer === null);
	expect(new Set(open.map(({ outcomeId }) => outcomeId))).toEqual(new Set([last]));
	await as('circle', (tx) => removeOutcome(tx, last));
	expect(await card()).toMatchObject({ employedOn: await day(-100) });
});

test('[CO4] a check is in the inbox of the référent a week before its day, until it is answered', async () => {
	await outcome({ kind: 'permanent', startsOn: await day(0) });
	expect(await inbox('circle', 'check')).toMatchObject([
		{ check: { kind: 'entry', outcome: 'permanent' }, dueOn: await day(0), doneAt: null }
	]);
	expect(await inbox('partner', 'check')).toEqual([]);
	const [check] = (await course()).checks;
	await as('partner', (tx) => answerCheck(tx, { id: check?.id ?? '', answer: 'yes', words: '' }));
	expect(await inbox('circle', 'check')).toMatchObject([{ doneAt: expect.any(String) as string }]);
});

test('[CO4] a no ends the job and its clock; another answer takes that back', async () => {
	await outcome({ kind: 'permanent', startsOn: await day(0) });
	const id = (await course()).checks[0]?.id ?? '';
	await as('circle', (tx) => answerCheck(tx, { id, answer: 'no', words: 'Essai non confirmé' }));
	expect((await course()).outcomes).toMatchObject([{ endsOn: await day(0) }]);
	await as('circle', (tx) => answerCheck(tx, { id, answer: 'yes', words: '' }));
	expect((await course()).outcomes).toMatchObject([{ endsOn: null }]);
	expect((await course()).checks).toHaveLength(4);
	const removed = as('circle', async (tx) =>
		removeOutcome(tx, (await course()).outcomes[0]?.id ?? '')
	);
	await expect(removed).rejects.toMatchObject({ code: 'conflict' });
});

test('[CO5] a person enters a scheme once at a time, and a decision on a rule needs a reason', async () => {
	const scheme = {
		caseId: world.shared.id,
		scheme: 'youth_contract',
		since: await day(-3)
	} as const;
	const id = randomUUID();
	await as('circle', (tx) => addCaseScheme(tx, { ...scheme, id }));
	const again = as('circle', (tx) => addCaseScheme(tx, { ...scheme, id: randomUUID() }));
	await expect(again).rejects.toMatchObject({ code: 'conflict' });
	await as('circle', (tx) => endCaseScheme(tx, id));
	expect((await course()).schemes).toMatchObject([{ excludes: true, until: await day(0) }]);
	const decision = { caseId: world.shared.id, rule: 'age', decision: 'kept' } as const;
	const silent = as('circle', (tx) =>
		decideEntry(tx, { ...decision, id: randomUUID(), words: ' ' })
	);
	await expect(silent).rejects.toMatchObject({ code: 'invalid' });
	await as('circle', (tx) => decideEntry(tx, { ...decision, id: randomUUID(), words: 'Accord' }));
	expect((await course()).decisions).toMatchObject([
		{ byId: world.people.circle, words: 'Accord' }
	]);
});

test('[CO6] a closed case leaves its stage, is kept for 24 months, and drops what remained', async () => {
	await close({ dropActions: true });
	expect((await course()).closings).toMatchObject([
		{ reason: 'moved_away', outcomeId: null, closedOn: await day(0), keepUntil: await month(24) }
	]);
	expect(await card()).toMatchObject({ stage: 'exit', settled: { stage: 'exit', closed: true } });
	const { rows } = await database.owner.query(
		'select status, drop_reason from public.actions where case_id = $1',
		[world.shared.id]
	);
	expect(rows).toEqual([{ status: 'dropped', drop_reason: 'closed' }]);
});

test('[CO6] it is closed once: the same closing again changes nothing, another one is refused', async () => {
	const id = randomUUID();
	await close({ id });
	await close({ id });
	await expect(close({}, 'partner')).rejects.toMatchObject({ code: 'conflict' });
	expect((await course()).closings).toHaveLength(1);
});

test('[CO7] a closed case is read by its circle and written by nobody, until it is opened again', async () => {
	await close();
	expect(await access('circle')).toBe('read');
	expect(await access('colleague')).toBe('none');
	await expect(act()).rejects.toMatchObject({ code: 'conflict' });
	await expect(outcome({ kind: 'cddi', startsOn: await day(0) })).rejects.toMatchObject({
		code: 'conflict'
	});
	await as('circle', (tx) => reopenCase(tx, { caseId: world.shared.id, reason: 'De retour' }));
	expect(await access('circle')).toBe('write');
	await act();
});

test('[CO8] its référent opens it again, in the stage that it left', async () => {
	await close();
	const reopen = (actor: SignedIn, reason = 'De retour'): Promise<void> =>
		as(actor, (tx) => reopenCase(tx, { caseId: world.shared.id, reason }));
	await expect(reopen('partner')).rejects.toMatchObject({ code: 'not_allowed' });
	await expect(reopen('circle', ' ')).rejects.toMatchObject({ code: 'invalid' });
	await reopen('circle');
	expect(await card()).toMatchObject({
		stage: 'project',
		settled: { stage: 'project', closed: false, byId: world.people.circle }
	});
	await expect(reopen('circle')).rejects.toMatchObject({ code: 'conflict' });
});

test('[CO9] in exit without a reason, its référent is asked for it', async () => {
	expect(await inbox('circle', 'exit')).toEqual([]);
	await project('exit');
	expect(await inbox('circle', 'exit')).toMatchObject([
		{ id: `exit:${world.shared.id}`, case: { reference: world.shared.reference } }
	]);
	expect(await inbox('partner', 'exit')).toEqual([]);
	await close();
	expect(await inbox('circle', 'exit')).toEqual([]);
});

test('[CO10] a card that people move does not move a closed case', async () => {
	await close();
	expect(await project('diagnosis')).toBe(true);
	expect(await card()).toMatchObject({ stage: 'exit' });
});

test('[CO11] a move taken back counts from before the move', async () => {
	await project('employment');
	const before = (await card())?.stageSince;
	await project('exit');
	await project('employment', before);
	expect((await card())?.stageSince).toBe(before);
	expect((await course()).stages.map(({ to }) => to)).toEqual(['employment', 'exit', 'employment']);
});

const FIELDS: OutcomeFields = {
	kind: 'permanent',
	employerKind: null,
	startsOn: '',
	endsOn: null,
	words: ''
};

async function outcome(
	fields: Pick<OutcomeFields, 'kind' | 'startsOn'>,
	id: string = randomUUID()
): Promise<string> {
	await as('circle', (tx) => addOutcome(tx, { ...FIELDS, ...fields, id, caseId: world.shared.id }));
	return id;
}

async function close(fields: Partial<NewClosing> = {}, actor: SignedIn = 'circle'): Promise<void> {
	const closing: NewClosing = {
		id: randomUUID(),
		caseId: world.shared.id,
		reason: 'moved_away',
		outcomeId: null,
		closedOn: await day(0),
		words: '',
		dropActions: false,
		...fields
	};
	await as(actor, (tx) => closeCase(tx, closing));
}

async function act(): Promise<void> {
	await as('circle', (tx) =>
		addAction(tx, {
			id: randomUUID(),
			caseId: world.shared.id,
			label: 'Appeler',
			ownerId: null,
			organizationId: null,
			dueOn: null,
			reserved: false,
			blockerId: null
		})
	);
}

function project(
	stage: 'exit' | 'employment' | 'diagnosis',
	at = new Date().toISOString()
): Promise<boolean> {
	const by = world.people.circle;
	const documentName = `board:${world.group.id}` as const;
	return asSystem(database.databases, (tx) =>
		projectStage(tx, { documentName, caseId: world.shared.id, stage, by, at })
	);
}

async function course(): Promise<CaseCourse> {
	const found = await asSystem(database.databases, (tx) => caseFacts(tx, world.shared.id));
	if (!found) throw new Error('no case');
	return found.case.course;
}

async function card() {
	const { cards } = await asSystem(database.databases, (tx) => boardFacts(tx, world.group.id));
	return cards.find(({ caseId }) => caseId === world.shared.id);
}

async function agendaCase() {
	const found = await asSystem(database.databases, (tx) => meetingFacts(tx, world.meeting));
	return found?.cases.find(({ caseId }) => caseId === world.shared.id);
}

async function inbox(actor: 'circle' | 'partner', kind: string): Promise<unknown[]> {
	const { items } = await asSystem(database.databases, (tx) => inboxFacts(tx, world.people[actor]));
	return items.filter((item) => item.kind === kind);
}

/** Today in France, some days and months later. */
async function day(offset: number, months = 0): Promise<string> {
	const { rows } = await database.owner.query<{ day: string }>(
		`select (private.today() + $1::integer + make_interval(months => $2))::date::text as day`,
		[offset, months]
	);
	return rows[0]?.day ?? '';
}

function month(months: number): Promise<string> {
	return day(0, months);
}

/** What somebody may do with the notes of the shared case. */
async function access(actor: SignedIn): Promise<string> {
	return as(actor, async (tx) => {
		const { rows } = await sql<{ access: string }>`
			select private.document_access(${`case:${world.shared.id}`}) as access`.execute(tx);
		return rows[0]?.access ?? '';
	});
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

async function owner(statement: string, values: unknown[] = []): Promise<void> {
	await database.owner.query(statement, values);
}
