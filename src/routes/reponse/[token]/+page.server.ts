import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { REQUEST_ANSWER_MAX } from '$lib/domain/request';
import { formOf } from '$lib/server/access/form-of';
import { getApp } from '$lib/server/app/app';
import { mayTryLink } from '$lib/server/app/guest-limit';
import { answerGuestLink, findGuestLink, hashGuestToken } from '$lib/server/database/guest-links';
import { asSystem } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** Longest secret that is looked up, in characters: 32 bytes take 43. */
const TOKEN_MAX = 64;

export const load: PageServerLoad = async ({ params, getClientAddress, setHeaders }) => {
	setHeaders({ 'x-robots-tag': 'noindex, nofollow, noarchive' });
	if (!mayTryLink(getClientAddress())) error(429, { code: 'too_many_tries', message: '' });
	if (params.token.length > TOKEN_MAX) return { link: null };
	const tokenHash = hashGuestToken(params.token);
	// As the system: nobody is signed in, and the secret address says which question it is.
	return { link: await asSystem(getApp().databases, (tx) => findGuestLink(tx, tokenHash)) };
};

const Form = v.object({
	answer: v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => text.replaceAll('\r\n', '\n').trim()),
		v.maxLength(REQUEST_ANSWER_MAX, 'long')
	),
	help: v.optional(v.picklist(['no']))
});

export const actions: Actions = {
	default: async ({ params, request, getClientAddress }) => {
		const form = await formOf(request);
		if (!mayTryLink(getClientAddress())) return fail(429, { error: 'busy' as const });
		const parsed = v.safeParse(Form, Object.fromEntries(form));
		if (!parsed.success) return fail(400, { error: 'long' as const });
		const { answer, help } = parsed.output;
		if (help === undefined && answer === '') return fail(400, { error: 'missing' as const });
		if (params.token.length > TOKEN_MAX) return fail(404, { error: 'over' as const });
		const { databases, sync } = getApp();
		const tokenHash = hashGuestToken(params.token);
		try {
			const { caseId, profileIds } = await asSystem(databases, (tx) =>
				answerGuestLink(tx, { tokenHash, answer, declined: help === 'no' })
			);
			await sync.refresh({ profileIds, ...(caseId === null ? {} : { caseIds: [caseId] }) });
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			// Unknown, answered, revoked, over: one answer.
			return fail(404, { error: 'over' as const });
		}
		return { error: null };
	}
};
