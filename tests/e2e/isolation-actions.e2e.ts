import { randomUUID } from 'node:crypto';
import { expect, type APIRequestContext } from '@playwright/test';
import { ALL_ACTORS, STRANGER, test, type World } from './support/isolation';
import { EVERY_ROUTE_TIMEOUT, listActions } from './support/routes';
import {
	actionOf,
	blockerOf,
	CASE,
	caseOf,
	GROUP,
	hours,
	newCase,
	offerOf,
	OPEN_TO_ALL,
	OWN,
	organizationOf,
	PLANTED,
	requestOf,
	RIGHTS,
	RULES as GROUP_RULES,
	SHARED,
	type Form,
	type Right
} from './support/action-rules';
import { ADMIN_RULES } from './support/admin-rules';

test.describe.configure({ timeout: EVERY_ROUTE_TIMEOUT });

/** About what is not in this world, an action that somebody else gave or a file: their own tests send them rightly. */
const IMPORT = '/(app)/q/[territory]/situations/importer';
const VERSIONS = '/(app)/q/[territory]/situations/[reference]/versions';
const SENT_ELSEWHERE = [
	'/(app)/ma-journee?/handBackAction',
	...['erase', 'restore'].map((action) => `${VERSIONS}?/${action}`),
	...['columns', 'file', 'forget', 'run', 'undo'].map((action) => `${IMPORT}?/${action}`)
];

/** Administration last: it changes who may do what. */
const RULES: typeof GROUP_RULES = { ...GROUP_RULES, ...ADMIN_RULES };

test('[I10] every action says who may send it', () => {
	expect(listActions()).toEqual(
		[...Object.keys(RULES), ...Object.keys(OWN), ...OPEN_TO_ALL].sort()
	);
});

test('[I11] an action that one may not send is refused, and nothing changes', async ({ world }) => {
	const before = await world.fingerprint();
	for (const [action, { path, form, answers }] of Object.entries(RULES)) {
		for (const actor of ALL_ACTORS.filter((each) => answers[each] >= 400)) {
			const sent = await send(world.as[actor], await path(world), await form(world, actor));
			expect(sent.status, `${actor} sends ${action}`).toBe(answers[actor]);
			expect(sent.body, `${actor} sends ${action}`).not.toMatch(/Samira|niveau A2|Ouvrir la/);
		}
	}
	expect(await world.fingerprint()).toEqual(before);
});

test('[I12] on a case that one may not see, every action says that there is none', async ({
	world
}) => {
	const before = await world.fingerprint();
	const commands = Object.entries(RULES).filter(([action]) => action.startsWith(CASE));
	for (const [action, { form }] of commands) {
		for (const reference of ['VT-050', 'VT-999', STRANGER.reference]) {
			const path = `${GROUP}/situations/${reference}${action.slice(CASE.length)}`;
			const sent = await send(world.as.outside, path, await form(world, 'outside'));
			expect(sent.status, path).toBe(404);
		}
	}
	expect(await world.fingerprint()).toEqual(before);
});

