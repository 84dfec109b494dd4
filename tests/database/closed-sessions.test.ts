import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSignInStep } from '../../src/lib/server/database/sign-in';
import { testDatabase, type TestDatabase } from '../support/database';
import { answerTo, seenBy } from './asking';
import { CALLS, DOCUMENTS } from './calls';
import { SEEN } from './seen';
import { buildWorld, tryAs, type SignedIn, type World } from './world';
import { documentAccess } from './document-access';

interface State {
	/** Run for the sessions of everybody. */
	given: string;
	/** Of every token; `aal1` by default. */
	aal?: 'aal1' | 'aal2';
	step: string;
}

const FACTOR = factors('verified');
const DEMAND = 'update public.organizations set second_factor = true';

const CLOSED: Record<string, State> = {
	locked: { given: sessions({ locked_at: 'now()' }), step: 'locked' },
	idle: { given: sessions({ active_at: `now() - interval '961 seconds'` }), step: 'locked' },
	'of an account whose factor was not shown': { given: FACTOR, step: 'code' },
	'of an organisation that demands a factor': { given: DEMAND, step: 'factor' },
	'locked after its token said that the factor was shown': {
		given: `${FACTOR}; ${sessions({ locked_at: 'now()' })}`,
		aal: 'aal2',
		step: 'locked'
	},
	'locked after a backup code': {
		given: `${FACTOR}; ${sessions({ proved_at: 'now()', locked_at: 'now()' })}`,
		step: 'locked'
	}
};

const OPEN: Record<string, State> = {
	'active a quarter of an hour ago': {
		given: sessions({ active_at: `now() - interval '15 minutes'` }),
		step: 'charter'
	},
	'whose factor was never confirmed': { given: factors('unverified'), step: 'charter' },
	'whose token says that the factor was shown': { given: FACTOR, aal: 'aal2', step: 'charter' },
	'whose factor a backup code replaced': {
		given: `${FACTOR}; ${sessions({ proved_at: 'now()' })}`,
		step: 'charter'
	},
	'of an organisation that demands a factor, which was shown': {
		given: `${FACTOR}; ${DEMAND}`,
		aal: 'aal2',
		step: 'charter'
	}
};

/** What answers about oneself in any session, or has nothing of one's own to change; everything else answers nothing. */
const ALWAYS: Record<string, (string | number)[]> = {
	count_backup_codes: [1],
	find_me: [1],
	find_sign_in_step: [1],
	lock_session: [1],
	revoke_calendar_feed: [1],
	touch_session: [1],
	use_backup_code: ['MA403', 1]
};
const NOTHING = [0, 'MA403', 'MA404'];
/** Their answer depends on the second factor itself. */
const PROVING = new Set(['replace_backup_codes', 'use_backup_code', 'view_identity']);

/** One for each way of reaching something. */
const PEOPLE = ['circle', 'partner', 'facilitator', 'neighbour', 'observer', 'admin'] as const;
/** Those who may most: enough to see that a state gives back what it took. */
const WIDEST = ['circle', 'facilitator', 'admin'] as const;

let database: TestDatabase;
let built: World;
/** As built, with the tokens of the state. */
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	built = await buildWorld(database);
});
afterAll(() => database.drop());

describe.each(Object.entries(CLOSED))('a session %s', (_, state) => {
	beforeAll(() => enter(state));

	test('[L3] says what it waits for', () => expectStep(state));

	test.each(Object.keys(SEEN))('[L1] reads nothing of %s', async (table) => {
		for (const actor of PEOPLE) {
			const seen = await seenBy({ database, world, actor }, table);
			expect({ actor, seen }).toEqual({ actor, seen: ownRows(actor, table) });
		}
	});

	test.each(Object.keys(CALLS))('[L1] gets nothing from %s', async (name) => {
		for (const actor of PEOPLE) {
			const answer = await answerTo({ database, world, actor }, name);
			expect({ actor, answer }).toEqual({
				actor,
				answer: expect.toBeOneOf(ALWAYS[name] ?? NOTHING) as unknown
			});
		}
	});

	test.each(Object.keys(DOCUMENTS))('[L1] opens no document: %s', async (name) => {
		for (const actor of PEOPLE) {
			expect({ actor, access: await accessOf(actor, name) }).toEqual({ actor, access: 'none' });
		}
	});
});

