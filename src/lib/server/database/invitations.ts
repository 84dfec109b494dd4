import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Invitation, InvitationLetter } from '$lib/domain/invitation';
import type { Role } from '$lib/domain/member';
import { Refusal } from '$lib/domain/refusal';
import type { Tx } from './transaction';

const TOKEN_BYTES = 32;

/** A new secret for the link of an invitation, and the hash that is all the database keeps of it. */
export function newInvitationToken(): { token: string; tokenHash: Buffer } {
	const token = randomBytes(TOKEN_BYTES).toString('base64url');
	return { token, tokenHash: hashInvitationToken(token) };
}

/** The hash by which the invitation of a link is found. */
export function hashInvitationToken(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

export interface NewInvitation {
	id: string;
	email: string;
	organizationId: string;
	groupId: string;
	role: Role;
	tokenHash: Buffer;
}

/**
 * Invites an address into a group for seven days, by a facilitator of it or an administrator. Throws Refusal: not_found,
 * not_allowed, conflict when one is open for this address, invalid, too_many_tries after a hundred in a day.
 */
export async function createInvitation(tx: Tx, input: NewInvitation): Promise<InvitationLetter> {
	const { rows } = await sql<{ letter: InvitationLetter }>`
		select public.create_invitation(${input.id}::uuid, ${input.email}, ${input.organizationId}::uuid,
			${input.groupId}::uuid, ${input.role}, ${input.tokenHash}::bytea) as letter`.execute(tx);
	return letterOf(rows);
}

/** Gives an invitation a new link and seven more days. Throws Refusal: not_found, not_allowed, conflict once accepted or revoked. */
export async function renewInvitation(
	tx: Tx,
	{ id, tokenHash }: { id: string; tokenHash: Buffer }
): Promise<InvitationLetter> {
	const { rows } = await sql<{ letter: InvitationLetter }>`
		select public.renew_invitation(${id}::uuid, ${tokenHash}::bytea) as letter`.execute(tx);
	return letterOf(rows);
}

/** Makes the link of an invitation dead. Throws Refusal: not_found, not_allowed, conflict once accepted. */
export async function revokeInvitation(tx: Tx, id: string): Promise<void> {
	await sql`select public.revoke_invitation(${id}::uuid)`.execute(tx);
}

/** Lists the invitations of a group, newest first, for its facilitators; with null those of all groups, for administrators. Throws Refusal: not_found, not_allowed. */
export async function listInvitations(tx: Tx, groupId: string | null): Promise<Invitation[]> {
	const { rows } = await sql<Invitation>`
		select i.id, i.email, i.organization, i.role, i.territory, i.invited_by as "invitedBy",
			i.created_at as "createdAt", i.expires_at as "expiresAt", i.state
		from public.list_invitations(${groupId}::uuid) as i`.execute(tx);
	return rows;
}

/** An invitation as the holder of its link sees it. */
export interface FoundInvitation {
	id: string;
	email: string;
	organization: string;
	territory: string;
	role: Role;
	/** First name and last name. */
	inviter: string;
	/** Whether its address has an account, which then joins after signing in. */
	hasAccount: boolean;
}

/** As the system, for a visitor: the open invitation of a link. Unknown, used, revoked and over are all null. */
export async function findInvitation(tx: Tx, tokenHash: Buffer): Promise<FoundInvitation | null> {
	const { rows } = await sql<FoundInvitation>`
		select i.id, i.email, i.organization, i.territory, i.role, i.inviter, i.has_account as "hasAccount"
		from private.find_invitation(${tokenHash}::bytea) as i`.execute(tx);
	return rows[0] ?? null;
}

export interface AcceptedInvitation {
	tokenHash: Buffer;
	/** Id of the new account, which has the address of the invitation. */
	profileId: string;
	firstName: string;
	lastName: string;
	jobTitle: string;
}

/** As the system, for an account just made: its profile and mandate, once. Throws Refusal: not_found for a link that does not work, invalid, conflict. */
export async function acceptInvitation(
	tx: Tx,
	input: AcceptedInvitation
): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select private.accept_invitation(${input.tokenHash}::bytea, ${input.profileId}::uuid, ${input.firstName},
			${input.lastName}, ${input.jobTitle}) as "groupId"`.execute(tx);
	return groupOf(rows);
}

/**
 * Enters a group by the invitation sent to the caller's own address. Throws Refusal: not_found for a link that does not
 * work or is somebody else's, not_allowed for one that they made, conflict when they have a mandate there.
 */
export async function joinByInvitation(tx: Tx, tokenHash: Buffer): Promise<{ groupId: string }> {
	const { rows } = await sql<{ groupId: string }>`
		select public.join_by_invitation(${tokenHash}::bytea) as "groupId"`.execute(tx);
	return groupOf(rows);
}

function letterOf([row]: { letter: InvitationLetter }[]): InvitationLetter {
	if (!row) throw new Refusal('not_found');
	return row.letter;
}

function groupOf([row]: { groupId: string }[]): { groupId: string } {
	if (!row) throw new Refusal('not_found');
	return row;
}
