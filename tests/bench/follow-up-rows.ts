/** Boards with everything that a follow-up holds, made by the database itself. */
import type pg from 'pg';
import { fillGroups } from './many-cases';

export interface FollowUp {
	groups: number;
	casesPerGroup: number;
	/** Cases in whose circle the reader is, in each group: half of what is in them is theirs. */
	minePerGroup: number;
	reader: string;
	readerOrganization: string;
}

/** Makes groups with blockers, actions, requests and notes on each case; returns the ids of the groups. */
export async function fillFollowUp(owner: pg.Client, options: FollowUp): Promise<string[]> {
	const { minePerGroup, reader, readerOrganization } = options;
	const groups = await fillGroups(owner, options);
	await owner.query('set session_replication_role = replica');
	await owner.query(
		`create temporary table subjects as
		select c.id as case_id, c.group_id, c.person_id, c.referent_id, c.created_by, g.n as group_n,
			row_number() over (partition by c.group_id order by c.reference) as n
		from public.cases as c
		join (select id, row_number() over (order by reference_prefix) as n, reference_prefix from public.groups) as g
			on g.id = c.group_id`
	);
	await owner.query(`
		update public.cases as c set stage = (array['outreach', 'diagnosis', 'unblocking', 'project', 'employment'])[1 + s.n % 5],
			last_contact_on = private.today() - (s.n % 60)::integer,
			reference = g.reference_prefix || '-' || lpad(s.n::text, 3, '0')
		from subjects as s join public.groups as g on g.id = s.group_id where c.id = s.case_id`);
	await owner.query(`
		update public.people as p set
			first_name = (array['Camille', 'Noé', 'Inès', 'Élodie', 'Jean-Luc', 'Zohra', 'Maël', 'Rosa'])[1 + s.n % 8],
			last_initial = chr(65 + (s.n % 26)::integer)
		from subjects as s where p.id = s.person_id`);
	await owner.query(`
		insert into public.person_identities (person_id, case_id, group_id, last_name)
		select person_id, case_id, group_id, (array['Lavigne', 'Martin Lavigne', 'Duprey'])[1 + n % 3] from subjects`);
	// The reader is in the circle of some, which their organisation may read.
	await owner.query(
		`insert into public.circle_members (case_id, group_id, profile_id)
		select case_id, group_id, $1 from subjects where n <= $2`,
		[reader, minePerGroup]
	);
	await owner.query(
		`insert into public.agreement_organizations (agreement_id, group_id, organization_id)
		select a.id, a.group_id, $1 from public.agreements as a join subjects as s on s.case_id = a.case_id where s.n <= $2`,
		[readerOrganization, minePerGroup]
	);
	await owner.query(
		`insert into public.blockers (case_id, group_id, type_code, status, created_by, carrier_id)
		select s.case_id, s.group_id, t.code, (array['open', 'in_progress', 'stuck', 'lifted'])[1 + s.n % 4], s.created_by,
			case when s.n <= $2 and t.position = 1 then $1::uuid end
		from subjects as s join public.blocker_types as t on (t.position + s.n) % 4 = 0`,
		[reader, minePerGroup]
	);
	await owner.query(
		`insert into public.actions (case_id, group_id, label, status, owner_id, due_on, created_by)
		select s.case_id, s.group_id, 'Appeler ' || k, case when k = 4 then 'done' else 'todo' end,
			case when s.n <= $2 and k < 3 then $1::uuid else s.referent_id end,
			private.today() - 10 + ((s.n * k) % 40)::integer, s.created_by
		from subjects as s, generate_series(1, 4) as k`,
		[reader, minePerGroup]
	);
	await owner.query(
		`insert into public.mentions (id, group_id, case_id, document_name, author_id, target_id, excerpt)
		select gen_random_uuid(), s.group_id, s.case_id, 'case:' || s.case_id, s.created_by,
			case when s.n <= $2 then $1::uuid else s.referent_id end, 'Peux-tu appeler ?'
		from subjects as s where s.n % 2 = 0`,
		[reader, minePerGroup]
	);
	await owner.query(
		`insert into public.requests (id, group_id, case_id, document_name, author_id, target_id, words)
		select m.id, m.group_id, m.case_id, m.document_name, m.author_id, m.target_id, m.excerpt from public.mentions as m`
	);
	await owner.query(`
		with d as (
			insert into public.documents (name, kind) select 'case:' || case_id, 'case' from subjects returning id, name
		)
		insert into public.document_texts (document_id, group_id, case_id, plain_text)
		select d.id, s.group_id, s.case_id,
			case when s.n % 10 = 1 then 'La crèche répond jeudi. ' else '' end ||
			repeat('Un mot de plus sur les démarches engagées, les rendez-vous et la suite. ', 20)
		from d join subjects as s on d.name = 'case:' || s.case_id`);
	await owner.query('drop table subjects');
	await owner.query('set session_replication_role = origin');
	return groups;
}
