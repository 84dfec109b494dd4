/** Rows for tests, written as the owner of the objects: policies and commands are not asked. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { BlockerType } from '../../src/lib/domain/blocker';
import type { Caller } from '../../src/lib/domain/caller';
import type { Cohort } from '../../src/lib/domain/cohort';
import type { Role } from '../../src/lib/domain/member';
import type { Stage } from '../../src/lib/domain/stage';

type Owner = Pick<pg.Client, 'query'>;

let count = 0;
/** A number never used before in this test file. */
function next(): number {
	count += 1;
	return count;
}

export interface NewOrganization {
	name?: string;
	kind?: string;
	sensitive?: boolean;
}

/** Returns the id of a new organisation. */
export async function buildOrganization(
	owner: Owner,
	{ name = `Organisation ${next()}`, kind = 'association', sensitive = false }: NewOrganization = {}
): Promise<string> {
	return insert(owner, 'organizations', { name, kind, sensitive });
}

export interface BuiltGroup {
	id: string;
	slug: string;
	territoryId: string;
	prefix: string;
}

/** Returns a new group with its territory. */
export async function buildGroup(owner: Owner, name = 'Les Essais'): Promise<BuiltGroup> {
	const number = next();
	const slug = `quartier-${number}`;
	const prefix = `T${letters(number)}`;
	const territoryId = await insert(owner, 'territories', {
		slug,
		name,
		commune: 'Valmarin',
		official_code: `QN${number}`
	});
	const id = await insert(owner, 'groups', { territory_id: territoryId, reference_prefix: prefix });
	return { id, slug, territoryId, prefix };
}

export interface NewProfile {
	organizationId: string;
	firstName?: string;
	lastName?: string;
	jobTitle?: string;
	email?: string;
	administrator?: boolean;
}

/** Returns the id of a new professional, who has an account (without a password) and no session. */
export async function buildProfile(owner: Owner, profile: NewProfile): Promise<string> {
	const id = randomUUID();
	const number = next();
	await owner.query(
		`insert into auth.users (id, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
		 values ($1, $2, now(), '{}', '{}', now(), now())`,
		[id, profile.email ?? `pro-${number}@essais.example`]
	);
	await insert(owner, 'profiles', {
		id,
		organization_id: profile.organizationId,
		first_name: profile.firstName ?? `Prénom${letters(number)}`,
		last_name: profile.lastName ?? `Nom${letters(number)}`,
		job_title: profile.jobTitle ?? 'Référente',
		color: (number % 8) + 1
	});
	if (profile.administrator) {
		await owner.query('insert into public.administrators (profile_id) values ($1)', [id]);
	}
	return id;
}

export interface NewMandate {
	profileId: string;
	groupId: string;
	role?: Role;
	startsAt?: string;
	endsAt?: string | null;
}

/** Returns the id of a new mandate; by default a practitioner's, begun yesterday and open. */
export async function buildMandate(owner: Owner, mandate: NewMandate): Promise<string> {
	return insert(owner, 'mandates', {
		profile_id: mandate.profileId,
		group_id: mandate.groupId,
		role: mandate.role ?? 'practitioner',
		starts_at: mandate.startsAt ?? daysAgo(1),
		ends_at: mandate.endsAt ?? null
	});
}

export interface NewCase {
	groupId: string;
	/** Organisation that opened it. */
	organizationId: string;
	createdBy: string;
	referentId?: string;
	firstName?: string;
	cohort?: Cohort;
	stage?: Stage;
	/** Everybody in the circle; by default its creator. */
	circle?: string[];
	/** Organisations of an agreement in force; none: the case is not shared. */
	agreement?: string[];
	blockers?: BlockerType[];
}

export interface BuiltCase {
	id: string;
	personId: string;
	reference: string;
}

