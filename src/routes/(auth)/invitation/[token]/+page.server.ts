import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { authAdmin } from '$lib/server/access/auth-admin';
import { emailOf } from '$lib/server/access/factor-pages';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { Password } from '$lib/server/access/sign-in-form';
import { getApp } from '$lib/server/app/app';
import {
	acceptInvitation,
	findInvitation,
	hashInvitationToken,
	joinByInvitation,
	type FoundInvitation
} from '$lib/server/database/invitations';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** Longest secret that is looked up, in characters: 32 bytes take 43. */
const TOKEN_MAX = 64;
/** Longest names and job titles, in characters, as the table holds them. */
const NAME_MAX = 60;
const JOB_MAX = 80;

/** The open invitation of the link; null, alike, for one that is unknown, used, revoked or over. */
async function find(token: string): Promise<FoundInvitation | null> {
	if (token.length > TOKEN_MAX) return null;
	const hash = hashInvitationToken(token);
	return asSystem(getApp().databases, (tx) => findInvitation(tx, hash));
}

export const load: PageServerLoad = async ({ params, locals }) => {
	const invitation = await find(params.token);
	if (!invitation) return { invitation: null, signedIn: 'no' as const };
	const { caller } = locals;
	const mine = caller !== null && emailOf(caller).toLowerCase() === invitation.email;
	const { email, organization, territory, role, inviter, hasAccount } = invitation;
	return {
		invitation: { email, organization, territory, role, inviter, hasAccount },
		signedIn: mine ? ('same' as const) : caller ? ('other' as const) : ('no' as const)
	};
};

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_MAX));
const Form = v.object({
	firstName: name,
	lastName: name,
	jobTitle: v.pipe(v.string(), v.trim(), v.maxLength(JOB_MAX)),
	password: Password
});

function valuesOf(form: FormData): Record<string, string> {
	const names = ['firstName', 'lastName', 'jobTitle'];
	return Object.fromEntries(
		names.map((field) => {
			const value = form.get(field);
			return [field, typeof value === 'string' ? value : ''];
		})
	);
}

/** Makes the account, then its profile and mandate; without the second the first is undone. Throws Refusal. */
async function makeAccount(
	token: string,
	email: string,
	{ password, ...profile }: v.InferOutput<typeof Form>
): Promise<string> {
	const { auth, databases } = getApp();
	const admin = authAdmin(auth);
	const { data, error } = await admin.createUser({ email, password, email_confirm: true });
	if (!data.user) {
		throw new Refusal(error?.code === 'email_exists' ? 'conflict' : 'invalid', { cause: error });
	}
	const { id } = data.user;
	const tokenHash = hashInvitationToken(token);
	try {
		const { groupId } = await asSystem(databases, (tx) =>
			acceptInvitation(tx, { ...profile, tokenHash, profileId: id })
		);
		return groupId;
	} catch (cause) {
		await admin.deleteUser(id);
		throw cause;
	}
}

type Event = RequestEvent<{ token: string }>;

export const actions: Actions = {
	accept: async ({ params, request, locals }: Event) => {
		const invitation = await find(params.token);
		if (!invitation) return fail(404, { values: {}, errors: {} });
		const form = await formOf(request);
		const values = valuesOf(form);
		const parsed = v.safeParse(Form, { ...values, password: form.get('password') });
		if (!parsed.success) {
			const fields = v.flatten<typeof Form>(parsed.issues).nested ?? {};
			const errors: Record<string, string> = Object.fromEntries(
				Object.keys(fields).map((field) => [field, field === 'password' ? 'password' : 'missing'])
			);
			return fail(400, { values, errors });
		}
		try {
			const groupId = await makeAccount(params.token, invitation.email, parsed.output);
			await getApp().sync.refresh({ groupIds: [groupId] });
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			const errors: Record<string, string> =
				cause.code === 'invalid' ? { password: 'password' } : {};
			// Used or revoked meanwhile, or the address has an account by now: the page says which.
			return fail(cause.code === 'invalid' ? 400 : 409, { values, errors });
		}
		const { email } = invitation;
		const { error } = await locals
			.auth()
			.auth.signInWithPassword({ email, password: parsed.output.password });
		redirect(303, error ? '/connexion' : '/bienvenue');
	},
	join: async ({ params, locals }: Event) => {
		const caller = requireCaller(locals);
		const { databases, sync } = getApp();
		const hash = hashInvitationToken(params.token);
		const { groupId } = await asCaller(databases, caller, (tx) => joinByInvitation(tx, hash)).catch(
			refuse
		);
		await sync.refresh({ groupIds: [groupId], profileIds: [caller.profileId] });
		redirect(303, '/ma-journee');
	}
};
