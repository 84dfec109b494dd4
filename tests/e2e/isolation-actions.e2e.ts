import { randomUUID } from 'node:crypto';
import { expect, type APIRequestContext } from '@playwright/test';
import { ALL_ACTORS, STRANGER, test, type Actor, type World } from './support/isolation';
import { listActions } from './support/routes';

type Form = Record<string, string>;

interface Rule {
	path: (world: World) => string;
	form: (world: World, actor: Actor) => Form | Promise<Form>;
	/** Status of the answer, or of the failure that it carries. */
	answers: Record<Actor, number>;
}

const GROUP = '/q/les-tilleuls';
const CASE = '/(app)/q/[territory]/situations/[reference]';
const SHARED = `${GROUP}/situations/VT-018`;

const MEMBERS: Record<Actor, number> = {
	anonymous: 401,
	inside: 303,
	outside: 303,
	colleague: 303,
	facilitator: 303,
	// Their group has no members that they know of: the référent is wrong.
	observer: 400,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
const CIRCLE: Record<Actor, number> = {
	...MEMBERS,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403,
	observer: 404
};
const FACILITATORS: Record<Actor, number> = { ...CIRCLE, inside: 403, facilitator: 303 };

/** Each action behind sign-in, with a form that is right, and who may send it. Those that open a case come last. */
const RULES: Record<string, Rule> = {
	'/(app)/ma-journee?/finish': {
		path: () => '/ma-journee?/finish',
		form: async (world) => ({ item: `action:${await actionOf(world, 'VT-018')}`, done: 'true' }),
		answers: CIRCLE
	},
	'/(app)/q/[territory]/reunions?/plan': {
		path: () => `${GROUP}/reunions?/plan`,
		form: () => ({ id: randomUUID(), ...hours('2031-03-12') }),
		answers: FACILITATORS
	},
	'/(app)/q/[territory]/reunions/[date]/preparer?/edit': {
		path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/preparer?/edit`,
		form: ({ nextMeeting }) => hours(nextMeeting),
		answers: { ...FACILITATORS, facilitator: 200 }
	},
	[`${CASE}?/addBlocker`]: ofCase('addBlocker', () => ({
		id: randomUUID(),
		type: 'housing',
		detail: 'Ajouté par quelqu’un',
		carrierId: ''
	})),
	[`${CASE}?/setBlocker`]: ofCase('setBlocker', async (world) => ({
		id: await blockerOf(world, 'VT-018'),
		detail: 'Changé par quelqu’un'
	})),
	[`${CASE}?/addAction`]: ofCase('addAction', () => ({
		id: randomUUID(),
		label: 'Ajoutée par quelqu’un',
		ownerId: '',
		dueOn: ''
	})),
	[`${CASE}?/setAction`]: ofCase('setAction', async (world) => ({
		id: await actionOf(world, 'VT-018'),
		status: 'dropped'
	})),
	[`${CASE}?/recordAgreement`]: ofCase('recordAgreement', async (world) => ({
		id: randomUUID(),
		form: 'oral',
		givenOn: yesterday(),
		organizationIds: await organizationOf(world, 'Mission locale')
	})),
	[`${CASE}?/addToCircle`]: ofCase('addToCircle', async (world) => ({
		profileId: await world.idOf('thomas'),
		reason: 'Pour voir',
		form: 'oral',
		agreedOn: yesterday(),
		agreed: 'true'
	})),
	[`${CASE}?/leaveCircle`]: ofCase('leaveCircle', async (world) => ({
		profileId: await world.idOf('thomas')
	})),
	[`${CASE}?/setReferent`]: ofCase('setReferent', async (world) => ({
		profileId: await world.idOf('lea')
	})),
	[`${CASE}?/viewIdentity`]: ofCase('viewIdentity', () => ({})),
	[`${CASE}?/withdrawAgreement`]: ofCase('withdrawAgreement', async (world) => ({
		organizationId: await organizationOf(world, 'Mission locale')
	})),
	'/(app)/q/[territory]/situations/nouvelle': {
		path: () => `${GROUP}/situations/nouvelle`,
		form: newCase,
		answers: MEMBERS
	}
};

/** Those that anybody may send: their tests are about what they answer to wrong input. */
const OPEN_TO_ALL = [
	'/(auth)/connexion',
	'/(auth)/connexion/code',
	'/(auth)/connexion/lien',
	'/(auth)/mot-de-passe',
	'/(auth)/mot-de-passe/code',
	'/(auth)/mot-de-passe/nouveau',
	'/(auth)/premier-compte',
	'/affichage',
	'/deconnexion',
	'/session'
];

test('[I10] every action says who may send it', () => {
	expect(listActions()).toEqual([...Object.keys(RULES), ...OPEN_TO_ALL].sort());
});

test('[I11] an action that one may not send is refused, and nothing changes', async ({ world }) => {
	const before = await world.fingerprint();
	for (const [action, { path, form, answers }] of Object.entries(RULES)) {
		for (const actor of ALL_ACTORS.filter((each) => answers[each] >= 400)) {
			const sent = await send(world.as[actor], path(world), await form(world, actor));
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
		['setReferent', { profileId: await id('pauline') }, 400],
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

// Last: it proves that the forms above are right, so that they were refused for who sent them.
test('[I15] the same forms are taken from those who may send them', async ({ world }) => {
	for (const [action, { path, form, answers }] of Object.entries(RULES)) {
		const actor = ALL_ACTORS.find((each) => answers[each] < 400);
		if (!actor) throw new Error(`Nobody may send ${action}.`);
		const sent = await send(world.as[actor], path(world), await form(world, actor));
		expect(sent.status, `${actor} sends ${action}: ${sent.body}`).toBe(answers[actor]);
	}
});

function ofCase(action: string, form: Rule['form']): Rule {
	return { path: () => `${SHARED}?/${action}`, form, answers: CIRCLE };
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
	const { status = answer.status() } = JSON.parse(body) as { status?: number };
	return { status, body };
}

async function newCase(world: World, actor: Actor): Promise<Form> {
	const members = {
		inside: 'amina',
		outside: 'karim',
		colleague: 'yacine',
		facilitator: 'nathalie'
	} as const;
	const member = Object.entries(members).find(([key]) => key === actor)?.[1] ?? 'amina';
	return {
		id: randomUUID(),
		firstName: 'Yolaine',
		lastInitial: 'B',
		birthYear: '1991',
		cohort: 'women',
		stage: 'outreach',
		referentId: await world.idOf(member),
		agreement: 'later',
		givenOn: '',
		lastName: '',
		phone: '',
		email: ''
	};
}

function hours(date: string): Form {
	return { date, start: '09:30', end: '11:30', place: 'La Passerelle', video: '' };
}

function yesterday(): string {
	return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}

function caseOf(world: World, reference: string): Promise<string> {
	return world.value('select id from public.cases where reference = $1', [reference]);
}

function blockerOf(world: World, reference: string): Promise<string> {
	return world.value(
		`select b.id from public.blockers as b join public.cases as c on c.id = b.case_id
		 where c.reference = $1 order by b.id limit 1`,
		[reference]
	);
}

function actionOf(world: World, reference: string): Promise<string> {
	return world.value(
		`select a.id from public.actions as a join public.cases as c on c.id = a.case_id
		 where c.reference = $1 and a.status = 'todo' order by a.id limit 1`,
		[reference]
	);
}

function organizationOf(world: World, name: string): Promise<string> {
	return world.value('select id from public.organizations where name = $1', [name]);
}