test('[I13] ids of another case, group or organisation in a form are refused, and nothing changes', async ({
	world
}) => {
	const { inside } = world.as;
	const form = async (action: string): Promise<Form> =>
		(await RULES[`${CASE}?/${action}`]?.form(world, 'inside')) ?? {};
	const id = (member: Parameters<World['idOf']>[0]): Promise<string> => world.idOf(member);
	const before = await world.fingerprint();
	const wrong: [string, Form, number][] = [
		['setBlocker', { id: await blockerOf(world, 'VT-050'), detail: 'x' }, 404],
		['setBlocker', { id: await blockerOf(world, STRANGER.reference), detail: 'x' }, 404],
		['setBlocker', { id: randomUUID(), detail: 'x' }, 404],
		['setAction', { id: await actionOf(world, 'VT-044'), status: 'done' }, 404],
		['addBlocker', { ...(await form('addBlocker')), carrierId: await id('karim') }, 400],
		['addAction', { ...(await form('addAction')), ownerId: await id('pauline') }, 400],
		[
			'addAction',
			{ ...(await form('addAction')), blockerId: await blockerOf(world, 'VT-050') },
			400
		],
		['addToCircle', { ...(await form('addToCircle')), profileId: await id('pauline') }, 400],
		['addToCircle', { ...(await form('addToCircle')), profileId: await id('helene') }, 400],
		['addToCircle', { ...(await form('addToCircle')), profileId: await id('isabelle') }, 400],
		['addToCircle', { ...(await form('addToCircle')), profileId: await id('damien') }, 400],
		['setReferent', { profileId: await id('lea') }, 403],
		['setReferent', { profileId: await id('pauline') }, 403],
		['offerHandover', { ...(await form('offerHandover')), toId: await id('pauline') }, 400],
		['offerHandover', { ...(await form('offerHandover')), toId: await id('karim') }, 400],
		['acceptHandover', { id: await offerOf(world, 'VT-049'), word: '' }, 404],
		['cancelRequest', { id: await requestOf(world, 'yacine') }, 404],
		[
			'recordAgreement',
			{ ...(await form('recordAgreement')), organizationIds: await organizationOf(world, 'DDETS') },
			400
		]
	];
	for (const [action, fields, status] of wrong) {
		const sent = await send(inside, `${SHARED}?/${action}`, fields);
		expect(sent.status, `${action} ${JSON.stringify(fields)}`).toBe(status);
	}
	const opened = await newCase(world, 'inside');
	const wrongCases: [Form, number][] = [
		[{ ...opened, referentId: await id('pauline') }, 400],
		[{ ...opened, referentId: await id('karim') }, 400],
		[{ ...opened, id: await caseOf(world, 'VT-051') }, 409]
	];
	for (const [fields, status] of wrongCases) {
		const sent = await send(inside, `${GROUP}/situations/nouvelle`, fields);
		expect(sent.status, JSON.stringify(fields)).toBe(status);
	}
	expect(await world.fingerprint()).toEqual(before);
});

test('[I14] fields that a form does not have are not stored', async ({ world }) => {
	const meeting = randomUUID();
	const other = await world.value(`select id from public.groups where reference_prefix = 'GL'`);
	const planned = { id: meeting, ...hours('2031-06-11'), groupId: other, status: 'closed' };
	await send(world.as.facilitator, `${GROUP}/reunions?/plan`, planned);
	expect(
		await world.value(
			`select g.reference_prefix || ' ' || m.status from public.meetings as m
			 join public.groups as g on g.id = m.group_id where m.id = $1`,
			[meeting]
		)
	).toBe('VT draft');

	const blocker = await blockerOf(world, 'VT-018');
	const changed = { id: blocker, detail: 'Le mercredi', caseId: await caseOf(world, 'VT-044') };
	await send(world.as.inside, `${SHARED}?/setBlocker`, { ...changed, createdBy: randomUUID() });
	expect(
		await world.value(
			`select c.reference || ' ' || b.detail from public.blockers as b
			 join public.cases as c on c.id = b.case_id where b.id = $1`,
			[blocker]
		)
	).toBe('VT-018 Le mercredi');
});

test('[I16] fields planted in a form give nothing to who may not send it', async ({ world }) => {
	const planted = { ...PLANTED, ...(await plantedIds(world)) };
	const before = await world.fingerprint();
	for (const [action, { path, form, answers }] of Object.entries(RULES)) {
		for (const actor of ALL_ACTORS.filter((each) => answers[each] >= 400)) {
			const fields = { ...planted, ...(await form(world, actor)) };
			const sent = await send(world.as[actor], await path(world), fields);
			// 400: some forms take no field that they do not know.
			expect([400, answers[actor]], `${actor} sends ${action}`).toContain(sent.status);
		}
	}
	expect(await world.fingerprint()).toEqual(before);
});

test('[I17] what is done with one’s own account is nobody else’s, whatever the form names', async ({
	world
}) => {
	const victim = await world.idOf('karim');
	const session = await world.value('select id from auth.sessions where user_id = $1', [victim]);
	const planted = {
		...PLANTED,
		...(await plantedIds(world)),
		profileId: victim,
		userId: victim,
		user_id: victim,
		email: 'karim@tilleuls.example'
	};
	const before = await world.fingerprint();
	for (const [action, form] of Object.entries(OWN)) {
		const sent = await send(world.as.anonymous, pathOf(action), { ...planted, ...form });
		expect([303, 401], `a stranger sends ${action}`).toContain(sent.status);
	}
	expect(await world.fingerprint()).toEqual(before);

	// A session of their own: one of the forms locks it.
	const inside = await world.open('inside');
	const others = await othersThan(world, await world.idOf('amina'));
	const ended = await send(inside, '/reglages/securite?/end', { ...planted, id: session });
	expect(ended.status).toBe(404);
	for (const [action, form] of Object.entries(OWN)) {
		const sent = await send(inside, pathOf(action), { ...planted, ...form });
		// 503: no application of theirs to ask.
		expect([200, 204, 303, 400, 403, 404, 429, 503], `${action}: ${sent.status}`).toContain(
			sent.status
		);
	}
	expect(await othersThan(world, await world.idOf('amina'))).toBe(others);
	expect((await world.as.outside.get('/ma-journee')).status()).toBe(200);
});

