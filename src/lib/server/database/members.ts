import { sql } from 'kysely';
import type { Member, Role } from '$lib/domain/member';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

export interface Me extends Member {
	/** Administers the deployment, which opens no case. */
	administrator: boolean;
}

export interface MyGroup {
	id: string;
	slug: string;
	name: string;
	commune: string;
	role: Role;
	/** `startsAt` is an ISO date-time, `date` the day in France, as in addresses. */
	nextMeeting: { id: string; startsAt: string; date: string } | null;
}

/** Finds the caller as a colleague; null when their account has no profile. Without a mandate the role is `observer`. */
export async function findMe(tx: Tx): Promise<Me | null> {
	const { rows } = await sql<Me>`
		select me.id, me.first_name as "firstName", me.last_name as "lastName", me.job_title as "jobTitle",
			me.organization, me.organization_id as "organizationId", me.role, me.color, me.administrator
		from public.find_me() as me`.execute(tx);
	return rows[0] ?? null;
}

/** Lists the groups where the caller has a mandate in force, by name. */
export async function listMyGroups(tx: Tx): Promise<MyGroup[]> {
	const { rows } = await sql<MyGroup>`
		select g.id, t.slug, t.name, t.commune, r.role, n.meeting as "nextMeeting"
		from public.groups as g
		join public.territories as t on t.id = g.territory_id
		cross join lateral (
			select case
				when bool_or(m.role = 'facilitator') then 'facilitator'
				when bool_or(m.role = 'practitioner') then 'practitioner'
				else 'observer' end as role
			from public.mandates as m
			where m.group_id = g.id and m.profile_id = (select auth.uid())
				and m.starts_at <= now() and (m.ends_at is null or m.ends_at > now())
		) as r
		left join lateral (
			select jsonb_build_object('id', d.meeting_id, 'startsAt', private.iso(d.starts_at), 'date', d.held_on) as meeting
			from public.list_meeting_dates(g.id) as d
			where d.status <> 'closed' and d.ends_at > now()
			order by d.starts_at limit 1
		) as n on true
		where g.id = any (private.my_groups_of_any_role())
		order by t.name, g.id`.execute(tx);
	return rows;
}

/** Finds a group of the caller by the slug of its territory; throws Refusal('not_found'). */
export async function findGroupBySlug(tx: Tx, slug: string): Promise<MyGroup> {
	const group = (await listMyGroups(tx)).find((mine) => mine.slug === slug);
	if (!group) throw new Refusal('not_found');
	return group;
}

/** Lists who works in a group, for one of its members: sensitive organisations that the caller may not know are null. */
export async function listMembers(tx: Tx, groupId: string): Promise<Member[]> {
	const { rows } = await sql<Member>`
		select m.id, m.first_name as "firstName", m.last_name as "lastName", m.job_title as "jobTitle",
			m.organization, m.organization_id as "organizationId", m.role, m.color
		from public.list_members(${groupId}) as m`.execute(tx);
	return rows;
}

/** Lists the organisations that work in a group, for one of its members: those whose name they may know, by name. */
export async function listGroupOrganizations(
	tx: Tx,
	groupId: string
): Promise<{ id: string; name: string }[]> {
	const { rows } = await sql<{ id: string; name: string }>`
		select distinct m.organization_id as id, m.organization as name
		from public.list_members(${groupId}::uuid) as m where m.organization is not null`.execute(tx);
	return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** Since when each colleague has worked in a group without a break of their present mandate, for one of its members. */
export async function listMemberStarts(
	tx: Tx,
	groupId: string
): Promise<{ profileId: string; since: Date }[]> {
	const { rows } = await sql<{ profileId: string; since: Date }>`
		select m.profile_id as "profileId", min(m.starts_at) as since from public.mandates as m
		where m.group_id = ${groupId}::uuid and m.starts_at <= now() and (m.ends_at is null or m.ends_at > now())
		group by m.profile_id`.execute(tx);
	return rows;
}
