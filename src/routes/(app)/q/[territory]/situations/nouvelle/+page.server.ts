import { fail, redirect } from '@sveltejs/kit';
import { readStage } from '$lib/domain/board-filters';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { createCase } from '$lib/server/database/cases';
import { listCohortRules } from '$lib/server/database/course';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { countSimilarPeople } from '$lib/server/database/people';
import { asCaller } from '$lib/server/database/transaction';
import { listOfferedBlockerTypes } from '$lib/server/database/vocabulary';
import { dayOf } from '$lib/ui/kit/dates';
import type { NewCaseField } from '$lib/ui/new-case/new-case-values';
import type { Actions, PageServerLoad } from './$types';
import { birthYears, parseNewCase, valuesOf } from './new-case-form';

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	// A browser may ask for this part alone: the group still has to be open to it.
	await parent();
	const today = dayOf(new Date());
	const { databases } = getApp();
	const offered = await asCaller(databases, requireCaller(locals), async (tx) => ({
		blockerTypes: await listOfferedBlockerTypes(tx),
		cohortRules: await listCohortRules(tx)
	}));
	return {
		id: crypto.randomUUID(),
		stage: readStage(url.searchParams),
		today,
		years: birthYears(today),
		...offered
	};
};

export const actions: Actions = {
	default: async ({ request, locals, params }) => {
		const { databases, sync } = getApp();
		const caller = requireCaller(locals);
		const values = valuesOf(await formOf(request));
		const wrong = (errors: NewCaseField[], similar = 0) => fail(400, { values, errors, similar });
		const created = await asCaller(databases, caller, async (tx) => {
			const group = await findGroupBySlug(tx, params.territory);
			const members = await listMembers(tx, group.id);
			const context = {
				groupId: group.id,
				members,
				me: caller.profileId,
				today: dayOf(new Date())
			};
			const parsed = parseNewCase(values, context);
			if (!parsed.ok) return wrong(parsed.errors);
			const { input, similarConfirmed } = parsed;
			const similar = await countSimilarPeople(tx, input);
			if (similar > 0 && !similarConfirmed) return wrong(['similarConfirmed'], similar);
			return { caseId: input.id, ...(await createCase(tx, input)) };
		}).catch((error: unknown) => {
			if (error instanceof Refusal && error.code === 'invalid') return wrong(['id']);
			return refuse(error);
		});
		if (!('caseId' in created)) return created;
		await sync.refresh({ caseIds: [created.caseId] });
		redirect(303, `/q/${params.territory}/situations/${created.reference}`);
	}
};
