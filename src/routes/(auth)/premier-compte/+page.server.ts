import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { Email, Password } from '$lib/server/access/sign-in-form';
import { getApp } from '$lib/server/app/app';
import { createFirstAdmin, isFirstAdminToken } from '$lib/server/app/first-admin';
import type { Actions, PageServerLoad } from './$types';

/** The secret of the link; answers 404 when it does not work. */
function requireToken(url: URL): string {
	const token = url.searchParams.get('jeton') ?? '';
	if (!isFirstAdminToken(getApp(), token)) error(404, { code: 'not_found', message: 'not_found' });
	return token;
}

export const load: PageServerLoad = ({ url }) => {
	requireToken(url);
};

/** Longest names, in characters, as the tables hold them. */
const NAME_MAX = 60;
const ORGANIZATION_MAX = 120;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_MAX));
const Form = v.object({
	firstName: name,
	lastName: name,
	organization: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(ORGANIZATION_MAX)),
	email: Email,
	password: Password
});

export const actions: Actions = {
	default: async ({ request, url, locals }) => {
		const token = requireToken(url);
		const { password, ...typed } = Object.fromEntries(await formOf(request));
		const values = Object.fromEntries(
			Object.entries(typed).filter(
				(entry): entry is [string, string] => typeof entry[1] === 'string'
			)
		);
		const parsed = v.safeParse(Form, { ...values, password });
		if (!parsed.success) {
			const fields = v.flatten<typeof Form>(parsed.issues).nested ?? {};
			const errors: Record<string, string> = Object.fromEntries(
				Object.keys(fields).map((field) => [
					field,
					field === 'email' || field === 'password' ? field : 'missing'
				])
			);
			return fail(400, { values, errors });
		}
		try {
			await createFirstAdmin(getApp(), token, parsed.output);
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			if (cause.code === 'not_found') refuse(cause);
			const errors: Record<string, string> =
				cause.code === 'conflict' ? { email: 'taken' } : { password: 'password' };
			return fail(400, { values, errors });
		}
		const { email } = parsed.output;
		await locals.auth().auth.signInWithPassword({ email, password: parsed.output.password });
		redirect(303, '/ma-journee');
	}
};
