import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	createGroup,
	createOrganization,
	grantAdministrator,
	listBlockerTypes,
	listGroups,
	listOrganizations,
	setAccount,
	setBlockerType,
	setGroup,
	setOrganization,
	type NewGroup,
	type NewOrganization
} from '../../src/lib/server/database/administration';
import { boardFacts } from '../../src/lib/server/database/facts';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { listOfferedBlockerTypes } from '../../src/lib/server/database/vocabulary';
import { buildCase } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { CALLS } from './calls';
import { buildWorld, tryAs, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test.each(Object.keys(CALLS))(
	'[A1] an administrator learns nothing of a case by %s',
	async (name) => {
		const rows = await tryAs(database, {
			world,
			actor: 'admin',
			work: async (tx) => (await CALLS[name]?.call(world).execute(tx))?.rows
		}).catch(() => []);
		const said = JSON.stringify(rows);
		for (const secret of await secretsOfCases()) expect(said).not.toContain(secret);
	}
);

test('[A1] of the cases of a group an administrator reads how many', async () => {
	const groups = await as('admin', listGroups);
	expect(groups.find(({ id }) => id === world.group.id)).toEqual({
		id: world.group.id,
		slug: world.group.slug,
		name: 'Les Essais',
		commune: 'Valmarin',
		officialCode: expect.stringMatching(/^QN/) as string,
		referencePrefix: world.group.prefix,
		meetingIntervalWeeks: 6,
		members: 5,
		observers: 1,
		cases: 2
	});
});

test('[A2] an organisation changes the fields that are there', async () => {
	const id = randomUUID();
	await as('admin', (tx) => createOrganization(tx, organization({ id, name: ' Delta ' })));
	await as('admin', (tx) => setOrganization(tx, { id, changes: { secondFactor: true } }));
	await as('admin', (tx) =>
		setOrganization(tx, { id, changes: { name: 'Delta 2', kind: 'plie' } })
	);
	const listed = await as('admin', listOrganizations);
	expect(listed.find((each) => each.id === id)).toEqual({
		...organization({ id, name: 'Delta 2', kind: 'plie', secondFactor: true }),
		accounts: 0
	});
});

test('[A2] a group changes the fields that are there', async () => {
	const input = group({ slug: 'les-aulnes', officialCode: 'QN09902M', referencePrefix: 'AUL' });
	await as('admin', (tx) => createGroup(tx, input));
	const changes = { commune: 'Ailleurs', meetingIntervalWeeks: 4 };
	await as('admin', (tx) => setGroup(tx, { id: input.id, changes }));
	expect((await as('admin', listGroups)).find(({ id }) => id === input.id)).toEqual({
		...input,
		...changes,
		members: 0,
		observers: 0,
		cases: 0
	});
});

test.each<[string, string, (tx: Tx, world: World) => Promise<void>]>([
	[
		'a name that is taken',
		'conflict',
		(tx) => createOrganization(tx, organization({ name: 'Alpha' }))
	],
	['no name', 'invalid', (tx) => createOrganization(tx, organization({ name: ' ' }))],
	['no kind', 'invalid', (tx) => createOrganization(tx, organization({ kind: 'autre' as 'plie' }))],
	[
		'another’s name',
		'conflict',
		(tx, w) => setOrganization(tx, { id: w.organizations.beta, changes: { name: 'Alpha' } })
	],
	[
		'a name of nothing',
		'invalid',
		(tx, w) =>
			setOrganization(tx, {
				id: w.organizations.beta,
				changes: { name: null as unknown as string }
			})
	],
	[
		'a field more',
		'invalid',
		(tx, w) =>
			setOrganization(tx, { id: w.organizations.beta, changes: { id: randomUUID() } as object })
	],
	[
		'neither yes nor no',
		'invalid',
		(tx, w) =>
			setOrganization(tx, {
				id: w.organizations.beta,
				changes: { sensitive: null as unknown as boolean }
			})
	],
	[
		'an organisation of nothing',
		'not_found',
		(tx) => setOrganization(tx, { id: randomUUID(), changes: { name: 'X' } })
	],
	['a slug that is taken', 'conflict', (tx, w) => createGroup(tx, group({ slug: w.group.slug }))],
	['a slug of an address', 'invalid', (tx) => createGroup(tx, group({ slug: '../admin' }))],
	[
		'a prefix that is taken',
		'conflict',
		(tx, w) => createGroup(tx, group({ referencePrefix: w.group.prefix }))
	],
	['a prefix of digits', 'invalid', (tx) => createGroup(tx, group({ referencePrefix: '12' }))],
	['a code of words', 'invalid', (tx) => createGroup(tx, group({ officialCode: 'le quartier' }))],
	['a place of nothing', 'invalid', (tx) => createGroup(tx, group({ name: '' }))],
	['no rhythm', 'invalid', (tx) => createGroup(tx, group({ meetingIntervalWeeks: 0 }))],
	[
		'another slug',
		'invalid',
		(tx, w) => setGroup(tx, { id: w.group.id, changes: { slug: 'autre' } as object })
	],
	[
		'a group of nothing',
		'not_found',
		(tx) => setGroup(tx, { id: randomUUID(), changes: { name: 'X' } })
	],
	[
		'another code',
		'invalid',
		(tx) => setBlockerType(tx, { code: 'housing', changes: { code: 'roof' } as object })
	],
	[
		'a type of nothing',
		'not_found',
		(tx) => setBlockerType(tx, { code: 'roof' as 'housing', changes: { offered: false } })
	],
	[
		'a profile’s id',
		'invalid',
		(tx, w) =>
			setAccount(tx, { profileId: w.people.circle, changes: { administrator: true } as object })
	],
	[
		'an employer of nothing',
		'invalid',
		(tx, w) =>
			setAccount(tx, { profileId: w.people.circle, changes: { organizationId: randomUUID() } })
	],
	[
		'nobody',
		'not_found',
		(tx) => setAccount(tx, { profileId: randomUUID(), changes: { jobTitle: '' } })
	],
	[
		'nobody to administer',
		'not_found',
		(tx, w) => grantAdministrator(tx, w.callers.stranger.profileId)
	]
])('[A3] %s is refused and changes nothing', async (_, code, attempt) => {
	const before = await everything();
	await expect(as('admin', (tx) => attempt(tx, world))).rejects.toMatchObject({ code });
	expect(await everything()).toEqual(before);
});

test('[A7] a type made restricted is masked on the board with what is about it, and told to every group', async () => {
	const { circle } = world.people;
	const { alpha } = world.organizations;
	const built = await buildCase(database.owner, {
		groupId: world.group.id,
		organizationId: alpha,
		createdBy: circle,
		agreement: [alpha],
		blockers: ['housing']
	});
	await database.owner.query(
		`insert into public.actions (case_id, group_id, blocker_id, label, created_by)
		 select b.case_id, b.group_id, b.id, 'Visiter un studio', $2 from public.blockers as b where b.case_id = $1`,
		[built.id, circle]
	);
	await database.owner.query('delete from public.access_changes');
	await as('admin', (tx) => setBlockerType(tx, { code: 'housing', changes: { restricted: true } }));
	const board = await asSystem(database.databases, (tx) => boardFacts(tx, world.group.id));
	expect(board.cards.find(({ caseId }) => caseId === built.id)).toMatchObject({
		blockers: [{ type: 'reserved', status: 'open' }],
		nextAction: { label: null }
	});
	expect(await toldOf()).toEqual(
		expect.arrayContaining([
			{ group_id: world.group.id, profile_id: null },
			{ group_id: world.otherGroup.id, profile_id: null }
		])
	);
});

test('[A7] a type that is not offered is kept and not proposed', async () => {
	await as('admin', (tx) => setBlockerType(tx, { code: 'budget', changes: { offered: false } }));
	expect(await as('circle', listOfferedBlockerTypes)).not.toContain('budget');
	expect((await as('admin', listBlockerTypes)).find(({ code }) => code === 'budget')).toEqual({
		code: 'budget',
		family: 'rights',
		restricted: false,
		offered: false
	});
});

test.each(['sensitive', 'secondFactor'])(
	'[A8] an organisation that becomes %s is told to its groups',
	async (field) => {
		const { gamma } = world.organizations;
		await database.owner.query('delete from public.access_changes');
		await as('admin', (tx) => setOrganization(tx, { id: gamma, changes: { [field]: true } }));
		expect(await toldOf()).toEqual([{ group_id: world.group.id, profile_id: null }]);
		await as('admin', (tx) => setOrganization(tx, { id: gamma, changes: { [field]: false } }));
	}
);

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}

