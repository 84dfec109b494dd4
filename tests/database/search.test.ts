import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Found } from '../../src/lib/domain/search';
import { listCaseAccess } from '../../src/lib/server/database/journal';
import { search } from '../../src/lib/server/database/search';
import { asCaller } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, SIGNED_IN, tryAs, type SignedIn, type World } from './world';

const NOTE = 'L’auto-école propose un créneau ; la crèche répond jeudi. 100 % réglé_bien';
const OWN_NOTE = 'Un mot gardé entre nous : quincaillerie';

let database: TestDatabase;
let world: World;
/** How many entries the journal held. */
let before: number;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
	await name(world.shared.personId, 'Élodie-Cœur', 'Ibañez Lemaître');
	await name(world.unshared.personId, 'Élodie', 'Ibañez Lemaître');
	await name(world.elsewhere.personId, 'Élodie', 'Ibañez Lemaître');
	await owner('update public.document_texts set plain_text = $1', NOTE);
	await owner(
		`with d as (insert into public.documents (name, kind) values ($1, 'case-own') returning id)
		 insert into public.document_texts (document_id, group_id, case_id, organization_id, plain_text)
		 select d.id, $2::uuid, $3::uuid, $4::uuid, $5 from d`,
		`case-own:${world.shared.id}:${world.organizations.alpha}`,
		world.group.id,
		world.shared.id,
		world.organizations.alpha,
		OWN_NOTE
	);
	await owner(
		`update public.profiles set first_name = 'Maëlys', last_name = 'Grandîle' where id = $1`,
		world.people.unnamed
	);
	await owner(
		`update public.profiles set first_name = 'Maëlys', last_name = 'Autrepart' where id = $1`,
		world.people.neighbour
	);
});
beforeEach(async () => {
	before = (await entries()).length;
});
afterAll(() => database.drop());

describe('a case by its short identity or its reference', () => {
	const KNOWN: Partial<Record<SignedIn, (w: World) => string[]>> = {
		circle: (w) => [w.shared.reference, w.unshared.reference],
		colleague: (w) => [w.shared.reference, w.unshared.reference],
		partner: (w) => [w.shared.reference],
		unnamed: (w) => [w.shared.reference],
		facilitator: (w) => [w.shared.reference],
		neighbour: (w) => [w.elsewhere.reference]
	};
	test.each(SIGNED_IN)('[FI1] %s finds what they know of, and nothing else', async (actor) => {
		const known = (KNOWN[actor]?.(world) ?? []).toSorted();
		expect(await cases(actor, 'elodie')).toEqual(known);
		const references = [world.shared, world.unshared, world.elsewhere].map((one) => one.reference);
		const found = await Promise.all(references.map((reference) => cases(actor, reference)));
		expect(found.flat().toSorted()).toEqual(known);
	});

	test.each(['Élodie', 'ELODIE', 'élodie-cœur', 'elodie coeur', '  Elodie   Coeur h. '])(
		'[FI2] « %s » finds it, whatever its case, accents and punctuation',
		async (query) => {
			expect(await cases('facilitator', query)).toEqual([world.shared.reference]);
		}
	);

	test('[FI3] a reference is found by its beginning, without its dash, and by its number alone', async () => {
		const { reference } = world.shared;
		const [prefix = '', number = ''] = reference.split('-');
		for (const query of [
			reference.slice(0, -1),
			`${prefix} ${number}`.toLowerCase(),
			String(Number(number))
		])
			expect(await cases('partner', query), query).toEqual([reference]);
		expect(await cases('partner', `${prefix}-9`)).toEqual([]);
	});

	test('[FI4] a case that is no longer shared is found by its own organisation alone', async () => {
		await owner('update public.agreements set withdrawn_at = now() where id = $1', world.agreement);
		expect(await cases('facilitator', 'elodie')).toEqual([]);
		expect(await cases('colleague', 'elodie')).toContain(world.shared.reference);
		await owner('update public.agreements set withdrawn_at = null where id = $1', world.agreement);
	});
});

describe('notes', () => {
	test('[FI5] the circle finds a case by the words of its notes, from their beginning, in any order', async () => {
		for (const query of ['auto ecole', 'crèche jeudi', 'jeu crec', 'l’auto-école'])
			expect(await cases('partner', query), query).toEqual([world.shared.reference]);
		expect(await why('partner', 'creche')).toEqual(['note']);
		expect(await cases('partner', 'creche vendredi')).toEqual([]);
	});

	test.each(SIGNED_IN.filter((actor) => !['circle', 'partner', 'neighbour'].includes(actor)))(
		'[FI5] %s, who may not read them, finds nothing by them',
		async (actor) => {
			expect(await cases(actor, 'creche')).toEqual([]);
		}
	);

	test('[FI6] the note of an organisation is searched by that organisation, in the circle', async () => {
		expect(await cases('circle', 'quincaillerie')).toEqual([world.shared.reference]);
		expect(await cases('partner', 'quincaillerie')).toEqual([]);
		expect(await cases('colleague', 'quincaillerie')).toEqual([]);
	});
});

