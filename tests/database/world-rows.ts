/** Rows of the world that have no builder. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { fillCourse } from './course-rows';
import { askGuest } from './request-rows';
import { keepVersions } from './version-rows';
import { visitCases } from './visit-rows';
import type { World } from './world';

/** The secret of the invitation of the world. */
export const INVITATION_TOKEN = 'un lien';

/** Writes what waits, what was planned and what is written of the cases of the world. */
export async function fillWorld(owner: pg.Client, world: World): Promise<void> {
	await fillCases(owner, world);
	await fillCourse(owner, world);
	await visitCases(owner, world);
	await keepVersions(owner, world);
	await askOfCircle(owner, world);
	await askGuest(owner, world);
	await readFile(owner, world);
	await planMeetings(owner, world);
	await runMeetings(owner, world);
	await closeMeeting(owner, world);
	await offerServices(owner, world);
}

/** Rows of the tables that have no builder, in each case. */
async function fillCases(owner: pg.Client, world: World): Promise<void> {
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
		`insert into public.blocker_answers (id, blocker_id, case_id, group_id, kind, from_id, to_id, word, seen_at)
		 values ($1, $2, $3, $4, 'returned', $5, $6, 'Je pars en congé', now() - interval '3 days')`,
		[world.blockerAnswer, world.blocker, ...subject, people.partner, people.circle]
	);
	await owner.query(
		'insert into public.handovers (id, case_id, group_id, from_id, to_id) values ($1, $2, $3, $4, $5)',
		[world.handover, ...subject, people.circle, people.partner]
	);
	await owner.query(
		`insert into public.notices (profile_id, kind, group_id, case_id, author_id, key)
		 values ($1, 'circle', $2, $3, $4, 'un relais')`,
		[people.partner, group.id, shared.id, people.circle]
	);
	await owner.query('insert into public.device_secrets (profile_id) values ($1)', [people.partner]);
	await owner.query(
		`with d as (insert into public.mail_days (day) values (private.today())),
		 m as (insert into public.mail_sends (profile_id, kind, key) values ($1, 'now', 'un message'))
		 insert into public.mail_settings (profile_id) values ($1)`,
		[people.partner]
	);
}

/** A file that waits for its author, and the line of one that became a case. */
async function readFile(owner: pg.Client, world: World): Promise<void> {
	const { people, group, organizations, unshared } = world;
	await owner.query(
		`insert into public.imports (id, group_id, organization_id, profile_id, file_name, sheets, choices)
		 values ($1, $2, $3, $4, 'suivi.csv', '[]', '{}')`,
		[world.import, group.id, organizations.alpha, people.circle]
	);
	await owner.query(
		`insert into public.imported_cases (case_id, import_id, group_id, row_number) values ($1, $2, $3, 2)`,
		[unshared.id, world.import, group.id]
	);
}

/** Series, answers, a case left for another meeting and a calendar, with the token `calendrier`. */
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
		`insert into public.skips (meeting_id, case_id, group_id, skipped_by, asked_by, word)
		 values ($1, $2, $3, $4, $5, 'Le mois prochain')`,
		[world.meeting, world.shared.id, group.id, people.facilitator, people.circle]
	);
	await owner.query(
		`insert into public.calendar_feeds (profile_id, token_hash) values ($1, sha256('calendrier'))`,
		[people.circle]
	);
}

/** What became of meetings that took place. */
async function runMeetings(owner: pg.Client, world: World): Promise<void> {
	const { people, group, otherGroup } = world;
	for (const run of [
		[world.closedMeeting, group.id, people.facilitator],
		[world.meetingElsewhere, otherGroup.id, people.neighbour]
	]) {
		await owner.query(
			`with r as (
				insert into public.meeting_runs (meeting_id, group_id, facilitator_id, ended_at, ended_by)
				values ($1, $2, $3, now(), $3)
			)
			insert into public.run_items (meeting_id, item_id, group_id, state) values ($1, 'tour', $2, 'done')`,
			run
		);
	}
	const { closedMeeting, meetingElsewhere, decisions } = world;
	for (const decision of [
		[decisions.shared, closedMeeting, group.id, world.shared.id, people.circle],
		[decisions.unshared, closedMeeting, group.id, world.unshared.id, people.circle],
		[decisions.elsewhere, meetingElsewhere, otherGroup.id, world.elsewhere.id, people.neighbour]
	]) {
		await owner.query(
			`insert into public.decisions (id, meeting_id, group_id, item_id, case_id, kind, label, author_id)
			 values ($1, $2, $3, 'case:' || $4, $4::uuid, 'request', 'Demander au centre', $5)`,
			decision
		);
	}
}

/** What organisations offer. */
async function offerServices(owner: pg.Client, world: World): Promise<void> {
	const { people, organizations, services } = world;
	for (const service of [
		[services.open, organizations.alpha, people.circle, 'Garage solidaire', false],
		[services.hidden, organizations.clinic, people.unnamed, 'Consultation', false],
		[services.archived, organizations.alpha, people.circle, 'Navette', true]
	]) {
		await owner.query(
			`insert into public.services (id, organization_id, created_by, name, archived_at)
			 values ($1, $2, $3, $4, case when $5 then now() end)`,
			service
		);
	}
	await owner.query('insert into public.service_blockers (service_id, type_code) values ($1, $2)', [
		services.open,
		'mobility'
	]);
}

/** What a closed meeting leaves. */
async function closeMeeting(owner: pg.Client, world: World): Promise<void> {
	const { people, group, shared, closedMeeting } = world;
	await owner.query(
		`with c as (
			insert into public.meeting_closings (meeting_id, number, group_id, closed_by, sealed_at, content)
			values ($1, 1, $2, $3, now(), '{"items":[],"decisions":[],"attendance":[],"employers":{}}')
		),
		a as (
			insert into public.meeting_addenda (id, meeting_id, group_id, text, author_id) values ($4, $1, $2, 'Un oubli', $3)
		)
		insert into public.carried_items (id, meeting_id, item_id, group_id, kind, case_id, title, question, minutes, rank, reason, times)
		values ($5, $1, 'case:' || $6, $2, 'case', $6::uuid, '', 'Et ensuite ?', 6, 1, 'not_reached', 1)`,
		[closedMeeting, group.id, people.facilitator, world.addendum, world.carried, shared.id]
	);
}
