import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Minutes, MinutesCut } from '../../src/lib/domain/minutes';
import { reopenMeeting } from '../../src/lib/server/database/closing';
import {
	addAddendum,
	findMinutes,
	listDecisionsRegister,
	sealMinutes
} from '../../src/lib/server/database/minutes';
import { testDatabase, type TestDatabase } from '../support/database';
import { HeldMeetings } from './held-meeting';
import { buildWorld, type SignedIn, type World } from './world';

const CUTS: MinutesCut[] = ['full', 'organization', 'coordination'];

let database: TestDatabase;
let world: World;
let group: HeldMeetings;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
beforeEach(async () => {
	group = await HeldMeetings.build(database, world);
});
afterAll(() => database.drop());

test('[Q1] minutes tell the meeting as it was closed, and how far what was decided is today', async () => {
	const { id: caseId, reference } = await group.case('Samira');
	const before = await group.meeting(50, [{ title: 'Transports', itemId: 't', state: 'done' }]);
	await group.decide(before, { itemId: 't', label: 'Relancer la ville' });
	await group.close(before);
	const meetingId = await group.meeting(8, [
		{ caseId, question: 'Quelle garde ?', notes: 'Deux pistes', state: 'done' },
		{ title: 'Transports', state: 'postponed' }
	]);
	const done = await group.decide(meetingId, {
		caseId,
		label: 'Appeler',
		ownerId: world.people.partner
	});
	await group.decide(meetingId, { caseId, label: 'On continue', kind: 'decision' });
	await group.close(meetingId);
	const next = await group.meeting(-30, []);
	await database.owner.query(
		`with d as (update public.decisions set done_at = now() where id = $1)
		 update public.agenda_items set notes = 'Récrit' where meeting_id = $2`,
		[done, meetingId]
	);
	const minutes = await read(meetingId);
	expect(minutes).toMatchObject({
		cut: 'full',
		status: 'closed',
		version: 1,
		items: [
			{
				...{ rank: 1, reference, initials: 'S. H.', question: 'Quelle garde ?', state: 'done' },
				...{ notes: 'Deux pistes', seconds: 90, withdrawn: false, carried: null },
				decisions: [
					{ kind: 'action', label: 'Appeler', status: 'done', owner: { organization: 'Beta' } },
					{ kind: 'decision', label: 'On continue', status: null, owner: null }
				]
			},
			{ rank: 2, title: 'Transports', state: 'postponed', carried: 'postponed' }
		],
		actions: [{ label: 'Appeler', reference, status: 'done' }],
		previous: [{ label: 'Relancer la ville', status: 'todo', reference: null }],
		next: { startsAt: (await group.facts(next)).meeting.startsAt }
	});
	expect(minutes.attendance).toHaveLength(4);
	expect(minutes.facilitator?.role).toBe('facilitator');
	expect(await group.system((tx) => sealMinutes(tx, meetingId))).toBe(false);
});

test('[Q1] each closing has its version; one that is not is not found', async () => {
	const meetingId = await group.meeting(8, [{ title: 'Transports', itemId: 't', notes: 'Un' }]);
	expect((await read(meetingId)).versions).toEqual([]);
	await group.close(meetingId);
	await group.as('facilitator', (tx) => reopenMeeting(tx, { meetingId, reason: 'Un oubli' }));
	await database.owner.query(
		`update public.agenda_items set notes = 'Deux' where meeting_id = $1`,
		[meetingId]
	);
	expect((await read(meetingId)).version).toBeNull();
	await group.close(meetingId);
	const notes = async (version?: number): Promise<string | undefined> =>
		(await read(meetingId, { version })).items[0]?.notes;
	expect([await notes(1), await notes(2), await notes()]).toEqual(['Un', 'Deux', 'Deux']);
	const { versions } = await read(meetingId);
	expect(versions).toMatchObject([
		{ number: 1, reason: 'Un oubli' },
		{ number: 2, reopenedAt: null, reason: '' }
	]);
	await expect(notes(3)).rejects.toMatchObject({ code: 'not_found' });
});