// Last: it proves that the forms above are right, so that they were refused for who sent them.
test('[I15] the same forms are taken from those who may send them, and change no right by the way', async ({
	world
}) => {
	const sentByNobody = Object.entries(RULES).flatMap(([action, { answers }]) =>
		ALL_ACTORS.every((each) => answers[each] >= 400) ? [action] : []
	);
	expect(sentByNobody.sort()).toEqual(SENT_ELSEWHERE);
	const planted = { ...PLANTED, ...(await plantedIds(world)) };
	for (const [action, { path, form, answers, changes = [] }] of Object.entries(RULES)) {
		const actor = ALL_ACTORS.find((each) => answers[each] < 400);
		if (!actor) continue;
		const before = await rightsOf(world, changes);
		const right = await form(world, actor);
		let sent = await send(world.as[actor], await path(world), { ...planted, ...right });
		if (sent.status === 400) sent = await send(world.as[actor], await path(world), right);
		expect(sent.status, `${actor} sends ${action}: ${sent.body}`).toBe(answers[actor]);
		expect(await rightsOf(world, changes), `${actor} sends ${action}`).toEqual(before);
	}
});

/** Everything that accounts, sessions and second factors are, but of one person. */
function othersThan(world: World, id: string): Promise<string> {
	const tables = [
		['public.profiles', 'id'],
		['public.session_states', 'profile_id'],
		['public.backup_codes', 'profile_id'],
		['auth.users', 'id'],
		['auth.sessions', 'user_id'],
		['auth.mfa_factors', 'user_id']
	].map(
		([table, owner]) =>
			`(select string_agg(t::text, '|' order by t::text) from ${table} as t where t.${owner} <> $1)`
	);
	return world.value(`select md5(concat_ws('#', ${tables.join(', ')}))`, [id]);
}

/** The address of an action, its groups left out. */
function pathOf(action: string): string {
	return action.replace(/\/\([^)]*\)/g, '');
}

/** The tables of `RIGHTS` but those that an action is for changing, and what sign-in says of accounts. */
async function rightsOf(
	world: World,
	changed: Right[]
): Promise<Record<string, string | undefined>> {
	const prints = await world.fingerprint();
	const kept = RIGHTS.filter((table) => !changed.includes(table));
	const accounts = await world.value(
		`select md5(string_agg(concat(id, role, raw_app_meta_data, raw_user_meta_data, is_super_admin, banned_until), '|' order by id))
		 from auth.users`
	);
	// The number of a case is counted in its group.
	const groups = await world.value(
		`select md5(string_agg((to_jsonb(g) - 'last_reference')::text, '|' order by id)) from public.groups as g`
	);
	const tables = kept.map((table): [string, string | undefined] => [table, prints[table]]);
	return {
		...Object.fromEntries(tables),
		...(kept.includes('groups') ? { groups } : {}),
		...(changed.includes('accounts') ? {} : { accounts })
	};
}

/** Ids of what belongs to others, under the names that a row would have. */
async function plantedIds(world: World): Promise<Form> {
	const administrator = await world.idOf('damien');
	const group = await world.value(`select id from public.groups where reference_prefix = 'GL'`);
	const organization = await organizationOf(world, 'Mission locale');
	const other = await caseOf(world, 'VT-050');
	return {
		group_id: group,
		groupId: group,
		organization_id: organization,
		organizationId: organization,
		createdBy: administrator,
		created_by: administrator,
		authorId: administrator,
		profile_id: administrator,
		session_id: randomUUID(),
		case_id: other,
		caseId: other
	};
}

/** Sends a form as the pages do: the answer carries the status of a failure or a redirect. */
async function send(
	browser: APIRequestContext,
	path: string,
	form: Form
): Promise<{ status: number; body: string }> {
	const answer = await browser.post(path, {
		form,
		headers: { accept: 'application/json', 'x-sveltekit-action': 'true' }
	});
	const body = await answer.text();
	const { status = answer.status() } = (body === '' ? {} : JSON.parse(body)) as { status?: number };
	return { status, body };
}
