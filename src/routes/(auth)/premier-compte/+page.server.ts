import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { Email, Password } from '$lib/server/access/sign-in-form';
import { getApp } from '$lib/server/app/app';
import { isFirstAdminToken } from '$lib/server/app/first-admin';
import type { Actions, PageServerLoad } from './$types';

function requireToken(url: URL): void {
	const token = url.searchParams.get('jeton') ?? '';
	if (!isFirstAdminToken(getApp(), token)) error(404, { code: 'not_found', message: 'not_found' });
}

export const load: PageServerLoad = ({ url }) => requireToken(url);

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
		requireToken(url);
		const { password, ...typed } = Object.fromEntries(await request.formData());
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
			await getApp().firstAdmin?.create(parsed.output);
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			const field = cause.code === 'conflict' ? 'email' : 'password';
			return fail(400, { values, errors: { [field]: field } as Record<string, string> });
		}
		const { email } = parsed.output;
		await locals.auth().auth.signInWithPassword({ email, password: parsed.output.password });
		redirect(303, '/ma-journee');
	}
};