function organization(changes: Partial<NewOrganization>): NewOrganization {
	return {
		id: randomUUID(),
		name: 'Neuve',
		kind: 'association',
		sensitive: false,
		secondFactor: false,
		...changes
	};
}

function group(changes: Partial<NewGroup>): NewGroup {
	return {
		id: randomUUID(),
		slug: 'neuf',
		name: 'Neuf',
		commune: 'Valmarin',
		officialCode: 'QN09999M',
		referencePrefix: 'NEU',
		meetingIntervalWeeks: 6,
		...changes
	};
}

/** Texts and ids that only those who may know of a case know. */
async function secretsOfCases(): Promise<string[]> {
	const { rows } = await database.owner.query<{ secret: string }>(
		`select unnest(array[c.id::text, c.reference, p.id::text, p.first_name]) as secret
		 from public.cases as c join public.people as p on p.id = c.person_id
		 union select i.last_name from public.person_identities as i
		 union select a.label from public.actions as a
		 union select b.detail from public.blockers as b where b.detail <> ''
		 union select m.excerpt from public.mentions as m where m.excerpt is not null`
	);
	return rows.map(({ secret }) => secret);
}

async function toldOf(): Promise<unknown[]> {
	const { rows } = await database.owner.query<{ group_id: string; profile_id: string | null }>(
		'select distinct group_id, profile_id from public.access_changes'
	);
	return rows;
}

/** Every row that administration may change. */
async function everything(): Promise<unknown> {
	const tables = [
		'organizations',
		'territories',
		'groups',
		'blocker_types',
		'profiles',
		'administrators'
	];
	const rows: unknown[] = [];
	for (const table of tables) {
		const result = await database.owner.query(
			`select t::text as row from public.${table} as t order by 1`
		);
		rows.push(result.rows);
	}
	return rows;
}
