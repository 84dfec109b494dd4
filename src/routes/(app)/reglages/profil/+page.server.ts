import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listMyGroups } from '$lib/server/database/members';
import { setMyProfile } from '$lib/server/database/sign-in';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** Nothing of its own to show: who one is comes with every page. Answers 401 to nobody. */
export const load: PageServerLoad = ({ locals }) => {
	requireCaller(locals);
};

/** Longest names and job titles, in characters, as the table holds them. */
const NAME_MAX = 60;
const JOB_MAX = 80;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(NAME_MAX));
const Form = v.object({
	firstName: name,
	lastName: name,
	jobTitle: v.pipe(v.string(), v.trim(), v.maxLength(JOB_MAX))
});

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const values = {
			firstName: text(form.get('firstName')),
			lastName: text(form.get('lastName')),
			jobTitle: text(form.get('jobTitle'))
		};
		const parsed = v.safeParse(Form, values);
		if (!parsed.success) {
			const fields = v.flatten<typeof Form>(parsed.issues).nested ?? {};
			return fail(400, { values, errors: Object.keys(fields) });
		}
		const { databases, sync } = getApp();
		const groups = await asCaller(databases, caller, async (tx) => {
			await setMyProfile(tx, parsed.output);
			return listMyGroups(tx);
		}).catch(refuse);
		await sync.refresh({
			groupIds: groups.map(({ id }) => id),
			profileIds: [caller.profileId]
		});
		return { done: true };
	}
};

function text(value: FormDataEntryValue | null): string {
	return typeof value === 'string' ? value : '';
}
