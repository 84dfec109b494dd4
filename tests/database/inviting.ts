/** Invitations for tests, in a database of their own. */
import { randomUUID } from 'node:crypto';
import {
	acceptInvitation,
	createInvitation,
	findInvitation,
	joinByInvitation,
	newInvitationToken,
	type NewInvitation
} from '../../src/lib/server/database/invitations';
import { asCaller, asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { buildProfile, callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

export interface Invited {
	invitation: NewInvitation;
	token: ReturnType<typeof newInvitationToken>;
	letter: Awaited<ReturnType<typeof createInvitation>>;
}

export interface Signed {
	profileId: string;
	email: string;
	caller: World['callers'][SignedIn];
}

/** A world with what invitations need. */
export class Inviting {
	readonly database: TestDatabase;
	readonly world: World;

	private constructor(database: TestDatabase, world: World) {
		this.database = database;
		this.world = world;
	}

	static async start(): Promise<Inviting> {
		const database = await testDatabase();
		return new Inviting(database, await buildWorld(database));
	}

	invite(actor: SignedIn, changes: Partial<NewInvitation>): Promise<Invited> {
		return this.inviteAs(this.world.callers[actor], changes);
	}

	/** By default a member of alpha into the group. */
	async inviteAs(
		caller: World['callers'][SignedIn],
		changes: Partial<NewInvitation>
	): Promise<Invited> {
		const token = newInvitationToken();
		const invitation: NewInvitation = {
			id: randomUUID(),
			email: this.address(),
			organizationId: this.world.organizations.alpha,
			groupId: this.world.group.id,
			role: 'practitioner',
			tokenHash: token.tokenHash,
			...changes
		};
		const letter = await asCaller(this.database.databases, caller, (tx) =>
			createInvitation(tx, invitation)
		);
		return { invitation, token, letter };
	}

	as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
		return asCaller(this.database.databases, this.world.callers[actor], work);
	}

	find(tokenHash: Buffer): ReturnType<typeof findInvitation> {
		return asSystem(this.database.databases, (tx) => findInvitation(tx, tokenHash));
	}

	accept(
		tokenHash: Buffer,
		profileId: string,
		names: Partial<Record<'firstName' | 'lastName' | 'jobTitle', string>> = {}
	): ReturnType<typeof acceptInvitation> {
		const input = {
			firstName: ' Ana ',
			lastName: 'Bessa',
			jobTitle: '',
			...names,
			tokenHash,
			profileId
		};
		return asSystem(this.database.databases, (tx) => acceptInvitation(tx, input));
	}

	join({ caller }: Signed, tokenHash: Buffer): ReturnType<typeof joinByInvitation> {
		return asCaller(this.database.databases, caller, (tx) => joinByInvitation(tx, tokenHash));
	}

	/** Somebody who has an account and no mandate. */
	async account(organizationId = this.world.organizations.alpha): Promise<Signed> {
		const email = this.address();
		const profileId = await buildProfile(this.database.owner, { organizationId, email });
		return { profileId, email, caller: await callerFor(this.database.owner, profileId) };
	}

	/** An account of the sign-in service without a profile. */
	async newUser(email: string): Promise<string> {
		const id = randomUUID();
		await this.database.owner.query('insert into auth.users (id, email) values ($1, $2)', [
			id,
			email
		]);
		return id;
	}

	address(): string {
		return `${randomUUID()}@essais.example`;
	}

	async addressOf(profileId: string): Promise<string> {
		return this.value('select email as value from auth.users where id = $1', profileId);
	}

	nameOf(profileId: string): Promise<string> {
		return this.value(
			`select first_name || ' ' || last_name as value from public.profiles where id = $1`,
			profileId
		);
	}

	stateOf(id: string): Promise<string> {
		return this.value(
			'select state as value from private.invitation_states where invitation_id = $1',
			id
		);
	}

	async value(query: string, id: string): Promise<string> {
		const { rows } = await this.database.owner.query<{ value: string }>(query, [id]);
		return rows[0]?.value ?? '';
	}

	async expire(id: string): Promise<void> {
		await this.database.owner.query(
			'update public.invitations set expires_at = now() where id = $1',
			[id]
		);
	}

	async count(): Promise<number> {
		const { rows } = await this.database.owner.query<{ count: number }>(
			'select count(*)::integer as count from public.invitations'
		);
		return rows[0]?.count ?? 0;
	}
}
