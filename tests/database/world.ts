/** Two groups with everything in them, and one actor for each way of having, or not having, access. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sql, type Kysely } from 'kysely';
import type { Caller } from '../../src/lib/domain/caller';
import type { Database } from '../../src/lib/server/database/schema';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildMeeting,
	buildOrganization,
	buildProfile,
	callerFor,
	daysAgo,
	type BuiltCase,
	type BuiltGroup
} from '../support/builders';
import type { TestDatabase } from '../support/database';

/**
 * circle: opened both cases of the group. partner: in the circle of the shared one, from an organisation it names.
 * colleague: same organisation as circle, in no circle. unnamed: invited in the circle, but the agreement does not name
 * their organisation. facilitator: in no circle. neighbour: works in the other group, left in the circle by mistake.
 * ended, future, observer, admin: left in the circle too, with a mandate that is over, not begun, of an observer, or none.
 * stranger: signed in, without a profile.
 */
export const SIGNED_IN = [
	'circle',
	'partner',
	'colleague',
	'unnamed',
	'facilitator',
	'neighbour',
	'ended',
	'future',
	'observer',
	'admin',
	'stranger'
] as const;
export type SignedIn = (typeof SIGNED_IN)[number];
export const ACTORS = [...SIGNED_IN, 'anonymous'] as const;
export type Actor = (typeof ACTORS)[number];

export interface World {
	organizations: Record<'alpha' | 'beta' | 'gamma' | 'clinic', string>;
	group: BuiltGroup;
	otherGroup: BuiltGroup;
	people: Record<Exclude<SignedIn, 'stranger'>, string>;
	callers: Record<SignedIn, Caller>;
	/** Opened by alpha; shared with alpha and beta. */
	shared: BuiltCase;
	/** Opened by alpha; no agreement. */
	unshared: BuiltCase;
	/** Of the other group. */
	elsewhere: BuiltCase;
	meeting: string;
	closedMeeting: string;
	meetingElsewhere: string;
	/** Steering committees, without a date yet. */
	series: string;
	seriesElsewhere: string;
	blocker: string;
	action: string;
	/** From circle to partner, in the note of the shared case. */
	mention: string;
	/** From circle to facilitator, who may not read that note. */
	mentionOutside: string;
	/** From facilitator to unnamed, in the agenda. */
	mentionInMeeting: string;
	agreement: string;
	agreementElsewhere: string;
	/** The partner's. */
	mandate: string;
	/** From the facilitator to the address of the administrator. */
	invitation: string;
	/** From the facilitator, to join the circle of the shared case. */
	request: string;
	/** From the colleague; the partner said no. */
	refusedRequest: string;
	/** Of the shared case, from circle to partner. */
	handover: string;
	/** What the journal holds of all this. */
	changes: string[];
}

/** The secret of the invitation of the world. */
export const INVITATION_TOKEN = 'un lien';

/** Builds the world in a fresh database. */
export async function buildWorld({ owner }: Pick<TestDatabase, 'owner'>): Promise<World> {
	const organizations = {
		alpha: await buildOrganization(owner, { name: 'Alpha' }),
		beta: await buildOrganization(owner, { name: 'Beta' }),
		gamma: await buildOrganization(owner, { name: 'Gamma' }),
		clinic: await buildOrganization(owner, { name: 'Clinique', sensitive: true })
	};
	const group = await buildGroup(owner, 'Les Essais');
	const otherGroup = await buildGroup(owner, 'Ailleurs');
	const { alpha, beta, gamma, clinic } = organizations;
	const person = (organizationId: string, administrator = false): Promise<string> =>
		buildProfile(owner, { organizationId, administrator });
	const people = {
		circle: await person(alpha),
		partner: await person(beta),
		colleague: await person(alpha),
		unnamed: await person(clinic),
		facilitator: await person(gamma),
		neighbour: await person(alpha),
		ended: await person(alpha),
		future: await person(alpha),
		observer: await person(alpha),
		admin: await person(alpha, true)
	};
	const groupId = group.id;
	for (const profileId of [people.circle, people.colleague, people.unnamed]) {
		await buildMandate(owner, { profileId, groupId });
	}
	const mandate = await buildMandate(owner, { profileId: people.partner, groupId });
	await buildMandate(owner, { profileId: people.facilitator, groupId, role: 'facilitator' });
	await buildMandate(owner, { profileId: people.observer, groupId, role: 'observer' });
	await buildMandate(owner, {
		profileId: people.ended,
		groupId,
		role: 'facilitator',
		startsAt: daysAgo(30),
		endsAt: daysAgo(1)
	});
	await buildMandate(owner, { profileId: people.future, groupId, startsAt: daysAgo(-1) });
	await buildMandate(owner, { profileId: people.neighbour, groupId: otherGroup.id });

	const { circle, partner, unnamed, facilitator, neighbour } = people;
	const misplaced = [neighbour, people.ended, people.future, people.observer, people.admin];
	const shared = await buildCase(owner, {
		groupId,
		organizationId: alpha,
		createdBy: circle,
		circle: [circle, partner, unnamed, ...misplaced],
		agreement: [alpha, beta]
	});
	const unshared = await buildCase(owner, {
		groupId,
		organizationId: alpha,
		createdBy: circle,
		circle: [circle, partner, unnamed, ...misplaced]
	});
	const elsewhere = await buildCase(owner, {
		groupId: otherGroup.id,
		organizationId: alpha,
		createdBy: neighbour,
		circle: [neighbour, circle],
		agreement: [alpha]
	});
	const meeting = await buildMeeting(owner, { groupId, createdBy: facilitator });
	const closedMeeting = await buildMeeting(owner, {
		groupId,
		createdBy: facilitator,
		startsAt: daysAgo(40),
		status: 'closed'
	});
	const meetingElsewhere = await buildMeeting(owner, {
		groupId: otherGroup.id,
		createdBy: neighbour
	});
	const world: World = {
		organizations,
		group,
		otherGroup,
		people,
		callers: await callersOf(owner, people),
		shared,
		unshared,
		elsewhere,
		meeting,
		closedMeeting,
		meetingElsewhere,
		series: randomUUID(),
		seriesElsewhere: randomUUID(),
		blocker: randomUUID(),
		action: randomUUID(),
		mention: randomUUID(),
		mentionOutside: randomUUID(),
		mentionInMeeting: randomUUID(),
		agreement: await idOf(owner, 'agreements', shared.id),
		agreementElsewhere: await idOf(owner, 'agreements', elsewhere.id),
		mandate,
		invitation: randomUUID(),
		request: randomUUID(),
		refusedRequest: randomUUID(),
		handover: randomUUID(),
		changes: []
	};
	await fill(owner, world);
	await askOfCircle(owner, world);
	await planMeetings(owner, world);
	const { rows } = await owner.query<{ id: string }>('select id::text from public.change_events');
	return { ...world, changes: rows.map(({ id }) => id) };
}

