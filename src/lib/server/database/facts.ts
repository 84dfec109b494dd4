import { sql, type RawBuilder } from 'kysely';
import type { Attendance } from '$lib/domain/attendance';
import type { CarriedItem } from '$lib/domain/carried-item';
import type { CardFacts, CaseFacts } from '$lib/domain/case';
import type { Decision } from '$lib/domain/decision';
import type { AgendaCase, AgendaSending, MeetingFacts } from '$lib/domain/meeting';
import type { MeetingRun } from '$lib/domain/meeting-run';
import type { Member } from '$lib/domain/member';
import type { SkippedCase } from '$lib/domain/skipped-case';
import type { Tx } from './transaction';

/*
 * What documents carry of the tables, read as the system: a document is the same for all who may open it, so what they
 * may not all know is masked here. The views are in the migrations.
 */

export interface BoardFacts {
	members: Member[];
	cards: CardFacts[];
}

/** Facts of the board of a group: its shared cases. One query. */
export async function boardFacts(tx: Tx, groupId: string): Promise<BoardFacts> {
	return readBoard(tx, groupId, null);
}

/** Facts of the board of one organisation: the cases it opened that are not shared. One query. */
export async function ownBoardFacts(
	tx: Tx,
	groupId: string,
	organizationId: string
): Promise<BoardFacts> {
	return readBoard(tx, groupId, organizationId);
}

/** Facts of a case for its circle; null when there is no such case. One query. */
export async function caseFacts(
	tx: Tx,
	caseId: string
): Promise<{ case: CaseFacts; members: Member[] } | null> {
	const { rows } = await sql<{ case: CaseFacts; members: Member[] }>`
		select f.facts || a.facts || jsonb_build_object('decisions', array(
				select d.facts || jsonb_build_object('heldOn', private.day_in_france(m.starts_at))
				from private.decision_facts as d join public.meetings as m on m.id = d.meeting_id
				where d.case_id = f.case_id order by d.created_at desc, d.decision_id
			)) || coalesce(q.facts, '{}') || coalesce(w.facts, '{}') || coalesce(u.facts, '{}') || coalesce(b.facts, '{}') as "case",
			${membersOf(sql`f.group_id`)} as members
		from private.case_facts as f
		join private.case_asks as a on a.case_id = f.case_id
		left join private.case_requests as q on q.case_id = f.case_id
		left join private.case_work as w on w.case_id = f.case_id
		left join private.case_course as u on u.case_id = f.case_id
		left join private.case_blockers as b on b.case_id = f.case_id
		where f.case_id = ${caseId}`.execute(tx);
	return rows[0] ?? null;
}

export interface MeetingAndCases {
	meeting: MeetingFacts;
	/** Answers of those who work in the group now. */
	attendance: Attendance[];
	members: Member[];
	cases: AgendaCase[];
	/** Cases left for another meeting. */
	skips: SkippedCase[];
	/** What was sent to the members; null: nothing yet. */
	sending: AgendaSending | null;
	/** Null until it starts. */
	run: MeetingRun | null;
	/** On shared cases and on what is about no case. */
	decisions: Decision[];
	/** What earlier meetings of that kind did not get to; shared cases, and what is about no case. */
	carried: CarriedItem[];
	/** Decisions of the last closed meeting of that kind. */
	previous: Decision[];
}

/** Facts of a meeting, with the shared cases of its group; null when there is no such meeting. One query. */
export async function meetingFacts(tx: Tx, meetingId: string): Promise<MeetingAndCases | null> {
	const { rows } = await sql<MeetingAndCases>`
		select jsonb_build_object(
				'meetingId', m.id, 'groupId', m.group_id, 'kind', m.kind, 'seriesId', m.series_id,
				'cancelled', m.cancelled_at is not null, 'startsAt', private.iso(m.starts_at),
				'endsAt', private.iso(m.ends_at), 'place', m.place, 'videoUrl', m.video_url, 'status', m.status
			) as meeting,
			${listOf(sql`
				select a.facts from private.attendance_facts as a where a.meeting_id = m.id order by a.profile_id`)} as attendance,
			${membersOf(sql`m.group_id`)} as members,
			${listOf(sql`
				select f.facts || d.facts || u.facts from private.agenda_case_facts as f
				join private.agenda_case_dates as d on d.case_id = f.case_id
				join private.agenda_case_course as u on u.case_id = f.case_id
				where f.group_id = m.group_id and f.shared order by f.reference`)} as cases,
			${listOf(sql`
				select s.facts from private.skip_facts as s where s.meeting_id = m.id order by s.created_at, s.case_id`)} as skips,
			case when m.agenda_sent_at is not null then jsonb_build_object(
				'at', private.iso(m.agenda_sent_at), 'fingerprint', m.agenda_sent_as
			) end as sending,
			(select r.facts from private.run_facts as r where r.meeting_id = m.id) as run,
			${listOf(sql`
				select d.facts from private.decision_facts as d
				where d.meeting_id = m.id order by d.created_at, d.decision_id`)} as decisions,
			${listOf(sql`
				select c.facts from private.carried_facts as c
				where c.meeting_id = m.id order by c.starts_at, c.rank, c.id`)} as carried,
			${listOf(sql`
				select d.facts from private.decision_facts as d
				where d.meeting_id = private.previous_meeting(m.id) order by d.created_at, d.decision_id`)} as previous
		from public.meetings as m where m.id = ${meetingId}`.execute(tx);
	return rows[0] ?? null;
}

async function readBoard(
	tx: Tx,
	groupId: string,
	organizationId: string | null
): Promise<BoardFacts> {
	const { rows } = await sql<BoardFacts>`
		select ${membersOf(sql`g.id`)} as members, private.board_cards(g.id, ${organizationId}::uuid) as cards
		from public.groups as g where g.id = ${groupId}`.execute(tx);
	return rows[0] ?? { members: [], cards: [] };
}

/** Members of a group for a document that they all read: no sensitive organisation is named. */
function membersOf(groupId: RawBuilder<unknown>): RawBuilder<Member[]> {
	// Its own name: one that the query around it uses would be compared with itself, and name everybody.
	return listOf<Member>(sql`
		select member_of.facts from private.member_facts as member_of where member_of.group_id = ${groupId}
		order by member_of.facts ->> 'lastName', member_of.facts ->> 'firstName', member_of.facts ->> 'id'`);
}

/** The rows of a query of one column as one JSON list: reading an array of the database costs pg more than the query does. */
function listOf<T>(query: RawBuilder<unknown>): RawBuilder<T[]> {
	return sql<T[]>`to_jsonb(array(${query}))`;
}
