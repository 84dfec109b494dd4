import { sql } from 'kysely';
import type { Tx } from './transaction';

/** The subjects of the documents whose facts a change touches. */
export interface TouchedSubjects {
	caseIds: string[];
	groupIds: string[];
	meetingIds: string[];
	profileIds: string[];
}

/** As the system: what a change of these cases touches: boards, agendas not closed and those that decided on them, inboxes of those it concerns. One query. */
export async function subjectsOfCase(tx: Tx, caseIds: readonly string[]): Promise<TouchedSubjects> {
	const ids = [...caseIds];
	const { rows } = await sql<TouchedSubjects>`
		with touched as materialized (
			select c.id, c.group_id, c.referent_id from public.cases as c where c.id = any (${ids}::uuid[])
		)
		select
			array(select t.id from touched as t) as "caseIds",
			array(select distinct t.group_id from touched as t) as "groupIds",
			array(
				select m.id from public.meetings as m
				where m.group_id in (select t.group_id from touched as t) and m.status <> 'closed'
				union
				select d.meeting_id from public.decisions as d where d.case_id in (select t.id from touched as t)
			) as "meetingIds",
			array(
				select t.referent_id from touched as t where t.referent_id is not null
				union
				select k.profile_id from public.circle_members as k where k.case_id in (select t.id from touched as t)
				union
				select a.owner_id from public.actions as a
				where a.case_id in (select t.id from touched as t) and a.owner_id is not null
				union
				select b.carrier_id from public.blockers as b
				where b.case_id in (select t.id from touched as t) and b.carrier_id is not null
				union
				select n.target_id from public.mentions as n where n.case_id in (select t.id from touched as t)
				union
				select d.owner_id from public.decisions as d
				where d.case_id in (select t.id from touched as t) and d.owner_id is not null
				union
				select q.profile_id from public.circle_requests as q where q.case_id in (select t.id from touched as t)
				union
				select h.from_id from public.handovers as h where h.case_id in (select t.id from touched as t)
			) as "profileIds"`.execute(tx);
	return rows[0] ?? { caseIds: [], groupIds: [], meetingIds: [], profileIds: [] };
}

/** As the system: the groups where these people have a mandate in force, whose boards and agendas name them. */
export async function groupsOfProfiles(tx: Tx, profileIds: readonly string[]): Promise<string[]> {
	const ids = [...profileIds];
	const { rows } = await sql<{ groupIds: string[] }>`
		select array(
			select distinct m.group_id from private.mandates_in_force as m where m.profile_id = any (${ids}::uuid[])
		) as "groupIds"`.execute(tx);
	return rows[0]?.groupIds ?? [];
}