test('[Q2] a case that is no longer shared is nothing but its rank, in every cut and version', async () => {
	const { id: caseId, reference } = await group.case('Solveig');
	const before = await group.meeting(50, [{ caseId, state: 'done' }]);
	await group.decide(before, { caseId, label: 'Solveig rappelle' });
	await group.close(before);
	const meetingId = await group.meeting(8, [
		{ caseId, question: 'Et la garde ?', notes: 'Des mots', state: 'done' },
		{ title: `Comme ${reference}`, notes: 'Voir Solveig H. aussi', itemId: 'o', state: 'done' }
	]);
	await group.decide(meetingId, {
		caseId,
		label: 'Appeler la crèche',
		ownerId: world.people.circle
	});
	await group.close(meetingId);
	await addendum(meetingId, `Pour ${reference}, c’est fait`);
	await group.as('facilitator', (tx) => reopenMeeting(tx, { meetingId, reason: `${reference} ?` }));
	await group.close(meetingId);
	const secrets = [caseId, reference, 'Solveig', 'S. H.', 'garde', 'Des mots', 'crèche'];
	expect(found(JSON.stringify(await read(meetingId)), secrets).length).toBeGreaterThan(4);
	await group.withdraw(caseId);
	for (const cut of CUTS) {
		for (const version of [1, 2, undefined]) {
			const minutes = await read(meetingId, { cut, version }, 'circle');
			expect({ cut, version, found: found(JSON.stringify(minutes), secrets) }).toEqual({
				...{ cut, version, found: [] }
			});
			expect(minutes.items[0]).toMatchObject({ withdrawn: true, rank: 1, decisions: [] });
		}
	}
	expect(await register()).toEqual([]);
});

test('[Q3] the cut of an organisation holds what concerns it, and nothing else', async () => {
	const { people } = world;
	const { id: caseId } = await group.case();
	const meetingId = await group.meeting(8, [
		{ caseId, state: 'done' },
		{ title: 'Présenté', presenterId: people.partner, state: 'done' },
		{ title: 'À faire', itemId: 'todo', state: 'done' },
		{ title: 'Aux autres', itemId: 'others', state: 'done' }
	]);
	await group.decide(meetingId, { itemId: 'todo', label: 'Pour eux', ownerId: people.partner });
	await group.decide(meetingId, {
		itemId: 'others',
		label: 'Pour d’autres',
		ownerId: people.circle
	});
	await group.close(meetingId);
	const titles = async (who: SignedIn): Promise<string[]> => {
		const { items } = await read(meetingId, { cut: 'organization' }, who);
		return items.map(({ title, reference }) => (reference === null ? title : 'case'));
	};
	expect(await titles('partner')).toEqual(['Présenté', 'À faire']);
	expect(await titles('circle')).toEqual(['case', 'Aux autres']);
	const { actions } = await read(meetingId, { cut: 'organization' }, 'partner');
	expect(actions.map(({ label }) => label)).toEqual(['Pour eux']);
});

test('[Q4] the cut of the coordination holds no name, no initials and no notes', async () => {
	const { people } = world;
	const { id: caseId, reference } = await group.case('Élodie-Rose');
	const other = await group.case('Mariam');
	const { rows } = await database.owner.query<{ first_name: string; last_name: string }>(
		'select first_name, last_name from public.profiles where id = any ($1)',
		[[people.circle, people.partner, people.facilitator, people.unnamed]]
	);
	const names = rows.flatMap(({ first_name, last_name }) => [first_name, last_name]);
	const said = `Voir ${names.join(', ')}, Mariam H., élodie-rose, Elodie, M. H., É. H. et E.H.`;
	const before = await group.meeting(50, [{ title: said, itemId: 't', state: 'done' }]);
	await group.decide(before, { itemId: 't', label: said, ownerId: people.circle });
	await group.close(before);
	const meetingId = await group.meeting(8, [
		{ caseId, question: said.slice(0, 120), notes: said, state: 'done' },
		{ caseId: other.id, question: said, presenterId: people.partner },
		{ title: said, itemId: 't', notes: said, parked: true }
	]);
	await group.decide(meetingId, { caseId, label: said, ownerId: people.partner });
	await group.close(meetingId);
	await addendum(meetingId, said);
	await group.as('facilitator', (tx) => reopenMeeting(tx, { meetingId, reason: said }));
	await group.close(meetingId);
	const hidden = [...names, 'Mariam', 'Rose', 'rose', 'Élodie', 'Elodie', 'M. H.', 'É. H.', 'E.H.'];
	expect(found(JSON.stringify(await read(meetingId)), hidden).length).toBeGreaterThan(8);
	const minutes = await read(meetingId, { cut: 'coordination' });
	expect(found(JSON.stringify(minutes), hidden)).toEqual([]);
	expect(minutes.items[0]).toMatchObject({ reference, initials: null, notes: '' });
	expect(minutes.actions[0]?.owner).toEqual({
		name: null,
		organization: 'Beta',
		role: 'practitioner'
	});
});

