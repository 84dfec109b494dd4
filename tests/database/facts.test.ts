import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentName } from '../../src/lib/domain/document-name';
import {
	boardFacts,
	caseFacts,
	meetingFacts,
	ownBoardFacts
} from '../../src/lib/server/database/facts';
import { groupsOfProfiles, subjectsOfCase } from '../../src/lib/server/database/subjects';
import { readFacts } from '../../src/lib/server/sync/tables';
import { asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { daysAgo } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[F1] the board of a group holds its shared cases, masked for all', async () => {
	const { cards } = await system((tx) => boardFacts(tx, world.group.id));
	const { circle, partner } = world.people;
	expect(cards).toEqual([
		{
			caseId: world.shared.id,
			reference: world.shared.reference,
			shortName: expect.stringMatching(/^Personne.* H\.$/) as string,
			cohort: 'youth',
			stage: 'outreach',
			stageSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			referentId: circle,
			organizationId: world.organizations.alpha,
			circleSize: 2,
			circleIds: [circle, partner],
			blockers: [{ type: 'reserved', status: 'open' }],
			nextAction: { label: null, dueOn: daysFromNow(1) },
			waitingMentions: 3,
			waitingSince: daysFromNow(0),
			lastContactOn: daysFromNow(0),
			agendaOn: daysFromNow(2),
			shared: true,
			agreementExpiresOn: expect.any(String) as string,
			employedOn: null,
			settled: expect.objectContaining({ stage: 'diagnosis', closed: false }) as unknown
		}
	]);
});

test('[F2] the board of an organisation holds its cases not shared, and no other does', async () => {
	const { alpha, beta } = world.organizations;
	const own = await system((tx) => ownBoardFacts(tx, world.group.id, alpha));
	const other = await system((tx) => ownBoardFacts(tx, world.group.id, beta));
	expect(own.cards.map(({ caseId, shared }) => ({ caseId, shared }))).toEqual([
		{ caseId: world.unshared.id, shared: false }
	]);
	expect(own.cards[0]).toMatchObject({
		circleIds: [world.people.circle],
		agreementExpiresOn: null
	});
	expect(other.cards).toEqual([]);
});

test('[F3] members are those who work in the group now; a sensitive organisation is not named', async () => {
	const { members } = await system((tx) => boardFacts(tx, world.group.id));
	const { circle, partner, colleague, unnamed, facilitator } = world.people;
	expect(members.map(({ id }) => id).toSorted()).toEqual(
		[circle, partner, colleague, unnamed, facilitator].toSorted()
	);
	expect(members.find(({ id }) => id === unnamed)).toMatchObject({
		organization: null,
		organizationId: null
	});
	expect(members.find(({ id }) => id === facilitator)).toMatchObject({
		organization: 'Gamma',
		role: 'facilitator'
	});
});

test('[F3] every document of a group names its members alone: nobody of another group', async () => {
	const { group, shared, unshared, meeting, organizations, people } = world;
	const named = await Promise.all([
		system((tx) => boardFacts(tx, group.id)),
		system((tx) => ownBoardFacts(tx, group.id, organizations.alpha)),
		system((tx) => caseFacts(tx, shared.id)),
		system((tx) => caseFacts(tx, unshared.id)),
		system((tx) => meetingFacts(tx, meeting))
	]);
	const [board = []] = named.map((facts) => facts?.members.map(({ id }) => id));
	expect(board).not.toContain(people.neighbour);
	for (const facts of named) expect(facts?.members.map(({ id }) => id)).toEqual(board);
});

test('[F9] no document of a group holds anything of another group, nor any inbox of its people', async () => {
	const { group, otherGroup, people, organizations } = world;
	const ours = [
		`board:${group.id}`,
		`board-own:${group.id}:${organizations.alpha}`,
		`case:${world.shared.id}`,
		`case:${world.unshared.id}`,
		`meeting:${world.meeting}`,
		`meeting:${world.closedMeeting}`,
		`inbox:${people.partner}`,
		`inbox:${people.colleague}`,
		`inbox:${people.facilitator}`
	];
	const theirs = [
		`board:${otherGroup.id}`,
		`board-own:${otherGroup.id}:${organizations.alpha}`,
		`case:${world.elsewhere.id}`,
		`meeting:${world.meetingElsewhere}`,
		`inbox:${people.neighbour}`
	];
	const ofOthers = [
		otherGroup.id,
		people.neighbour,
		world.elsewhere.id,
		world.meetingElsewhere,
		world.agreementElsewhere,
		world.decisions.elsewhere,
		world.seriesElsewhere
	];
	const ofUs = [
		group.id,
		people.partner,
		people.facilitator,
		world.shared.id,
		world.unshared.id,
		world.meeting,
		world.agreement,
		world.decisions.shared
	];
	expect(await told(ours, ofOthers)).toEqual([]);
	expect(await told(theirs, ofUs)).toEqual([]);
});

