/** What administrators do. For anybody else all of it throws Refusal('not_found'). None of it returns more of a case than a count. */
import { sql } from 'kysely';
import type {
	Account,
	AdministeredBlockerType,
	AdministeredGroup,
	AdministeredOrganization
} from '$lib/domain/administration';
import type { BlockerType } from '$lib/domain/blocker';
import type { MandateHolder } from './mandates';
import type { Tx } from './transaction';

const DORMANT_DAYS = 90;

/** Made by whoever asks. */
export type NewOrganization = Omit<AdministeredOrganization, 'accounts'>;

/** Adds an organisation. Throws Refusal: conflict for a name that is taken, invalid. */
export async function createOrganization(tx: Tx, input: NewOrganization): Promise<void> {
	await sql`select public.create_organization(${input.id}::uuid, ${input.name}, ${input.kind}, ${input.sensitive},
		${input.secondFactor})`.execute(tx);
}

/** Only the fields that are there change. */
export type OrganizationChanges = Partial<Omit<NewOrganization, 'id'>>;

/** Changes an organisation. Throws Refusal: not_found, conflict for a name that is taken, invalid. */
export async function setOrganization(
	tx: Tx,
	{ id, changes }: { id: string; changes: OrganizationChanges }
): Promise<void> {
	await sql`select public.set_organization(${id}::uuid, ${JSON.stringify(changes)}::jsonb)`.execute(
		tx
	);
}

/** Lists every organisation, by name. */
export async function listOrganizations(tx: Tx): Promise<AdministeredOrganization[]> {
	const { rows } = await sql<AdministeredOrganization>`
		select o.id, o.name, o.kind, o.sensitive, o.second_factor as "secondFactor", o.accounts
		from public.list_organizations() as o`.execute(tx);
	return rows;
}

/** `id` is the group's, made by whoever asks. */
export type NewGroup = Omit<AdministeredGroup, 'members' | 'observers' | 'cases'>;

/** Adds a territory and its group. Throws Refusal: conflict for a slug, code or prefix that is taken, invalid. */
export async function createGroup(tx: Tx, input: NewGroup): Promise<void> {
	await sql`select public.create_group(${input.id}::uuid, ${input.slug}, ${input.name}, ${input.commune},
		${input.officialCode}, ${input.referencePrefix}, ${input.meetingIntervalWeeks}::integer)`.execute(
		tx
	);
}

/** Only the fields that are there change. The address and the prefix of references never do. */
export type GroupChanges = Partial<Omit<NewGroup, 'id' | 'slug' | 'referencePrefix'>>;

/** Changes a territory and its group. Throws Refusal: not_found, conflict for a code that is taken, invalid. */
export async function setGroup(
	tx: Tx,
	{ id, changes }: { id: string; changes: GroupChanges }
): Promise<void> {
	await sql`select public.set_group(${id}::uuid, ${JSON.stringify(changes)}::jsonb)`.execute(tx);
}

/** Lists every group, by the name of its territory. */
export async function listGroups(tx: Tx): Promise<AdministeredGroup[]> {
	const { rows } = await sql<AdministeredGroup>`
		select g.id, g.slug, g.name, g.commune, g.official_code as "officialCode", g.reference_prefix as "referencePrefix",
			g.meeting_interval_weeks as "meetingIntervalWeeks", g.members, g.observers, g.cases
		from public.list_groups() as g`.execute(tx);
	return rows;
}

/** Changes a type of blocker. Restricting one reserves the actions about it. Throws Refusal: not_found. */
export async function setBlockerType(
	tx: Tx,
	{
		code,
		changes
	}: { code: BlockerType; changes: Partial<Record<'restricted' | 'offered', boolean>> }
): Promise<void> {
	await sql`select public.set_blocker_type(${code}, ${JSON.stringify(changes)}::jsonb)`.execute(tx);
}

/** Lists the types of blockers, in their order. */
export async function listBlockerTypes(tx: Tx): Promise<AdministeredBlockerType[]> {
	const { rows } = await sql<AdministeredBlockerType>`
		select t.code, t.family, t.restricted, t.offered from public.list_blocker_types() as t`.execute(tx);
	return rows;
}

