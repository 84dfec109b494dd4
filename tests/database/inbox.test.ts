import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InboxFacts, InboxItem } from '../../src/lib/domain/inbox';
import { inboxFacts } from '../../src/lib/server/database/inbox';
import { finishMention } from '../../src/lib/server/database/mentions';
import { asCaller, asSystem } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[B1] a mention shows its words to somebody who may read them, and opens the exact place', async () => {
	const { items } = await inboxOf('partner');
	expect(items.filter(({ kind }) => kind === 'mention')).toEqual([
		expect.objectContaining({
			id: `mention:${world.mention}`,
			kind: 'mention',
			territory: world.group.slug,
			text: 'Peux-tu rappeler ?',
			author: expect.objectContaining({ id: world.people.circle }) as unknown,
			href: `/q/${world.group.slug}/situations/${world.shared.reference}#mention-${world.mention}`,
			doneAt: null
		})
	]);
});

test('[B2] outside the circle the mention comes without its words', async () => {
	const { items } = await inboxOf('facilitator');
	expect(items).toMatchObject([{ id: `mention:${world.mentionOutside}`, text: null }]);
});

test('[B3] somebody who left the circle keeps the mention and loses its words', async () => {
	const leave = 'update public.circle_members set ends_at = now() where profile_id = $1';
	await withChange(
		leave,
		(w) => [w.people.partner],
		async (place) => {
			expect((await inboxOf('partner', place)).items).toMatchObject([
				{ id: `mention:${place.world.mention}`, text: null }
			]);
		}
	);
});

test('[B4] when the case is not shared any more, nothing is left of it for the others', async () => {
	const withdraw = 'update public.agreements set withdrawn_at = now() where id = $1';
	await withChange(
		withdraw,
		(w) => [w.agreement],
		async (place) => {
			expect((await inboxOf('partner', place)).items).toEqual([]);
			expect((await inboxOf('facilitator', place)).items).toEqual([]);
		}
	);
});

test('[B5] a mention in an agenda opens the agenda', async () => {
	const { items } = await inboxOf('unnamed');
	expect(items).toMatchObject([
		{ id: `mention:${world.mentionInMeeting}`, case: null, text: 'Peux-tu rappeler ?' }
	]);
	expect(items[0]?.href).toMatch(
		new RegExp(`^/q/${world.group.slug}/reunions/\\d{4}-\\d\\d-\\d\\d/preparer#mention-`)
	);
});

test('[B6] actions to do, blockers carried and agreements to collect wait for those they concern', async () => {
	const { items, week } = await inboxOf('circle');
	expect(kindsOf(items)).toEqual([
		'action',
		'action',
		'agreement',
		'blocker',
		'blocker',
		'circle_request',
		'skip'
	]);
	expect(items.find(({ kind }) => kind === 'agreement')).toMatchObject({
		id: `agreement:${world.unshared.id}`,
		dueOn: expect.any(String) as string
	});
	expect(items.find(({ kind }) => kind === 'blocker')).toMatchObject({ blockerType: 'health' });
	expect(week.map(({ kind }) => kind).toSorted()).toEqual(['action', 'action', 'meeting']);
});

test('[B6] an action of an organisation is in the week of its people in the circle, and of nobody else', async () => {
	const entrust = `update public.actions set owner_id = null, owner_organization_id = $1, due_on = private.today() + 1
		where id = $2`;
	await withChange(
		entrust,
		(w) => [w.organizations.beta, w.action],
		async (place) => {
			const actionsOf = async (actor: 'partner' | 'circle' | 'facilitator'): Promise<number> =>
				(await inboxOf(actor, place)).week.filter(({ href }) => href.endsWith(place.world.action))
					.length;
			expect(await actionsOf('partner')).toBe(1);
			expect(await actionsOf('circle')).toBe(0);
			expect(await actionsOf('facilitator')).toBe(0);
		}
	);
});

test.each(['ended', 'future', 'observer', 'admin'] as const)(
	'[B7] nothing waits for %s',
	async (actor) => {
		const entrust = `with a as (update public.actions set owner_id = $1 where owner_id = $2),
		b as (update public.blockers set carrier_id = $1 where carrier_id = $2),
		c as (update public.cases set referent_id = $1 where referent_id = $2)
		update public.requests set target_id = $1, author_id = $1 where author_id = $2`;
		await withChange(
			entrust,
			(w) => [w.people[actor], w.people.circle],
			async (place) => {
				expect(await inboxOf(actor, place)).toEqual({ items: [], week: [], running: [] });
			}
		);
	}
);

test('[B8] a mention done stays today, and can be taken back', async () => {
	const finish = (done: boolean): Promise<{ caseId: string | null }> =>
		asCaller(database.databases, world.callers.facilitator, (tx) =>
			finishMention(tx, { mentionId: world.mentionOutside, done })
		);
	expect(await finish(true)).toEqual({ caseId: world.shared.id });
	expect((await inboxOf('facilitator')).items[0]?.doneAt).toEqual(expect.any(String));
	await database.owner.query(
		`update public.requests set answered_at = now() - interval '2 days' where id = $1`,
		[world.mentionOutside]
	);
	expect((await inboxOf('facilitator')).items).toEqual([]);
	await finish(false);
	expect((await inboxOf('facilitator')).items[0]?.doneAt).toBeNull();
});

test('[B9] the inbox of nobody is empty', async () => {
	expect(await asSystem(database.databases, (tx) => inboxFacts(tx, randomUUID()))).toEqual({
		items: [],
		week: [],
		running: []
	});
});

interface Place {
	database: TestDatabase;
	world: World;
}

function inboxOf(
	actor: Exclude<SignedIn, 'stranger'>,
	place: Place = { database, world }
): Promise<InboxFacts> {
	return asSystem(place.database.databases, (tx) => inboxFacts(tx, place.world.people[actor]));
}

function kindsOf(items: readonly InboxItem[]): string[] {
	return items.map(({ kind }) => kind).toSorted();
}

/** A world of its own in which the owner has changed something. */
async function withChange(
	statement: string,
	valuesOf: (world: World) => string[],
	check: (changed: Place) => Promise<void>
): Promise<void> {
	const own = await testDatabase();
	try {
		const changed = { database: own, world: await buildWorld(own) };
		await own.owner.query(statement, valuesOf(changed.world));
		await check(changed);
	} finally {
		await own.drop();
	}
}