test('[F4] a case tells its circle everything but the full identity', async () => {
	const facts = await system((tx) => caseFacts(tx, world.shared.id));
	const { alpha, beta } = world.organizations;
	expect(facts?.case).toMatchObject({
		caseId: world.shared.id,
		groupId: world.group.id,
		agreement: { form: 'oral', organizationIds: [alpha, beta].toSorted() },
		blockers: [{ id: world.blocker, type: 'health', restricted: true, detail: 'Rendez-vous pris' }],
		actions: [
			{ id: world.action, label: 'Appeler le centre', reserved: true, dueOn: daysFromNow(1) }
		]
	});
	expect(facts?.case.circle.map(({ profileId }) => profileId).toSorted()).toEqual(
		[world.people.circle, world.people.partner].toSorted()
	);
	expect(JSON.stringify(facts)).not.toContain('Hamidi');
});

test('[F5] an agreement that is over shares nothing', async () => {
	await database.owner.query('begin');
	await database.owner.query(
		`update public.agreements set expires_on = private.today() where id = $1`,
		[world.agreement]
	);
	const { rows } = await database.owner.query(
		`select f.card ->> 'shared' as shared, f.card ->> 'circleSize' as size
		from json_array_elements(private.board_cards($2, $3)) as f (card) where f.card ->> 'caseId' = $1`,
		[world.shared.id, world.group.id, world.organizations.alpha]
	);
	await database.owner.query('rollback');
	expect(rows).toEqual([{ shared: 'false', size: '1' }]);
});

test('[F5] whoever left the circle leads nothing on the card', async () => {
	await database.owner.query('begin');
	await database.owner.query(
		`update public.circle_members set ends_at = now() where case_id = $1 and profile_id = $2`,
		[world.shared.id, world.people.circle]
	);
	const { rows } = await database.owner.query(
		`select f.card ->> 'referentId' as referent, f.card -> 'circleIds' as circle
		from json_array_elements(private.board_cards($2, null)) as f (card) where f.card ->> 'caseId' = $1`,
		[world.shared.id, world.group.id]
	);
	await database.owner.query('rollback');
	expect(rows).toEqual([{ referent: null, circle: [world.people.partner] }]);
});

test('[F6] a meeting knows the shared cases of its group', async () => {
	const facts = await system((tx) => meetingFacts(tx, world.meeting));
	expect(facts?.meeting).toMatchObject({
		meetingId: world.meeting,
		status: 'draft',
		videoUrl: null
	});
	expect(facts?.cases).toEqual([
		expect.objectContaining({
			caseId: world.shared.id,
			blockers: [{ type: 'reserved' }],
			lastReviewOn: null
		})
	]);
});

test('[F7] what does not exist has no facts', async () => {
	expect(await system((tx) => caseFacts(tx, world.group.id))).toBeNull();
	expect(await system((tx) => meetingFacts(tx, world.group.id))).toBeNull();
	expect(await system((tx) => boardFacts(tx, world.meeting))).toEqual({ members: [], cards: [] });
});

test('[F8] a change of a case touches its board, the agendas to come, what was decided on it and those it concerns', async () => {
	const { circle, partner, facilitator, colleague } = world.people;
	await database.owner.query('update public.decisions set owner_id = $1 where id = $2', [
		colleague,
		world.decisions.shared
	]);
	const touched = await system((tx) => subjectsOfCase(tx, [world.shared.id]));
	expect(touched).toMatchObject({ caseIds: [world.shared.id], groupIds: [world.group.id] });
	expect(touched.meetingIds.toSorted()).toEqual([world.meeting, world.closedMeeting].toSorted());
	expect(touched.profileIds).toEqual(
		expect.arrayContaining([circle, partner, facilitator, colleague])
	);
	expect(
		await system((tx) => groupsOfProfiles(tx, [world.people.circle, world.people.ended]))
	).toEqual([world.group.id]);
});

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}

/** ISO date in France. */
function daysFromNow(days: number): string {
	return new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' }).format(
		new Date(daysAgo(-days))
	);
}

/** Which documents say any of these ids, as `<document> <id>`. */
async function told(names: string[], ids: string[]): Promise<string[]> {
	const found = await Promise.all(
		names.map(async (name) => {
			const facts = JSON.stringify(await system((tx) => readFacts(tx, name as DocumentName)));
			expect(facts.length, name).toBeGreaterThan(10);
			return ids.filter((id) => facts.includes(id)).map((id) => `${name} ${id}`);
		})
	);
	return found.flat();
}