const ACCOUNTS = sql<Account>`
	select a.id, a.first_name as "firstName", a.last_name as "lastName", a.email, a.job_title as "jobTitle",
		a.organization_id as "organizationId", a.organization, a.administrator, a.second_factor as "secondFactor",
		a.banned_until as "bannedUntil", a.last_seen_at as "lastSeenAt", a.created_at as "createdAt", a.mandates
	from public.list_accounts() as a`;

/** Lists everybody who has an account, by last name. */
export async function listAccounts(tx: Tx): Promise<Account[]> {
	return (await ACCOUNTS.execute(tx)).rows;
}

/** Lists those who could enter something and have not been seen for that many days. */
export async function listDormantAccounts(tx: Tx, days = DORMANT_DAYS): Promise<Account[]> {
	const { rows } = await sql<Account>`${ACCOUNTS}
		where coalesce(a.last_seen_at, a.created_at) < now() - make_interval(days => ${days}::integer)
			and (a.administrator or a.mandates <> '[]')`.execute(tx);
	return rows;
}

/** Only the fields that are there change. */
export type AccountChanges = Partial<Pick<Account, 'organizationId' | 'jobTitle'>>;

/** Changes somebody's employer or job. Throws Refusal: not_found, not_allowed for one's own employer, invalid. */
export async function setAccount(
	tx: Tx,
	{ profileId, changes }: { profileId: string; changes: AccountChanges }
): Promise<void> {
	await sql`select public.set_account(${profileId}::uuid, ${JSON.stringify(changes)}::jsonb)`.execute(
		tx
	);
}

/** Makes somebody an administrator. Throws Refusal('not_found'). */
export async function grantAdministrator(tx: Tx, profileId: string): Promise<void> {
	await sql`select public.grant_administrator(${profileId}::uuid)`.execute(tx);
}

/** Takes administration from somebody. Throws Refusal: not_found, conflict for the last one who can sign in. */
export async function endAdministrator(tx: Tx, profileId: string): Promise<void> {
	await sql`select public.end_administrator(${profileId}::uuid)`.execute(tx);
}

/** Signs somebody out everywhere, and returns the sessions that ended. Throws Refusal('not_found'). */
export async function endSessionsOf(tx: Tx, profileId: string): Promise<string[]> {
	const { rows } = await sql<{ ended: string[] }>`
		select public.end_sessions_of(${profileId}::uuid) as ended`.execute(tx);
	return rows[0]?.ended ?? [];
}

/** What an administrator has the sign-in service do to somebody. */
export type AccountAction = 'suspended' | 'restored' | 'second_factor';

/** Notes in the journal what the sign-in service is about to be asked for. Throws Refusal: not_found, invalid. */
export async function noteAccountAction(
	tx: Tx,
	{ profileId, action }: { profileId: string; action: AccountAction }
): Promise<void> {
	await sql`select public.note_account_action(${profileId}::uuid, ${action})`.execute(tx);
}

/** Ends these mandates, all or none, and records the review. Throws Refusal: not_found, conflict when one is over already. */
export async function recordAccessReview(
	tx: Tx,
	{ endedMandates }: { endedMandates: readonly string[] }
): Promise<MandateHolder[]> {
	const { rows } = await sql<{ ended: MandateHolder[] }>`
		select public.record_access_review(${[...endedMandates]}::uuid[]) as ended`.execute(tx);
	return rows[0]?.ended ?? [];
}

export interface AccessReview {
	/** First name and last name. */
	by: string;
	at: Date;
	accounts: number;
	endedMandates: number;
}

/** Finds when access was last reviewed; null: never. */
export async function findLastAccessReview(tx: Tx): Promise<AccessReview | null> {
	const { rows } = await sql<AccessReview>`
		select p.first_name || ' ' || p.last_name as by, r.reviewed_at as at, r.accounts,
			r.ended_mandates as "endedMandates"
		from public.access_reviews as r
		join public.profiles as p on p.id = r.reviewed_by
		order by r.reviewed_at desc limit 1`.execute(tx);
	return rows[0] ?? null;
}
