import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../src/lib/domain/member';
import {
	listInvitations,
	newInvitationToken,
	renewInvitation,
	revokeInvitation,
	type NewInvitation
} from '../../src/lib/server/database/invitations';
import { listGroupOrganizations } from '../../src/lib/server/database/members';
import type { Tx } from '../../src/lib/server/database/transaction';
import { outcomes } from '../support/at-once';
import { buildMandate, buildOrganization, buildProfile } from '../support/builders';
import { Inviting } from './inviting';
import type { SignedIn, World } from './world';

let scene: Inviting;
beforeAll(async () => {
	scene = await Inviting.start();
});
afterAll(() => scene.database.drop());

test('[I1] a facilitator invites members and observers into their group', async () => {
	for (const role of ['practitioner', 'observer'] as const) {
		const { letter, invitation } = await scene.invite('facilitator', { role });
		expect(letter).toEqual({
			email: invitation.email,
			territory: 'Les Essais',
			role,
			inviter: await scene.nameOf(scene.world.people.facilitator),
			days: 7
		});
	}
});

test.each<[string, SignedIn, (w: World) => Partial<NewInvitation>, string]>([
	['a facilitator', 'facilitator', () => ({ role: 'facilitator' }), 'not_allowed'],
	['into another group', 'facilitator', (w) => ({ groupId: w.otherGroup.id }), 'not_found'],
	[
		'from a hidden organisation',
		'facilitator',
		(w) => ({ organizationId: w.organizations.clinic }),
		'invalid'
	],
	['as a member', 'circle', () => ({}), 'not_allowed'],
	['as an administrator of nothing', 'ended', () => ({}), 'not_found'],
	['with a role of no kind', 'facilitator', () => ({ role: 'administrator' as Role }), 'invalid'],
	['without an organisation', 'admin', () => ({ organizationId: randomUUID() }), 'invalid'],
	['nowhere', 'admin', () => ({ groupId: randomUUID() }), 'invalid'],
	['no address', 'admin', () => ({ email: 'ana' }), 'invalid'],
	['two addresses', 'admin', () => ({ email: 'ana@b.example, bea@b.example' }), 'invalid'],
	['a line more', 'admin', () => ({ email: 'ana@b.example\nBcc: bea@b.example' }), 'invalid'],
	['too long', 'admin', () => ({ email: `${'a'.repeat(250)}@b.example` }), 'invalid'],
	['a weak token', 'admin', () => ({ tokenHash: Buffer.from('court') }), 'invalid']
])('[I2] nobody invites %s', async (_, actor, changes, code) => {
	const before = await scene.count();
	await expect(scene.invite(actor, changes(scene.world))).rejects.toMatchObject({ code });
	expect(await scene.count()).toBe(before);
});

test('[I1] an administrator invites anybody; a facilitator does not change what they could not make', async () => {
	const { invitation } = await scene.invite('admin', {
		role: 'facilitator',
		organizationId: scene.world.organizations.clinic
	});
	for (const attempt of [
		(tx: Tx) =>
			renewInvitation(tx, { id: invitation.id, tokenHash: newInvitationToken().tokenHash }),
		(tx: Tx) => revokeInvitation(tx, invitation.id)
	]) {
		await expect(scene.as<unknown>('facilitator', attempt)).rejects.toMatchObject({
			code: 'not_allowed'
		});
	}
	const listed = await scene.as('facilitator', (tx) => listInvitations(tx, scene.world.group.id));
	expect(listed.find(({ id }) => id === invitation.id)).toMatchObject({
		email: invitation.email,
		organization: null,
		state: 'open'
	});
});

test('[I1] all invitations are for administrators', async () => {
	await expect(scene.as('facilitator', (tx) => listInvitations(tx, null))).rejects.toMatchObject({
		code: 'not_found'
	});
	expect(await scene.as('admin', (tx) => listInvitations(tx, null))).toHaveLength(
		await scene.count()
	);
});

test('[I4] one open invitation per address and group; one that is over gives way', async () => {
	const { invitation } = await scene.invite('facilitator', { email: ' Ana.Une@Essais.Example ' });
	const again = { email: 'ana.une@essais.example' };
	await expect(scene.invite('admin', again)).rejects.toMatchObject({ code: 'conflict' });
	await scene.invite('admin', { ...again, groupId: scene.world.otherGroup.id });
	await scene.expire(invitation.id);
	await scene.invite('facilitator', again);
	expect(await scene.stateOf(invitation.id)).toBe('revoked');
});

test('[I4] of two who invite one address at once, one does', async () => {
	const email = scene.address();
	expect(
		await outcomes(scene.invite('facilitator', { email }), scene.invite('admin', { email }))
	).toEqual(['conflict', 'done']);
});

test('[I5] who invites is not told whether an address has an account', async () => {
	const known = await scene.account();
	const unknown = await scene.invite('facilitator', {});
	const invited = await scene.invite('facilitator', { email: known.email });
	expect({ ...invited.letter, email: '' }).toEqual({ ...unknown.letter, email: '' });
	const listed = await scene.as('facilitator', (tx) => listInvitations(tx, scene.world.group.id));
	const shown = [known.email, unknown.invitation.email].map((email) => {
		const found = listed.find((each) => each.email === email);
		return { ...found, id: '', email: '', createdAt: null, expiresAt: null };
	});
	expect(shown[0]).toEqual(shown[1]);
});

test('[I12] a facilitator invites from organisations that work in their group; the others are for administrators', async () => {
	const { owner } = scene.database;
	const organizationId = await buildOrganization(owner, { name: 'Delta' });
	await expect(scene.invite('facilitator', { organizationId })).rejects.toMatchObject({
		code: 'invalid'
	});
	const { invitation } = await scene.invite('admin', { organizationId });
	const renew = () =>
		scene.as('facilitator', (tx) =>
			renewInvitation(tx, { id: invitation.id, tokenHash: newInvitationToken().tokenHash })
		);
	await expect(renew()).rejects.toMatchObject({ code: 'not_allowed' });

	const profileId = await buildProfile(owner, { organizationId });
	await buildMandate(owner, { profileId, groupId: scene.world.group.id });
	const known = () =>
		scene.as('facilitator', (tx) => listGroupOrganizations(tx, scene.world.group.id));
	expect((await known()).map(({ name }) => name)).toEqual(['Alpha', 'Beta', 'Delta', 'Gamma']);
	await renew();
	expect(await scene.stateOf(invitation.id)).toBe('open');
	await owner.query('update public.mandates set ends_at = now() where profile_id = $1', [
		profileId
	]);
	expect((await known()).map(({ name }) => name)).toEqual(['Alpha', 'Beta', 'Gamma']);
	expect(await scene.stateOf(invitation.id)).toBe('expired');
});

test('[I11] nobody invites more than a hundred addresses in a day', async () => {
	const { admin } = scene.world.people;
	await scene.database.owner.query(
		`insert into public.invitations (id, email, organization_id, group_id, role, token_hash, invited_by, expires_at)
		 select gen_random_uuid(), 'n' || n || '@essais.example', $1, $2, 'observer', sha256(n::text::bytea), $3, now()
		 from generate_series(1, 100) as n`,
		[scene.world.organizations.alpha, scene.world.group.id, admin]
	);
	await expect(scene.invite('admin', {})).rejects.toMatchObject({ code: 'too_many_tries' });
	await scene.database.owner.query('delete from public.invitations where invited_by = $1', [admin]);
});
