import { sql } from 'kysely';
import type { SignInStep } from '$lib/domain/sign-in-step';
import type { Tx } from './transaction';

/** What the caller's session still waits for. */
export async function findSignInStep(tx: Tx): Promise<SignInStep> {
	const { rows } = await sql<{ step: SignInStep }>`
		select public.find_sign_in_step() as step`.execute(tx);
	return rows[0]?.step ?? 'locked';
}

/** Notes that the caller is there, unless their session is locked; returns what it still waits for. */
export async function touchSession(tx: Tx): Promise<SignInStep> {
	const { rows } = await sql<{ step: SignInStep }>`
		select public.touch_session() as step`.execute(tx);
	return rows[0]?.step ?? 'locked';
}

/** Locks the caller's session at once, in every window. */
export async function lockSession(tx: Tx): Promise<void> {
	await sql`select public.lock_session()`.execute(tx);
}

/** As the system: unlocks a session, whose owner has just proved who they are to the sign-in service. */
export async function unlockSession(tx: Tx, sessionId: string): Promise<void> {
	await sql`select private.unlock_session(${sessionId}::uuid)`.execute(tx);
}

/** Whether the second factor was shown in the caller's session: a code of the app, or a backup code. */
export async function isSecondFactorProved(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{ proved: boolean }>`
		select private.second_factor_proved() as proved`.execute(tx);
	return rows[0]?.proved ?? false;
}

/** Records that the caller accepts the charter. Throws Refusal: not_allowed while their session does not suffice. */
export async function acceptCharter(tx: Tx): Promise<void> {
	await sql`select public.accept_charter()`.execute(tx);
}

export interface MyProfile {
	firstName: string;
	lastName: string;
	jobTitle: string;
}

/** Changes the name and job title that colleagues read. Throws Refusal: invalid for an empty name or one too long, not_allowed while the session does not suffice. */
export async function setMyProfile(tx: Tx, profile: MyProfile): Promise<void> {
	await sql`select public.set_my_profile(${profile.firstName}, ${profile.lastName}, ${profile.jobTitle})`.execute(
		tx
	);
}

export interface MySession {
	id: string;
	/** As the browser says it at sign-in; null when unknown. */
	userAgent: string | null;
	createdAt: Date;
	/** Null: never active since this is noted. */
	activeAt: Date | null;
	/** The session that asks. */
	current: boolean;
}

/** Lists where the caller is signed in, the last active first. */
export async function listMySessions(tx: Tx): Promise<MySession[]> {
	const { rows } = await sql<MySession>`
		select s.id, s.user_agent as "userAgent", s.created_at as "createdAt", s.active_at as "activeAt", s.current
		from public.list_my_sessions() as s`.execute(tx);
	return rows;
}

/** Ends one of the caller's sessions; its sockets are closed by the sync server afterwards. Throws Refusal: not_found for any other session. */
export async function endMySession(tx: Tx, sessionId: string): Promise<void> {
	await sql`select public.end_my_session(${sessionId}::uuid)`.execute(tx);
}
