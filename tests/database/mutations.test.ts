import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { CHECKS, type Scene } from './checks';
import { buildWorld, type World } from './world';

/** Milliseconds: a mistake is found by the first check that sees it, on a machine that does other things as well. */
const PATIENCE = 60_000;

/** Mistakes that somebody could make in a migration. */
const MISTAKES: Record<string, string | ((owner: pg.Client) => Promise<string>)> = {
	'a policy is dropped': 'drop policy "the circle sees the blockers" on public.blockers',
	'a policy says true':
		'alter policy "a member sees the cases shared with their group" on public.cases using (true)',
	'row-level security is off': 'alter table public.people disable row level security',
	'identities may be read': 'grant select on public.person_identities to authenticated',
	'circles may be written': 'grant insert on public.circle_members to authenticated',
	'one more column of profiles may be read':
		'grant select (organization_id) on public.profiles to authenticated',
	'a helper of one row forgets mandates and agreements': `
		create or replace function private.may_open_case(p_case uuid) returns boolean
		language sql stable security definer set search_path = ''
		return exists (
			select from public.circle_members as k where k.case_id = p_case and k.profile_id = auth.uid()
		)`,
	'a function is open to anonymous visitors':
		'grant execute on function public.list_members(uuid) to anon',
	'a function of administrators is open to all': rewritten(
		'public.list_accounts()',
		'perform private.refuse_unless_administrator();',
		''
	),
	'a command forgets whose case it is': rewritten(
		'public.set_action(uuid, jsonb)',
		'perform private.group_of_my_case(old.case_id);',
		''
	),
	'a session always suffices': `
		create or replace function private.me() returns uuid language sql stable set search_path = '' return auth.uid()`,
	'an identity is shown without the second factor': rewritten(
		'public.view_identity(uuid)',
		`perform private.refuse_unless(private.second_factor_proved(), 'MA403');`,
		''
	),
	'every document opens': `
		create or replace function private.document_access(name text) returns text
		language sql stable set search_path = '' return 'write'`,
	'the note of another organisation opens': rewritten(
		'private.document_access(text)',
		'document.organization_id <> private.my_organization()',
		'false'
	),
	'what was decided on a case is read by the group after the agreement': `
		alter policy "a member sees what their groups decided on what they may know of" on public.decisions
		using (group_id = any ((select private.my_groups())::uuid[]))`,
	'anybody of the group leads a meeting': rewritten(
		'private.lead_meeting(uuid)',
		'the_run.facilitator_id = private.me() or the_meeting.group_id = any (private.my_facilitated_groups())',
		'true'
	),
	'a journal may be rewritten': 'grant update on public.access_events to authenticated',
	'a journal may be rewritten by its owner':
		'drop trigger refuse_rewriting on public.access_events',
	'invitations may be read': `
		grant select on public.invitations to authenticated;
		create policy "a member sees the invitations of their groups" on public.invitations
		for select to authenticated using (group_id = any ((select private.my_groups())::uuid[]))`,
	'administrators see cases': `
		create policy "an administrator sees every case" on public.cases
		for select to authenticated using ((select private.am_administrator()))`,
	'a mandate never ends': redefined('private.mandates_in_force', 'ends_at > now()', 'true'),
	'an agreement never expires': redefined(
		'private.agreements_in_force',
		/expires_on > (\( SELECT )?private\.today\(\)( AS today\))?/g,
		'true'
	),
	'an organisation is never withdrawn': redefined(
		'private.case_organizations',
		'o.withdrawn_at IS NULL',
		'true'
	),
	'a restricted blocker is named': redefined('private.masked_blockers', 't.restricted', 'false'),
	'a sensitive organisation is named': redefined('private.member_facts', 'o.sensitive', 'false'),
	'observers work in the group': redefined(
		'private.group_members',
		/role = ANY \(ARRAY[^)]*\)/g,
		'true'
	),
	'the system gives mandates': 'grant insert on public.mandates to maillage_system',
	'a function of the definer looks around': 'alter function public.find_me() reset search_path',
	'an invitation is for whoever has its link': rewritten(
		'private.take_invitation(bytea, uuid)',
		'u.id = p_profile and lower(u.email) = i.email',
		'true'
	)
};

let template: TestDatabase;
let world: World;
beforeAll(async () => {
	template = await testDatabase();
	world = await buildWorld(template);
	await template.rest();
}, PATIENCE);
afterAll(() => template.drop());

test.each(Object.entries(MISTAKES))(
	'[D9] it is found that %s',
	{ timeout: PATIENCE },
	async (_, mistake) => {
		await onCopy(async (scene) => {
			const { owner } = scene.database;
			await owner.query(typeof mistake === 'string' ? mistake : await mistake(owner));
			expect(await firstFault(scene)).toEqual(expect.any(String));
		});
	}
);

async function onCopy(work: (scene: Scene) => Promise<void>): Promise<void> {
	const database = await testDatabase(await template.rest());
	try {
		await work({ database, world });
	} finally {
		await database.drop();
	}
}

async function firstFault(scene: Scene): Promise<string | null> {
	for (const [name, check] of Object.entries(CHECKS)) {
		const fault = await check(scene);
		if (fault) return `${name}: ${fault}`;
	}
	return null;
}

/** A function as it is but for one part. */
function rewritten(name: string, part: string, other: string) {
	return async (owner: pg.Client): Promise<string> => {
		const { rows } = await owner.query<{ definition: string }>(
			'select pg_get_functiondef($1::regprocedure) as definition',
			[name]
		);
		return replaced(rows[0]?.definition ?? '', part, other);
	};
}

/** A view as it is but for one part. */
function redefined(name: string, part: string | RegExp, other: string) {
	return async (owner: pg.Client): Promise<string> => {
		const { rows } = await owner.query<{ definition: string }>(
			'select pg_get_viewdef($1::regclass) as definition',
			[name]
		);
		return `create or replace view ${name} as ${replaced(rows[0]?.definition ?? '', part, other)}`;
	};
}

function replaced(definition: string, part: string | RegExp, other: string): string {
	const mistaken = definition.replaceAll(part, other);
	if (mistaken === definition) throw new Error(`not there: ${String(part)}`);
	return mistaken;
}