/** What waits for the circle of the shared case. */
async function askOfCircle(owner: pg.Client, world: World): Promise<void> {
	const { people, group, shared } = world;
	const subject = [shared.id, group.id];
	await owner.query(
		`insert into public.circle_requests (id, case_id, group_id, profile_id, reason) values ($1, $2, $3, $4, $5)`,
		[world.request, ...subject, people.facilitator, 'Préparer la réunion']
	);
	await owner.query(
		`insert into public.circle_requests (id, case_id, group_id, profile_id, reason, answered_at, answered_by, accepted)
		 values ($1, $2, $3, $4, $5, now(), $6, false)`,
		[world.refusedRequest, ...subject, people.colleague, 'Remplacement', people.partner]
	);
	await owner.query(
		'insert into public.handovers (id, case_id, group_id, from_id, to_id) values ($1, $2, $3, $4, $5)',
		[world.handover, ...subject, people.circle, people.partner]
	);
}

/** Series, answers and a calendar, with the token `calendrier`. */
async function planMeetings(owner: pg.Client, world: World): Promise<void> {
	const { people, group, otherGroup } = world;
	const plans = [
		[world.series, group.id, people.facilitator, world.meeting, people.circle],
		[
			world.seriesElsewhere,
			otherGroup.id,
			people.neighbour,
			world.meetingElsewhere,
			people.neighbour
		]
	];
	for (const plan of plans) {
		await owner.query(
			`with s as (
				insert into public.meeting_series (id, group_id, kind, weeks, starts_time, ends_time, created_by)
				values ($1, $2, 'steering', 26, '14:00', '16:00', $3)
			)
			insert into public.meeting_attendance (meeting_id, group_id, profile_id, answer, answered_by)
			values ($4, $2, $5, 'remote', $5)`,
			plan
		);
	}
	await owner.query(
		`insert into public.calendar_feeds (profile_id, token_hash) values ($1, sha256('calendrier'))`,
		[people.circle]
	);
}

async function callersOf(owner: pg.Client, people: World['people']): Promise<World['callers']> {
	const strangerId = randomUUID();
	await owner.query('insert into auth.users (id, email) values ($1, $2)', [
		strangerId,
		'inconnue@essais.example'
	]);
	const callers: Partial<World['callers']> = { stranger: await callerFor(owner, strangerId) };
	for (const [actor, id] of Object.entries(people)) {
		callers[actor as SignedIn] = await callerFor(owner, id);
	}
	return callers as World['callers'];
}