describe('the full last name', () => {
	test.each(['ibanez lemaitre', 'Élodie-Cœur Ibañez-Lemaître', 'Ibañez Lemaître Élodie Cœur'])(
		'[FI7] « %s » finds the case inside its circle, and is on record without the name',
		async (query) => {
			const page = { caseId: world.shared.id, before: null, limit: 10 };
			const { answers, read } = await tryAs(database, {
				world,
				actor: 'partner',
				work: async (tx) => ({
					answers: await search(tx, query),
					read: await listCaseAccess(tx, page)
				})
			});
			expect(answers).toMatchObject([{ why: 'identity', reference: world.shared.reference }]);
			expect(read[0]).toMatchObject({ kind: 'search', author: { id: world.people.partner } });
			expect(JSON.stringify(read).toLowerCase()).not.toContain('iba');
		}
	);

	test('[FI7] searching again at once is the same entry', async () => {
		await cases('partner', 'Ibañez Lemaître');
		await cases('partner', 'Ibañez Lemaître');
		expect(await records()).toEqual([world.people.partner]);
	});

	test.each(SIGNED_IN.filter((actor) => !['circle', 'partner', 'neighbour'].includes(actor)))(
		'[FI8] %s, outside the circle, finds nobody by it and leaves no trace',
		async (actor) => {
			expect(await found(actor, 'Ibañez Lemaître')).toEqual([]);
			expect(await records()).toEqual([]);
		}
	);

	test('[FI8] a part of it finds nobody', async () => {
		for (const query of ['Ibañez', 'Lemaître', 'Ibañez Lem', 'Élodie-Cœur Ibañez'])
			expect(await cases('partner', query), query).toEqual([]);
		expect(await records()).toEqual([]);
	});
});

describe('colleagues', () => {
	test('[FI9] those of one’s groups are found by name, and not those of others', async () => {
		expect(await members('circle', 'maelys')).toEqual([world.people.unnamed]);
		expect(await members('circle', 'grandile')).toEqual([world.people.unnamed]);
		expect(await members('neighbour', 'maelys')).toEqual([world.people.neighbour]);
	});

	test('[FI9] an organisation leads to its people, a sensitive one to who may know its name only', async () => {
		expect(await members('circle', 'beta')).toEqual([world.people.partner]);
		expect(await members('facilitator', 'cliniq')).toEqual([]);
		expect(await found('facilitator', 'maelys')).toMatchObject([{ organization: null }]);
		expect(await members('unnamed', 'cliniq')).toEqual([world.people.unnamed]);
	});

	test.each(['ended', 'future', 'observer', 'admin', 'stranger'] as const)(
		'[FI10] %s works in no group, and finds nobody',
		async (actor) => {
			for (const query of ['maelys', 'elodie', 'beta', 'creche', 'a', '1'])
				expect(await found(actor, query), query).toEqual([]);
		}
	);
});

test('[FI19] services are found by the words of their name or of their organisation, a sensitive one by its own people alone', async () => {
	expect(await services('facilitator', 'solidaire garage')).toEqual([world.services.open]);
	expect(await services('facilitator', 'alpha')).toEqual([world.services.open]);
	expect(await services('facilitator', 'consultation')).toEqual([]);
	expect(await services('unnamed', 'consultation')).toEqual([world.services.hidden]);
	expect(await services('circle', 'navette')).toEqual([]);
	expect(await services('observer', 'garage')).toEqual([]);
});

test.each([
	'',
	'   ',
	'%',
	'_',
	'%%',
	'\\',
	"'",
	"' or 1=1 --",
	'& | ! ( )',
	':*',
	'<->',
	'\u{1F600}'
])('[FI11] « %s » finds nothing and breaks nothing', async (query) => {
	expect(await found('circle', query)).toEqual([]);
});

test('[FI11] a wildcard is a character like another', async () => {
	for (const query of ['elod_e', '%lodie', '100 % regle_bien x'])
		expect(await found('circle', query), query).toEqual([]);
	expect(await cases('partner', 'regle_bien')).toEqual([world.shared.reference]);
});

test('[FI12] a few of each are shown, those named first', async () => {
	await owner(
		`with p as (
			insert into public.people (group_id, first_name, last_initial, birth_year)
			select $1::uuid, 'Crèche', 'Z', 1990 from generate_series(1, 30) returning id
		)
		insert into public.cases (group_id, person_id, organization_id, reference, cohort, created_by)
		select $1::uuid, p.id, $2::uuid, 'ZZ-' || (1000 + row_number() over ()), 'youth', $3::uuid from p`,
		world.group.id,
		world.organizations.alpha,
		world.people.circle
	);
	const answers = await found('circle', 'creche');
	expect(answers).toHaveLength(8);
	expect(answers.every((one) => one.kind === 'case' && one.why === 'name')).toBe(true);
});

async function found(actor: SignedIn, query: string): Promise<Found[]> {
	return asCaller(database.databases, world.callers[actor], (tx) => search(tx, query));
}

async function cases(actor: SignedIn, query: string): Promise<string[]> {
	const all = await found(actor, query);
	return all.flatMap((one) => (one.kind === 'case' ? [one.reference] : [])).toSorted();
}

async function why(actor: SignedIn, query: string): Promise<string[]> {
	const all = await found(actor, query);
	return all.flatMap((one) => (one.kind === 'case' ? [one.why] : []));
}

async function members(actor: SignedIn, query: string): Promise<string[]> {
	const all = await found(actor, query);
	return all.flatMap((one) => (one.kind === 'member' ? [one.id] : []));
}

async function services(actor: SignedIn, query: string): Promise<string[]> {
	const all = await found(actor, query);
	return all.flatMap((one) => (one.kind === 'service' ? [one.id] : []));
}

/** Who was put on record by this test. */
async function records(): Promise<string[]> {
	return (await entries()).slice(before);
}

async function entries(): Promise<string[]> {
	const { rows } = await database.owner.query<{ by: string }>(
		'select profile_id as by from public.access_events order by id'
	);
	return rows.map(({ by }) => by);
}

async function name(personId: string, firstName: string, lastName: string): Promise<void> {
	await owner('update public.people set first_name = $2 where id = $1', personId, firstName);
	await owner(
		'update public.person_identities set last_name = $2 where person_id = $1',
		personId,
		lastName
	);
}

async function owner(query: string, ...values: unknown[]): Promise<void> {
	await database.owner.query(query, values);
}
