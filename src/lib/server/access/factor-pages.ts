/** What the pages that set up a second factor do, the same on the first day and in the settings. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import { Refusal } from '$lib/domain/refusal';
import type { Databases } from '$lib/server/database/database';
import {
	hashBackupCode,
	makeBackupCodes,
	replaceBackupCodes
} from '$lib/server/database/backup-codes';
import { findSignInStep } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import { formOf } from './form-of';
import { refuse } from './refuse';
import { beginEnrolment, drawEnrolment, EnrolmentFields, proveByApp } from './second-factor';
import { requireCaller, type TokenIssuer } from './session';
import { Code, signInStatus, tryAgainAt } from './sign-in-form';

interface Place {
	auth: TokenIssuer;
	databases: Databases;
	/** Tells somebody by e-mail that an application was added; its failure stops nothing. */
	tell: (to: string) => void;
}

/** The address of the caller's account, as their verified token says it. */
export function emailOf({ claims }: Caller): string {
	const { email } = claims;
	return typeof email === 'string' ? email : '';
}

/**
 * Who may set up an application: a locked session, or one that still waits for a code, must not bring its own way in.
 * Answers 403.
 */
async function requireOpen(databases: Databases, locals: App.Locals): Promise<void> {
	const step = await asCaller(databases, requireCaller(locals), findSignInStep);
	if (step === 'locked' || step === 'code') refuse(new Refusal('not_allowed'));
}

/** Form action: shows what an application needs. */
export async function begin({ databases }: Pick<Place, 'databases'>, { locals }: RequestEvent) {
	await requireOpen(databases, locals);
	const enrolment = await beginEnrolment(locals.auth());
	if (typeof enrolment !== 'string') return { enrolment };
	return fail(signInStatus(enrolment), { error: enrolment, until: null });
}

/**
 * Form action: checks the first code of the application; from then on it is asked for. Shows ten new backup codes,
 * once.
 */
export async function finish(place: Place, { locals, request }: RequestEvent) {
	await requireOpen(place.databases, locals);
	const form = await formOf(request);
	const fields = v.safeParse(EnrolmentFields, Object.fromEntries(form));
	if (!fields.success) return fail(400, { error: 'server', until: null });
	const { factorId, uri } = fields.output;
	const enrolment = drawEnrolment(factorId, uri);
	const code = v.safeParse(Code, form.get('code'));
	if (!code.success) return fail(400, { error: 'app_code', until: null, enrolment });
	const { auth, databases } = place;
	const proof = await proveByApp(locals.auth(), { code: code.output, factorId, auth });
	if ('error' in proof) {
		const { error } = proof;
		const until = tryAgainAt(error, 'app', new Date());
		return fail(signInStatus(error), { error, until, enrolment });
	}
	place.tell(emailOf(proof.caller));
	return { codes: await newBackupCodes(databases, proof.caller) };
}

/** Ten new backup codes for somebody whose session proved the second factor. Throws Refusal: not_allowed otherwise. */
export async function newBackupCodes(databases: Databases, caller: Caller): Promise<string[]> {
	const codes = makeBackupCodes();
	await asCaller(databases, caller, (tx) => replaceBackupCodes(tx, codes.map(hashBackupCode)));
	return codes;
}

/** What an action answers for a refusal; anything else that is thrown goes on. */
export function failOf(cause: unknown) {
	if (!(cause instanceof Refusal)) throw cause;
	return cause.code === 'too_many_tries'
		? fail(429, { error: 'too_many', until: tryAgainAt('too_many', 'app', new Date()) })
		: fail(403, { error: 'not_allowed', until: null });
}
