import { fail, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '$lib/domain/refusal';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findCaseByReference } from '$lib/server/database/cases';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { visitCase } from '$lib/server/database/visits';

/** Keeps that the caller looked at the case: not a load, since a link under the pointer is loaded too. */
export async function visitAction({ locals, params }: RequestEvent) {
	const caller = requireCaller(locals);
	try {
		await asCaller(getApp().databases, caller, async (tx) => {
			const group = await findGroupBySlug(tx, params['territory'] ?? '');
			const { caseId } = await findCaseByReference(tx, group.id, params['reference'] ?? '');
			await visitCase(tx, caseId);
		});
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
		return fail(STATUS[cause.code], { command: 'visit', errors: {}, code: cause.code });
	}
	return {};
}
