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
import { fillWorld } from './world-rows';

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
	/** To circle: the partner handed that blocker back. */
	blockerAnswer: string;
	action: string;
	/** Of alpha, of the clinic, and one of alpha that is not given any more. */
	services: Record<'open' | 'hidden' | 'archived', string>;
	/** From circle to a guest, about the shared case, by the link `un invité`. */
	guestRequest: string;
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
	/** A request of circle to nobody in particular, on each case. */
	decisions: Record<'shared' | 'unshared' | 'elsewhere', string>;
	/** The shared case, carried by the closed meeting; and what was added to its minutes. */
	carried: string;
	/** A file of circle’s, read and not imported yet. */
	import: string;
	addendum: string;
	/** What the journal holds of all this. */
	changes: string[];
}

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
		services: { open: randomUUID(), hidden: randomUUID(), archived: randomUUID() },
		blockerAnswer: randomUUID(),
		action: randomUUID(),
		guestRequest: randomUUID(),
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
		decisions: { shared: randomUUID(), unshared: randomUUID(), elsewhere: randomUUID() },
		carried: randomUUID(),
		import: randomUUID(),
		addendum: randomUUID(),
		changes: []
	};
	await fillWorld(owner, world);
	const { rows } = await owner.query<{ id: string }>('select id::text from public.change_events');
	return { ...world, changes: rows.map(({ id }) => id) };
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