test('[Q5] addenda are added once the meeting is closed, once each, and stay in order', async () => {
	const meetingId = await group.meeting(8, [{ title: 'Transports', state: 'done' }]);
	await expect(addendum(meetingId, 'Trop tôt')).rejects.toMatchObject({ code: 'conflict' });
	await group.close(meetingId);
	const id = await addendum(meetingId, ' Un oubli ');
	await group.as('facilitator', (tx) => addAddendum(tx, { id, meetingId, text: 'Récrit' }));
	await addendum(meetingId, 'Et un autre');
	await expect(addendum(meetingId, ' ')).rejects.toMatchObject({ code: 'invalid' });
	await expect(addendum(meetingId, 'Non', 'circle')).rejects.toMatchObject({ code: 'not_allowed' });
	const { addenda } = await read(meetingId);
	expect(addenda.map(({ text }) => text)).toEqual(['Un oubli', 'Et un autre']);
	expect(addenda[0]?.author?.organization).toBe('Gamma');
});

test('[Q6] the register goes through what was decided, latest first', async () => {
	const meetingId = await group.meeting(8, [{ title: 'Transports', itemId: 't', state: 'done' }]);
	for (const label of ['a', 'b', 'c']) await group.decide(meetingId, { itemId: 't', label });
	await group.decide(meetingId, { itemId: 't', label: 'd', kind: 'decision' });
	const first = await register({ limit: 2 });
	expect(first.map(({ label }) => label)).toEqual(['d', 'c']);
	const rest = await register({ before: first[1]?.id ?? null });
	expect(rest.map(({ label }) => label)).toEqual(['b', 'a']);
	expect(await register({ kind: 'decision' })).toHaveLength(1);
	expect(await register({ status: 'todo' })).toHaveLength(3);
	expect(rest[0]).toMatchObject({
		meetingId,
		meetingKind: 'operational',
		address: rest[0]?.heldOn
	});
	await expect(register({}, 'neighbour')).rejects.toMatchObject({ code: 'not_found' });
});

test('[Q7] a sensitive organisation is named in no minutes', async () => {
	const meetingId = await group.meeting(8, [{ title: 'Transports', itemId: 't', state: 'done' }]);
	await group.decide(meetingId, { itemId: 't', label: 'Appeler', ownerId: world.people.unnamed });
	await group.close(meetingId);
	for (const cut of CUTS) {
		for (const who of ['circle', 'unnamed'] as const) {
			expect(JSON.stringify(await read(meetingId, { cut }, who))).not.toContain('Clinique');
		}
	}
});

async function addendum(
	meetingId: string,
	text: string,
	who: SignedIn = 'facilitator'
): Promise<string> {
	const id = randomUUID();
	await group.as(who, (tx) => addAddendum(tx, { id, meetingId, text }));
	return id;
}

function read(
	meetingId: string,
	{ cut = 'full', version }: { cut?: MinutesCut; version?: number | undefined } = {},
	who: SignedIn = 'circle'
): Promise<Minutes> {
	const question = { meetingId, cut, ...(version === undefined ? {} : { version }) };
	return group.as(who, (tx) => findMinutes(tx, question));
}

function register(
	question: Partial<Parameters<typeof listDecisionsRegister>[1]> = {},
	who: SignedIn = 'circle'
): ReturnType<typeof listDecisionsRegister> {
	const { groupId } = group;
	return group.as(who, (tx) =>
		listDecisionsRegister(tx, { groupId, before: null, limit: 50, ...question })
	);
}

/** Which of these words a text holds. */
function found(text: string, words: string[]): string[] {
	return words.filter((word) => text.includes(word));
}
