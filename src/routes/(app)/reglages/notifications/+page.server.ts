import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { MAIL_LANGUAGES, NOTICE_KINDS, pacesOf, type MailPaces } from '$lib/domain/notice';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findMailChoices, setMailChoices } from '$lib/server/database/mails';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const caller = requireCaller(locals);
	const choices = await asCaller(getApp().databases, caller, findMailChoices).catch(refuse);
	if (!choices) error(404, { code: 'not_found', message: 'not_found' });
	return { choices };
};

const Language = v.picklist(MAIL_LANGUAGES);

export const actions: Actions = {
	default: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const language = v.safeParse(Language, form.get('language'));
		const paces = new Map<string, string>();
		for (const kind of NOTICE_KINDS) {
			const chosen = v.safeParse(v.picklist(pacesOf(kind)), form.get(kind));
			if (chosen.success) paces.set(kind, chosen.output);
		}
		if (!language.success || paces.size < NOTICE_KINDS.length) return fail(400, { error: true });
		const choices = {
			language: language.output,
			paces: Object.fromEntries(paces) as MailPaces
		};
		await asCaller(getApp().databases, caller, (tx) => setMailChoices(tx, choices)).catch(refuse);
		return { done: true };
	}
};
