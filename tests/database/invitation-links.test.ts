import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	joinByInvitation,
	newInvitationToken,
	renewInvitation,
	revokeInvitation
} from '../../src/lib/server/database/invitations';
import { purgeJournals } from '../../src/lib/server/database/journal';
import { asSystem } from '../../src/lib/server/database/transaction';
import { outcomes } from '../support/at-once';
import { buildMandate, daysAgo } from '../support/builders';
import { Inviting } from './inviting';

let scene: Inviting;
beforeAll(async () => {
	scene = await Inviting.start();
});
afterAll(() => scene.database.drop());

test('[I3] it says who invites, where and how, until it is over', async () => {
	const { invitation, token } = await scene.invite('facilitator', { role: 'observer' });
	expect(await scene.find(token.tokenHash)).toEqual({
		id: invitation.id,
		email: invitation.email,
		organization: 'Alpha',
		territory: 'Les Essais',
		role: 'observer',
		inviter: await scene.nameOf(scene.world.people.facilitator),
		hasAccount: false
	});
	const { rows } = await scene.database.owner.query<{ days: number }>(
		`select round(extract(epoch from expires_at - now()) / 86400)::integer as days
		 from public.invitations where id = $1`,
		[invitation.id]
	);
	expect(rows).toEqual([{ days: 7 }]);
});

test('[I3] unknown, used, revoked and over are nothing, to whoever has the link', async () => {
	const used = await scene.invite('facilitator', {});
	await scene.accept(used.token.tokenHash, await scene.newUser(used.invitation.email));
	const revoked = await scene.invite('facilitator', {});
	await scene.as('facilitator', (tx) => revokeInvitation(tx, revoked.invitation.id));
	const over = await scene.invite('facilitator', {});
	await scene.expire(over.invitation.id);
	for (const { tokenHash } of [used.token, revoked.token, over.token, newInvitationToken()]) {
		expect(await scene.find(tokenHash)).toBeNull();
		const caller = await scene.account();
		for (const attempt of [
			() => scene.accept(tokenHash, randomUUID()),
			() => scene.join(caller, tokenHash)
		]) {
			await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
		}
	}
});

test('[I5] whoever has the link knows whether to sign in', async () => {
	const { email } = await scene.account();
	const { token } = await scene.invite('facilitator', { email: email.toUpperCase() });
	expect(await scene.find(token.tokenHash)).toMatchObject({ email, hasAccount: true });
});

test('[I6] accepting makes a member, once, also at once', async () => {
	const { invitation, token } = await scene.invite('facilitator', {});
	const profileId = await scene.newUser(invitation.email);
	expect(
		await outcomes(
			scene.accept(token.tokenHash, profileId),
			scene.accept(token.tokenHash, profileId)
		)
	).toEqual(['done', 'not_found']);
	const { rows } = await scene.database.owner.query(
		`select p.first_name, p.last_name, p.job_title, p.organization_id, m.group_id, m.role, m.ends_at
		 from public.profiles as p join public.mandates as m on m.profile_id = p.id where p.id = $1`,
		[profileId]
	);
	expect(rows).toEqual([
		{
			first_name: 'Ana',
			last_name: 'Bessa',
			job_title: '',
			organization_id: scene.world.organizations.alpha,
			group_id: scene.world.group.id,
			role: 'practitioner',
			ends_at: null
		}
	]);
	expect(await scene.stateOf(invitation.id)).toBe('accepted');
});

test('[I6] of who accepts and who revokes at once, the second is told', async () => {
	const { invitation, token } = await scene.invite('facilitator', {});
	const profileId = await scene.newUser(invitation.email);
	const [first, second] = await Promise.allSettled([
		scene.accept(token.tokenHash, profileId),
		scene.as('facilitator', (tx) => revokeInvitation(tx, invitation.id))
	]);
	expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
	expect(await scene.stateOf(invitation.id)).toBe(
		first.status === 'fulfilled' ? 'accepted' : 'revoked'
	);
});

test('[I7] only the address that was invited accepts, with a name', async () => {
	const { invitation, token } = await scene.invite('facilitator', {});
	await expect(
		scene.accept(token.tokenHash, await scene.newUser('autre.personne@essais.example'))
	).rejects.toMatchObject({ code: 'not_found' });
	const profileId = await scene.newUser(invitation.email);
	for (const names of [
		{ firstName: ' ' },
		{ lastName: 'B'.repeat(61) },
		{ jobTitle: 'C'.repeat(81) }
	]) {
		await expect(scene.accept(token.tokenHash, profileId, names)).rejects.toMatchObject({
			code: 'invalid'
		});
	}
	expect(await scene.stateOf(invitation.id)).toBe('open');
});

test('[I8] who has an account enters with it, and keeps their employer', async () => {
	const caller = await scene.account(scene.world.organizations.beta);
	const { invitation, token } = await scene.invite('facilitator', { email: caller.email });
	expect(await scene.join(caller, token.tokenHash)).toEqual({ groupId: scene.world.group.id });
	const { rows } = await scene.database.owner.query(
		`select p.organization_id, m.role from public.mandates as m
		 join public.profiles as p on p.id = m.profile_id where m.profile_id = $1`,
		[caller.profileId]
	);
	expect(rows).toEqual([{ organization_id: scene.world.organizations.beta, role: 'practitioner' }]);
	expect(await scene.stateOf(invitation.id)).toBe('accepted');
});