/** Rows of the tables that have no builder, in each case. */
async function fill(owner: pg.Client, world: World): Promise<void> {
	const { people, group, otherGroup, shared, unshared, elsewhere } = world;
	const cases = [
		{
			groupId: group.id,
			built: shared,
			by: people.circle,
			blocker: world.blocker,
			action: world.action
		},
		{ groupId: group.id, built: unshared, by: people.circle },
		{ groupId: otherGroup.id, built: elsewhere, by: people.neighbour }
	];
	for (const { groupId, built, by, blocker, action } of cases) {
		const subject = [built.id, groupId];
		const blockerId = blocker ?? randomUUID();
		await owner.query(
			`insert into public.blockers (id, case_id, group_id, type_code, detail, carrier_id, created_by)
			 values ($1, $2, $3, 'health', 'Rendez-vous pris', $4, $4)`,
			[blockerId, ...subject, by]
		);
		await owner.query(
			`insert into public.actions (id, case_id, group_id, blocker_id, label, owner_id, due_on, reserved, created_by)
			 values ($1, $2, $3, $4, 'Appeler le centre', $5, private.today() + 1, true, $5)`,
			[action ?? randomUUID(), ...subject, blockerId, by]
		);
		await owner.query(
			`insert into public.stage_changes (case_id, group_id, from_stage, to_stage, changed_by)
			 values ($1, $2, 'outreach', 'diagnosis', $3)`,
			[...subject, by]
		);
		await owner.query(
			`insert into public.person_identities (case_id, group_id, person_id, last_name) values ($1, $2, $3, 'Hamidi')`,
			[...subject, built.personId]
		);
		await owner.query(
			`insert into public.access_events (kind, case_id, group_id, profile_id) values ('identity', $1, $2, $3)`,
			[...subject, by]
		);
		await owner.query(
			`with d as (insert into public.documents (name, kind) values ('case:' || $1, 'case') returning id),
			 u as (insert into public.document_updates (document_id, epoch, seq, content) select id, 1, 1, '\\x00' from d),
			 s as (insert into public.document_snapshots (document_id, epoch, seq, state) select id, 1, 0, '\\x00' from d)
			 insert into public.document_texts (document_id, group_id, case_id, plain_text) select id, $2, $1::uuid, 'texte' from d`,
			subject
		);
	}
	const meetings = [
		[world.meeting, group.id, shared.id],
		[world.meetingElsewhere, otherGroup.id, elsewhere.id]
	];
	for (const [meetingId, groupId, caseId] of meetings) {
		await owner.query(
			`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, question, rank)
			 values ($1, 'case:' || $3, $2, 'case', $3::uuid, 'Que proposer ?', 0)`,
			[meetingId, groupId, caseId]
		);
	}
	await owner.query(
		`with s as (insert into public.session_states (session_id, profile_id) values (gen_random_uuid(), $1)),
		 t as (insert into public.backup_code_tries (profile_id) values ($1))
		 insert into public.backup_codes (profile_id, code_hash) values ($1, sha256('code'))`,
		[people.circle]
	);
	await owner.query(
		`with r as (insert into public.access_reviews (reviewed_by, accounts, ended_mandates) values ($5, 10, 0))
		 insert into public.invitations (id, email, organization_id, group_id, role, token_hash, invited_by, expires_at)
		 select $1, u.email, $2, $3, 'practitioner', sha256($6), $4, now() + interval '7 days'
		 from auth.users as u where u.id = $5`,
		[
			world.invitation,
			world.organizations.alpha,
			group.id,
			people.facilitator,
			people.admin,
			Buffer.from(INVITATION_TOKEN)
		]
	);
	const mention = `insert into public.mentions (id, group_id, case_id, meeting_id, document_name, author_id, target_id, excerpt)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`;
	const note = `case:${shared.id}`;
	const agenda = `meeting:${world.meeting}`;
	const { circle, partner, facilitator, unnamed } = people;
	const excerpt = 'Peux-tu rappeler ?';
	for (const row of [
		[world.mention, group.id, shared.id, null, note, circle, partner, excerpt],
		[world.mentionOutside, group.id, shared.id, null, note, circle, facilitator, null],
		[world.mentionInMeeting, group.id, null, world.meeting, agenda, facilitator, unnamed, excerpt]
	]) {
		await owner.query(mention, row);
	}
}

async function idOf(owner: pg.Client, table: string, caseId: string): Promise<string> {
	const { rows } = await owner.query<{ id: string }>(
		`select id from public.${table} where case_id = $1`,
		[caseId]
	);
	return rows[0]?.id ?? '';
}

/** Runs `work` as an actor and takes back whatever it changed. */
export async function tryAs<T>(
	{ databases }: Pick<TestDatabase, 'databases'>,
	{ world, actor, work }: { world: World; actor: Actor; work: (tx: Tx) => Promise<T> }
): Promise<T> {
	let result: { value: T } | undefined;
	const attempt = async (tx: Tx): Promise<never> => {
		result = { value: await work(tx) };
		throw new Undone();
	};
	try {
		if (actor === 'anonymous') await asAnonymous(databases.person, attempt);
		else await asCaller(databases, world.callers[actor], attempt);
	} catch (error) {
		if (!(error instanceof Undone)) throw error;
	}
	if (!result) throw new Error('the work did not run');
	return result.value;
}

class Undone extends Error {}

async function asAnonymous(
	database: Kysely<Database>,
	work: (tx: Tx) => Promise<never>
): Promise<void> {
	await database.transaction().execute(async (tx) => {
		await sql`select set_config('role', 'anon', true)`.execute(tx);
		await work(tx);
	});
}
