import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BlockerType } from '../../src/lib/domain/blocker';
import { recordAgreement, withdrawAgreement } from '../../src/lib/server/database/agreements';
import { createCase, findCaseByReference, type NewCase } from '../../src/lib/server/database/cases';
import { addCircleMember, leaveCircle } from '../../src/lib/server/database/circles';
import { answerHandover, offerHandover } from '../../src/lib/server/database/handovers';
import { caseFacts } from '../../src/lib/server/database/facts';
import {
	countSimilarPeople,
	setIdentity,
	viewIdentity
} from '../../src/lib/server/database/people';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import type { CaseFacts } from '../../src/lib/domain/case';
import { daysAgo } from '../support/builders';
import type { Caller } from '../../src/lib/domain/caller';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';
import { documentAccess } from './document-access';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[K1] references have no gap, even when several are opened at once and one fails', async () => {
	const opened = await Promise.allSettled([
		open({}),
		open({ birthYear: 1800 }),
		open({}),
		open({}),
		open({ blockers: ['nonsense' as BlockerType] }),
		open({})
	]);
	const numbers = opened
		.flatMap((result) =>
			result.status === 'fulfilled' ? [Number(result.value.reference.slice(-3))] : []
		)
		.toSorted((a, b) => a - b);
	expect(numbers).toEqual([3, 4, 5, 6]);
});

test('[K2] asking twice opens one case; the id of somebody else is a conflict', async () => {
	const id = randomUUID();
	const first = await open({ id });
	expect(await open({ id })).toEqual(first);
	await expect(open({ id }, 'partner')).rejects.toMatchObject({ code: 'conflict' });
});

test('[K3] without an agreement a case is of its organisation, with one it is of the group', async () => {
	const own = await open({});
	const shared = await open({ agreement: agreementOf('alpha', 'beta') });
	await expect(found('partner', own.reference)).rejects.toMatchObject({ code: 'not_found' });
	expect(await found('colleague', own.reference)).toMatchObject({ access: 'outline' });
	expect(await found('partner', shared.reference)).toMatchObject({ access: 'outline' });
	expect(await found('circle', shared.reference)).toMatchObject({ access: 'circle' });
});

test('[K4] the circle begins with who opened the case and its référent', async () => {
	const id = randomUUID();
	await open({ id, agreement: agreementOf('alpha', 'beta'), referentId: world.people.partner });
	const facts = await factsOf(id);
	expect(facts.referentId).toBe(world.people.partner);
	expect(facts.circle.map(({ profileId, reason }) => [profileId, reason]).toSorted()).toEqual(
		[
			[world.people.circle, 'creator'],
			[world.people.partner, 'referent']
		].toSorted()
	);
});

test.each<[string, (w: World) => Partial<NewCase>]>([
	['a name that is too long', () => ({ firstName: 'x'.repeat(61) })],
	['no name', () => ({ firstName: '  ' })],
	['an initial that is none', () => ({ lastInitial: '1' })],
	['a year to come', () => ({ birthYear: 2090 })],
	['a cohort that is none', () => ({ cohort: 'x' as 'youth' })],
	['a stage that is none', () => ({ stage: 'exit' as 'outreach' })],
	[
		'a référent of another organisation without agreement',
		(w) => ({ referentId: w.people.partner })
	],
	['an observer as référent', (w) => ({ referentId: w.people.observer })],
	['an agreement of tomorrow', () => ({ agreement: { ...agreementOf('alpha'), givenOn: day(1) } })],
	[
		'an agreement that is over',
		() => ({ agreement: { ...agreementOf('alpha'), givenOn: day(-400) } })
	],
	['an agreement for nobody', () => ({ agreement: { ...agreementOf(), givenOn: day(0) } })],
	[
		'an agreement for an organisation that is not there',
		() => ({ agreement: { ...agreementOf(), organizationIds: [randomUUID()] } })
	],
	['a phone that is too long', () => ({ identity: { phone: '0'.repeat(31) } })]
])('[K5] %s is invalid, and nothing is left of the try', async (_, wrong) => {
	const id = randomUUID();
	await expect(open({ id, ...wrong(world) })).rejects.toMatchObject({ code: 'invalid' });
	const { rows } = await database.owner.query('select 1 from public.cases where id = $1', [id]);
	expect(rows).toEqual([]);
});

test('[K6] a full identity is read on record, by the circle only', async () => {
	const id = randomUUID();
	await open({ id, identity: { lastName: 'Hamidi', phone: '' }, agreement: agreementOf('alpha') });
	await as('circle', (tx) =>
		setIdentity(tx, { caseId: id, changes: { email: 'h@essais.example' } })
	);
	await expect(as('circle', (tx) => viewIdentity(tx, id))).rejects.toMatchObject({
		code: 'not_allowed'
	});
	expect(
		await asCaller(database.databases, proved('circle'), (tx) => viewIdentity(tx, id))
	).toEqual({
		firstName: 'Ana',
		lastName: 'Hamidi',
		birthYear: 1999,
		phone: null,
		email: 'h@essais.example'
	});
	await expect(
		asCaller(database.databases, proved('partner'), (tx) => viewIdentity(tx, id))
	).rejects.toMatchObject({ code: 'not_allowed' });
	const { rows } = await database.owner.query(
		`select profile_id from public.access_events where kind = 'identity' and case_id = $1`,
		[id]
	);
	expect(rows).toEqual([{ profile_id: world.people.circle }]);
});

