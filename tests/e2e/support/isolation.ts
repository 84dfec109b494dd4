/** Who asks in the tests of isolation, and the application that they ask: one of its own, whose rows the tests change. */
import { test as base, type APIRequestContext, type APIResponse } from '@playwright/test';
import type pg from 'pg';
import { openDatabase, removeFolder, startApplication } from './application';
import { emailOf } from '../../../src/lib/server/local/demo/demo-accounts';
import { MEMBERS, type MemberKey } from '../../../src/lib/server/local/demo/team';
import { REQUESTS } from './request-rules';
import { RUNNING_MEETING } from './running-meeting';

/** In the circles of VT-018 (shared) and VT-050 (opened by their organisation, not shared). */
const ACTORS = {
	anonymous: null,
	inside: 'amina',
	/** Of another organisation than VT-050, and outside the circle of VT-018. */
	outside: 'karim',
	/** Of the organisation that opened VT-051, which is not shared, and outside its circle. */
	colleague: 'yacine',
	facilitator: 'nathalie',
	observer: 'isabelle',
	administrator: 'damien',
	/** Still written in the circles of VT-018 and VT-050. */
	ended: 'helene',
	/** Facilitates another group. */
	elsewhere: 'pauline'
} as const satisfies Record<string, MemberKey | null>;
export type Actor = keyof typeof ACTORS;
export const ALL_ACTORS = Object.keys(ACTORS) as Actor[];

/** The only person of the other group. */
export const STRANGER = { shortName: 'Zénaïde Q.', reference: 'GL-001' } as const;

export interface World {
	url: string;
	db: pg.Client;
	/** The browser of each actor, signed in. */
	as: Record<Actor, APIRequestContext>;
	/** Signs in again: a session that a test may end. */
	open(actor: Exclude<Actor, 'anonymous'>): Promise<APIRequestContext>;
	/** The day of the next meeting of the group. */
	nextMeeting: string;
	/** The id of an account. */
	idOf(member: MemberKey): Promise<string>;
	/** The first value that a query finds. */
	value(query: string, values?: unknown[]): Promise<string>;
	/** Every row, in short: the same as long as nothing changes. Documents are left out: the server compacts them when it will. */
	fingerprint(): Promise<Record<string, string>>;
}

export const test = base.extend<object, { world: World }>({
	world: [
		async ({ playwright }, use) => {
			const application = await startApplication();
			const db = await openDatabase(application.folder);
			await db.query(WORLD);
			await db.query(RUNNING_MEETING);
			await db.query(REQUESTS);
			const contexts: APIRequestContext[] = [];
			const open = async (member: MemberKey | null): Promise<APIRequestContext> => {
				const context = await playwright.request.newContext({
					baseURL: application.url,
					maxRedirects: 0,
					extraHTTPHeaders: { origin: application.url, accept: 'text/html' }
				});
				contexts.push(context);
				if (member) await signIn(context, member);
				return context;
			};
			const as = {} as World['as'];
			for (const actor of ALL_ACTORS) as[actor] = await open(ACTORS[actor]);
			await db.query(PROVED);
			const value: World['value'] = async (query, values = []) => {
				const { rows } = await db.query<unknown[]>({ text: query, values, rowMode: 'array' });
				return String(rows[0]?.[0]);
			};
			await use({
				url: application.url,
				db,
				as,
				open: (actor) => open(ACTORS[actor]),
				nextMeeting: await value(NEXT_MEETING),
				idOf: (member) => value('select id from auth.users where email = $1', [emailOf(member)]),
				value,
				fingerprint: () => fingerprint(db)
			});
			for (const context of contexts) await context.dispose();
			await db.end();
			await application.stop();
			removeFolder(application.folder);
		},
		{ scope: 'worker', timeout: 120_000 }
	]
});

async function signIn(context: APIRequestContext, member: MemberKey): Promise<APIResponse> {
	return context.post('/connexion', {
		form: { email: emailOf(member), password: MEMBERS[member].passphrase }
	});
}

/** A body with what its documents hold: their states travel in base64. */
export function legible(body: string): string {
	const states = body.match(/[A-Za-z0-9+/]{80,}={0,2}/g) ?? [];
	return [body, ...states.map((state) => Buffer.from(state, 'base64').toString('utf8'))].join('\n');
}