describe.each(Object.entries(OPEN))('a session %s', (_, state) => {
	beforeAll(() => enter(state));

	test('[L3] says what it waits for', () => expectStep(state));

	test.each(Object.keys(SEEN))('[L2] reads of %s what the rule says', async (table) => {
		for (const actor of WIDEST) {
			const seen = await seenBy({ database, world, actor }, table);
			expect({ actor, seen }).toEqual({ actor, seen: rowsByRule(actor, table) });
		}
	});

	test.each(Object.keys(CALLS).filter((name) => !PROVING.has(name)))(
		'[L2] gets from %s what the rule says',
		async (name) => {
			const rule = CALLS[name];
			for (const actor of WIDEST) {
				const answer = await answerTo({ database, world, actor }, name);
				expect({ actor, answer }).toEqual({
					actor,
					answer: rule?.answers[actor] ?? rule?.otherwise
				});
			}
		}
	);

	test.each(Object.keys(DOCUMENTS))('[L2] opens a document as the rule says: %s', async (name) => {
		for (const actor of WIDEST) {
			const expected = DOCUMENTS[name]?.access[actor] ?? 'none';
			expect({ actor, access: await accessOf(actor, name) }).toEqual({ actor, access: expected });
		}
	});
});

async function enter({ given, aal = 'aal1' }: State): Promise<void> {
	await database.owner.query(`
		delete from public.session_states as s using auth.sessions as a where a.id = s.session_id;
		delete from auth.mfa_factors;
		update public.organizations set second_factor = false;
		${given}`);
	const callers = Object.entries(built.callers).map(([actor, caller]) => [
		actor,
		{ ...caller, claims: { ...caller.claims, aal } }
	]);
	world = { ...built, callers: Object.fromEntries(callers) as World['callers'] };
}

/** SQL that makes a state of the session of everybody. */
function sessions(values: Record<string, string>): string {
	return `insert into public.session_states (session_id, profile_id, ${Object.keys(values).join(', ')})
		select a.id, p.id, ${Object.values(values).join(', ')}
		from auth.sessions as a join public.profiles as p on p.id = a.user_id`;
}

/** SQL that gives everybody a factor. */
function factors(status: 'verified' | 'unverified'): string {
	return `insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		select gen_random_uuid(), u.id, 'totp', '${status}', now(), now() from auth.users as u`;
}

async function expectStep({ step }: State): Promise<void> {
	for (const actor of PEOPLE) {
		const found = await tryAs(database, { world, actor, work: findSignInStep });
		expect({ actor, step: found }).toEqual({ actor, step });
	}
}

function rowsByRule(actor: SignedIn, table: string): string[] | '42501' {
	const seen = SEEN[table]?.seen(world) ?? {};
	return Object.keys(seen).length === 0 ? '42501' : [...(seen[actor] ?? [])].sort();
}

/** Oneself and one's mandates, which the pages of the sign-in need, and nothing else. */
function ownRows(actor: Exclude<SignedIn, 'stranger'>, table: string): string[] | '42501' {
	const rule = rowsByRule(actor, table);
	if (rule === '42501') return rule;
	const me = world.people[actor];
	if (table === 'profiles') return [me];
	if (table === 'mandates')
		return (SEEN[table]?.rows(world) ?? []).filter((row) => row.startsWith(me));
	return [];
}

function accessOf(actor: SignedIn, name: string): Promise<string> {
	const work = (tx: Parameters<typeof documentAccess>[0]): Promise<string> =>
		documentAccess(tx, DOCUMENTS[name]?.name(world) ?? '');
	return tryAs(database, { world, actor, work });
}