/** Returns a new case with its person, circle, agreement and blockers. */
export async function buildCase(owner: Owner, options: NewCase): Promise<BuiltCase> {
	const group = { group_id: options.groupId };
	const { rows } = await owner.query<{ reference: string }>(
		`update public.groups set last_reference = last_reference + 1 where id = $1
		 returning reference_prefix || '-' || lpad(last_reference::text, 3, '0') as reference`,
		[options.groupId]
	);
	const reference = rows[0]?.reference ?? '';
	const personId = await insert(owner, 'people', {
		...group,
		first_name: options.firstName ?? `Personne${letters(next())}`,
		last_initial: 'H',
		birth_year: 1998
	});
	const id = await insert(owner, 'cases', {
		...group,
		person_id: personId,
		organization_id: options.organizationId,
		reference,
		cohort: options.cohort ?? 'youth',
		stage: options.stage ?? 'outreach',
		referent_id: options.referentId ?? options.createdBy,
		created_by: options.createdBy
	});
	const subject = { ...group, case_id: id };
	for (const profileId of options.circle ?? [options.createdBy]) {
		await insert(owner, 'circle_members', { ...subject, profile_id: profileId });
	}
	if (options.agreement) {
		await buildAgreement(owner, {
			groupId: options.groupId,
			caseId: id,
			recordedBy: options.createdBy,
			organizationIds: options.agreement
		});
	}
	for (const type of options.blockers ?? []) {
		await insert(owner, 'blockers', {
			...subject,
			type_code: type,
			created_by: options.createdBy
		});
	}
	return { id, personId, reference };
}

export interface NewAgreement {
	groupId: string;
	caseId: string;
	recordedBy: string;
	organizationIds: string[];
	givenOn?: string;
	expiresOn?: string;
	withdrawnAt?: string | null;
}

/** Returns the id of a new agreement; by default in force for a year. */
export async function buildAgreement(owner: Owner, agreement: NewAgreement): Promise<string> {
	const id = await insert(owner, 'agreements', {
		case_id: agreement.caseId,
		group_id: agreement.groupId,
		form: 'oral',
		given_on: agreement.givenOn ?? daysAgo(1).slice(0, 10),
		expires_on: agreement.expiresOn ?? daysAgo(-365).slice(0, 10),
		withdrawn_at: agreement.withdrawnAt ?? null,
		recorded_by: agreement.recordedBy
	});
	for (const organizationId of agreement.organizationIds) {
		await owner.query(
			`insert into public.agreement_organizations (agreement_id, group_id, organization_id)
			 values ($1, $2, $3)`,
			[id, agreement.groupId, organizationId]
		);
	}
	return id;
}

export interface NewMeeting {
	groupId: string;
	createdBy: string;
	startsAt?: string;
	status?: string;
}

/** Returns the id of a new meeting of three hours; by default in two days. */
export async function buildMeeting(owner: Owner, meeting: NewMeeting): Promise<string> {
	const startsAt = meeting.startsAt ?? daysAgo(-2);
	return insert(owner, 'meetings', {
		group_id: meeting.groupId,
		starts_at: startsAt,
		ends_at: new Date(Date.parse(startsAt) + 3 * 3_600_000).toISOString(),
		status: meeting.status ?? 'draft',
		created_by: meeting.createdBy
	});
}

/** A signed-in caller with a session of their own, as a verified token would give. */
export async function callerFor(owner: Owner, profileId: string): Promise<Caller> {
	const sessionId = randomUUID();
	await owner.query(
		`insert into auth.sessions (id, user_id, created_at, updated_at, aal) values ($1, $2, now(), now(), 'aal1')`,
		[sessionId, profileId]
	);
	return {
		profileId,
		sessionId,
		claims: { sub: profileId, session_id: sessionId, role: 'authenticated', aal: 'aal1' }
	};
}

/** ISO date-time that many days before now; after, when negative. */
export function daysAgo(days: number): string {
	return new Date(Date.now() - days * 86_400_000).toISOString();
}

async function insert(owner: Owner, table: string, row: Record<string, unknown>): Promise<string> {
	const columns = Object.keys(row);
	const places = columns.map((_, index) => `$${index + 1}`);
	const { rows } = await owner.query<{ id: string }>(
		`insert into public.${table} (${columns.join(', ')}) values (${places.join(', ')}) returning id`,
		Object.values(row)
	);
	return rows[0]?.id ?? '';
}

/** 1 → `A`, 27 → `AA`. */
function letters(number: number): string {
	const rest = number - 1;
	return (rest >= 26 ? letters(Math.floor(rest / 26)) : '') + String.fromCharCode(65 + (rest % 26));
}