async function fingerprint(db: pg.Client): Promise<Record<string, string>> {
	const { rows: tables } = await db.query<{ name: string }>(
		`select table_name as name from information_schema.tables
		 where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'document%'
			-- What the clock does with messages, and what the first page of somebody makes for themselves.
			and table_name <> all (array['mail_days', 'mail_sends', 'mail_settings', 'notices', 'device_secrets'])
		 order by table_name`
	);
	const prints: Record<string, string> = {};
	for (const { name } of tables) {
		const { rows } = await db.query<{ print: string }>(
			`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from public.${name} as t`
		);
		prints[name] = rows[0]?.print ?? '';
	}
	return prints;
}

const NEXT_MEETING = `select (starts_at at time zone 'Europe/Paris')::date::text from public.meetings
	where status <> 'closed' order by starts_at limit 1`;

const profile = (member: MemberKey): string =>
	`(select id from auth.users where email = '${emailOf(member)}')`;

/** Identities are shown to who proved a second factor: `inside` has, by a backup code. */
const PROVED = `insert into public.session_states (session_id, profile_id, proved_at)
	select s.id, s.user_id, now() from auth.sessions as s where s.user_id = ${profile(ACTORS.inside)}`;

/** A second group with a shared case, whose facilitator has left the first; a mandate that ended while circles go on. */
const WORLD = `
	insert into public.circle_members (case_id, group_id, profile_id, reason)
	select c.id, c.group_id, ${profile('helene')}, 'invitée' from public.cases as c where c.reference in ('VT-018', 'VT-050')
	on conflict do nothing;
	update public.blockers set entrusted_by = ${profile('lea')}
	where type_code = 'childcare' and case_id = (select id from public.cases where reference = 'VT-018');
	update public.mandates set ends_at = now()
	where profile_id in (${profile('helene')}, ${profile('pauline')});
	insert into public.meeting_series (id, group_id, kind, weeks, starts_time, ends_time, created_by)
	select gen_random_uuid(), id, 'engagement', 4, '14:00', '16:00', ${profile('nathalie')}
	from public.groups where reference_prefix = 'VT';
	with territory as (
		insert into public.territories (slug, name, commune, official_code)
		values ('les-glycines', 'Les Glycines', 'Valmarin', 'QP099002') returning id
	), the_group as (
		insert into public.groups (territory_id, reference_prefix, last_reference)
		select id, 'GL', 1 from territory returning id
	), mandate as (
		insert into public.mandates (profile_id, group_id, role)
		select ${profile('pauline')}, id, 'facilitator' from the_group
	), meeting as (
		insert into public.meetings (group_id, starts_at, ends_at, place, created_by)
		select id, now() + interval '40 days', now() + interval '40 days 2 hours', 'Salle des Glycines', ${profile('pauline')}
		from the_group
	), person as (
		insert into public.people (group_id, first_name, last_initial, birth_year)
		select id, 'Zénaïde', 'Q', 1988 from the_group returning id, group_id
	), the_case as (
		insert into public.cases (group_id, person_id, organization_id, reference, cohort, created_by, referent_id)
		select p.group_id, p.id, o.organization_id, '${STRANGER.reference}', 'women', o.id, o.id
		from person as p, public.profiles as o where o.id = ${profile('pauline')}
		returning id, group_id, organization_id
	), circle as (
		insert into public.circle_members (case_id, group_id, profile_id, reason)
		select id, group_id, ${profile('pauline')}, 'creator' from the_case
	), blocker as (
		insert into public.blockers (case_id, group_id, type_code, detail, created_by)
		select id, group_id, 'housing', 'Hébergée chez sa cousine', ${profile('pauline')} from the_case
	), agreement as (
		insert into public.agreements (case_id, group_id, form, given_on, expires_on, recorded_by)
		select id, group_id, 'oral', current_date - 1, current_date + 300, ${profile('pauline')} from the_case
		returning id, group_id
	)
	insert into public.agreement_organizations (agreement_id, group_id, organization_id)
	select a.id, a.group_id, c.organization_id from agreement as a, the_case as c;
	insert into public.circle_requests (id, case_id, group_id, profile_id, reason)
	select gen_random_uuid(), c.id, c.group_id, u.id, 'Pour en parler' from public.cases as c, auth.users as u
	where c.reference = 'VT-018' and u.email in (${['yacine', 'sophie', 'bruno', 'olivier', 'julien'].map((name) => `'${name}@tilleuls.example'`).join(', ')});
	insert into public.handovers (id, case_id, group_id, from_id, to_id)
	select gen_random_uuid(), c.id, c.group_id, c.referent_id, case when c.reference = 'VT-018' then ${profile('lea')} else ${profile('amina')} end
	from public.cases as c where c.reference in ('VT-018', 'VT-027', 'VT-044', 'VT-049', 'VT-057');
`;
