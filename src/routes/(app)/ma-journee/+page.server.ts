import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { localMoment } from '$lib/domain/agenda-calendar';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { setAction } from '$lib/server/database/actions';
import { listMembers } from '$lib/server/database/members';
import { finishMention } from '$lib/server/database/mentions';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { groups } = await parent();
	const members = await asCaller(getApp().databases, caller, async (tx) => {
		const lists = [];
		for (const group of groups) lists.push(await listMembers(tx, group.id));
		return lists.flat();
	}).catch(refuse);
	return {
		today: localMoment(new Date()).date,
		/** Organisations of my colleagues, those that I may know. */
		organizations: Object.fromEntries(
			members.flatMap(({ id, organization }) => (organization ? [[id, organization]] : []))
		)
	};
};

const FinishForm = v.object({
	item: v.pipe(
		v.string(),
		v.regex(/^(?:mention|action):[0-9a-f-]{36}$/),
		v.transform((item) => {
			const [kind, id] = item.split(':');
			return {
				kind: kind === 'mention' ? ('mention' as const) : ('action' as const),
				id: id ?? ''
			};
		}),
		v.object({ kind: v.picklist(['mention', 'action']), id: v.pipe(v.string(), v.uuid()) })
	),
	done: v.pipe(
		v.picklist(['true', 'false']),
		v.transform((done) => done === 'true')
	)
});

export const actions: Actions = {
	finish: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(FinishForm, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return fail(400, { failed: true });
		const { item, done } = parsed.output;
		const { databases, sync } = getApp();
		const { caseId } = await asCaller(databases, caller, async (tx) =>
			item.kind === 'mention'
				? finishMention(tx, { mentionId: item.id, done })
				: setAction(tx, { actionId: item.id, changes: { status: done ? 'done' : 'todo' } })
		).catch(refuse);
		await sync.refresh({
			profileIds: [caller.profileId],
			...(caseId === null ? {} : { caseIds: [caseId] })
		});
		return { failed: false };
	}
};