test('[K7] people who look alike are counted, whatever the accents, and nothing more is said', async () => {
	await open({ firstName: 'Hélène', birthYear: 1971 });
	const count = (firstName: string, birthYear: number): Promise<number> =>
		as('facilitator', (tx) =>
			countSimilarPeople(tx, { groupId: world.group.id, firstName, birthYear })
		);
	expect([
		await count(' helene', 1971),
		await count('HÉLÈNE', 1971),
		await count('helene', 1972)
	]).toEqual([1, 1, 0]);
});

test('[K8] withdrawing for one organisation closes the case to its people at once', async () => {
	const id = randomUUID();
	await open({ id, agreement: agreementOf('alpha', 'beta'), referentId: world.people.partner });
	expect(await accessOf('partner', id)).toBe('write');
	await as('circle', (tx) =>
		withdrawAgreement(tx, { caseId: id, organizationId: world.organizations.beta })
	);
	expect(await accessOf('partner', id)).toBe('none');
	expect(await factsOf(id)).toMatchObject({
		referentId: null,
		agreement: { organizationIds: [world.organizations.alpha] }
	});
	await as('circle', (tx) => withdrawAgreement(tx, { caseId: id, organizationId: null }));
	expect(await factsOf(id)).toMatchObject({ agreement: null });
	await expect(
		as('circle', (tx) => withdrawAgreement(tx, { caseId: id, organizationId: null }))
	).rejects.toMatchObject({ code: 'conflict' });
});

test('[K9] a new agreement takes the place of the one before', async () => {
	const id = randomUUID();
	await open({ id, agreement: agreementOf('alpha', 'beta'), referentId: world.people.partner });
	const agreement = {
		id: randomUUID(),
		caseId: id,
		form: 'signed' as const,
		givenOn: day(0),
		organizationIds: [world.organizations.alpha, world.organizations.gamma]
	};
	await as('circle', (tx) => recordAgreement(tx, agreement));
	await as('circle', (tx) => recordAgreement(tx, agreement));
	expect(await accessOf('partner', id)).toBe('none');
	expect((await factsOf(id)).agreement).toMatchObject({ form: 'signed', givenOn: day(0) });
});

test('[K10] a colleague of a new organisation enters the circle with the word of the person', async () => {
	const id = randomUUID();
	await open({ id, agreement: agreementOf('alpha') });
	const invite = { caseId: id, profileId: world.people.partner, reason: 'Garde d’enfants' };
	await expect(
		as('circle', (tx) => addCircleMember(tx, { ...invite, agreed: null }))
	).rejects.toMatchObject({ code: 'invalid' });
	await as('circle', (tx) =>
		addCircleMember(tx, { ...invite, agreed: { form: 'oral', on: day(0) } })
	);
	expect(await accessOf('partner', id)).toBe('write');
	const alone = randomUUID();
	await open({ id: alone });
	await expect(
		as('circle', (tx) =>
			addCircleMember(tx, { ...invite, caseId: alone, agreed: { form: 'oral', on: day(0) } })
		)
	).rejects.toMatchObject({ code: 'conflict' });
});

test('[K11] the référent hands the case over before leaving, and may ask another to leave', async () => {
	const id = randomUUID();
	await open({ id, agreement: agreementOf('alpha', 'beta') });
	const { circle, partner } = world.people;
	await expect(
		as('circle', (tx) => leaveCircle(tx, { caseId: id, profileId: circle }))
	).rejects.toMatchObject({ code: 'conflict' });
	await as('circle', (tx) =>
		addCircleMember(tx, { caseId: id, profileId: partner, reason: '', agreed: null })
	);
	const handoverId = randomUUID();
	await as('circle', (tx) =>
		offerHandover(tx, { id: handoverId, caseId: id, toId: partner, word: '' })
	);
	await as('partner', (tx) => answerHandover(tx, { handoverId, accept: true, word: '' }));
	await as('partner', (tx) => leaveCircle(tx, { caseId: id, profileId: circle }));
	expect(await accessOf('circle', id)).toBe('none');
});

/** Their session once it showed the second factor. */
function proved(actor: SignedIn): Caller {
	const caller = world.callers[actor];
	return { ...caller, claims: { ...caller.claims, aal: 'aal2' } };
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

function open(
	fields: Partial<NewCase>,
	actor: SignedIn = 'circle'
): Promise<{ reference: string }> {
	const input: NewCase = {
		id: randomUUID(),
		groupId: world.group.id,
		firstName: 'Ana',
		lastInitial: 'h',
		birthYear: 1999,
		cohort: 'youth',
		stage: 'outreach',
		referentId: null,
		blockers: [],
		agreement: null,
		identity: null
	};
	return as(actor, (tx) => createCase(tx, { ...input, ...fields }));
}

function agreementOf(
	...organizations: (keyof World['organizations'])[]
): NonNullable<NewCase['agreement']> {
	return {
		form: 'oral',
		givenOn: day(0),
		organizationIds: organizations.map((name) => world.organizations[name])
	};
}

function found(actor: SignedIn, reference: string): ReturnType<typeof findCaseByReference> {
	return as(actor, (tx) => findCaseByReference(tx, world.group.id, reference));
}

function accessOf(actor: SignedIn, caseId: string): Promise<string> {
	return as(actor, (tx) => documentAccess(tx, `case:${caseId}`));
}

async function factsOf(caseId: string): Promise<CaseFacts> {
	const facts = await asSystem(database.databases, (tx) => caseFacts(tx, caseId));
	if (!facts) throw new Error('no such case');
	return facts.case;
}

/** ISO date in France, that many days from now. */
function day(days: number): string {
	return new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(
		new Date(daysAgo(-days))
	);
}