test('[I8] nobody enters where they are, nor by somebody else’s invitation or their own', async () => {
	const there = await scene.account();
	await buildMandate(scene.database.owner, {
		profileId: there.profileId,
		groupId: scene.world.group.id,
		role: 'observer',
		endsAt: daysAgo(-9)
	});
	const theirs = await scene.invite('facilitator', { email: there.email });
	await expect(scene.join(there, theirs.token.tokenHash)).rejects.toMatchObject({
		code: 'conflict'
	});
	expect(await scene.stateOf(theirs.invitation.id)).toBe('open');
	const other = await scene.account();
	await expect(scene.join(other, theirs.token.tokenHash)).rejects.toMatchObject({
		code: 'not_found'
	});
	const mine = await scene.invite('admin', {
		email: await scene.addressOf(scene.world.people.admin),
		groupId: scene.world.otherGroup.id
	});
	await expect(
		scene.as('admin', (tx) => joinByInvitation(tx, mine.token.tokenHash))
	).rejects.toMatchObject({ code: 'not_allowed' });
});

test('[I9] a new link kills the one before, and is in the name of whoever made it', async () => {
	const { invitation, token } = await scene.invite('facilitator', {});
	await scene.expire(invitation.id);
	const next = newInvitationToken();
	const letter = await scene.as('admin', (tx) =>
		renewInvitation(tx, { id: invitation.id, tokenHash: next.tokenHash })
	);
	const inviter = await scene.nameOf(scene.world.people.admin);
	expect(letter).toMatchObject({ email: invitation.email, inviter });
	expect(await scene.find(token.tokenHash)).toBeNull();
	expect(await scene.find(next.tokenHash)).toMatchObject({ id: invitation.id, inviter });
	await scene.as('admin', (tx) => revokeInvitation(tx, invitation.id));
	await expect(
		scene.as('admin', (tx) =>
			renewInvitation(tx, { id: invitation.id, tokenHash: token.tokenHash })
		)
	).rejects.toMatchObject({ code: 'conflict' });
});

test.each<[string, string]>([
	['left', 'update public.mandates set ends_at = now() where profile_id = $1'],
	[
		'no longer facilitates',
		`update public.mandates set role = 'practitioner' where profile_id = $1`
	],
	['is suspended', `update auth.users set banned_until = now() + interval '1 day' where id = $1`]
])('[I10] an invitation of somebody who %s is dead', async (_, statement) => {
	const facilitator = await scene.account();
	await buildMandate(scene.database.owner, {
		profileId: facilitator.profileId,
		groupId: scene.world.group.id,
		role: 'facilitator',
		startsAt: daysAgo(3)
	});
	const { invitation, token } = await scene.inviteAs(facilitator.caller, {});
	expect(await scene.find(token.tokenHash)).not.toBeNull();
	await scene.database.owner.query(statement, [facilitator.profileId]);
	expect(await scene.find(token.tokenHash)).toBeNull();
	await expect(
		scene.accept(token.tokenHash, await scene.newUser(invitation.email))
	).rejects.toMatchObject({
		code: 'not_found'
	});
	expect(await scene.stateOf(invitation.id)).toBe('expired');
});

test('[J13] an account made by an invitation is of whoever made it, in the journal', async () => {
	const { invitation, token } = await scene.invite('facilitator', {});
	const profileId = await scene.newUser(invitation.email);
	await scene.accept(token.tokenHash, profileId);
	const { rows } = await scene.database.owner.query<{ table_name: string }>(
		`select table_name from public.change_events where profile_id = $1 order by id`,
		[profileId]
	);
	expect(rows.map(({ table_name }) => table_name)).toEqual(['profiles', 'mandates', 'invitations']);
});

test('[J14] an invitation that was answered, revoked or over for a year is purged with its address', async () => {
	const { owner, databases } = scene.database;
	const ends = ['accepted_at', 'revoked_at', 'expires_at'] as const;
	const kept: string[] = [];
	for (const column of ends) {
		for (const age of ['13 months', '11 months']) {
			const { invitation } = await scene.invite('admin', {});
			await owner.query(
				`update public.invitations set created_at = now() - interval '14 months',
					expires_at = case when $2 = 'expires_at' then now() - $3::interval else now() - interval '14 months' end,
					accepted_at = case when $2 = 'accepted_at' then now() - $3::interval end,
					accepted_by = case when $2 = 'accepted_at' then invited_by end,
					revoked_at = case when $2 = 'revoked_at' then now() - $3::interval end
				 where id = $1`,
				[invitation.id, column, age]
			);
			if (age === '11 months') kept.push(invitation.id);
		}
	}
	const { invitation: open } = await scene.invite('admin', {});
	const before = await scene.count();
	await asSystem(databases, purgeJournals);
	expect(await scene.count()).toBe(before - ends.length);
	const { rows } = await owner.query<{ id: string }>(
		'select id from public.invitations where id = any ($1)',
		[[...kept, open.id]]
	);
	expect(rows).toHaveLength(kept.length + 1);
});
