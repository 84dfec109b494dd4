import { error, json } from '@sveltejs/kit';
import { readCursor } from '$lib/domain/case-history';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { readCaseHistory } from '$lib/server/database/case-history';
import { findCaseByReference } from '$lib/server/database/cases';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { BEFORE, filterOf } from '$lib/ui/case/case-address';
import { isReference } from '../reference';
import type { RequestHandler } from './$types';

/** One page of what was done with a case, for its circle: the tab asks for it when it opens. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const caller = requireCaller(locals);
	if (!isReference(params.reference)) error(404, { code: 'not_found', message: 'not_found' });
	const before = readCursor(url.searchParams.get(BEFORE));
	const page = await asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, params.territory);
		const { caseId } = await findCaseByReference(tx, group.id, params.reference);
		return readCaseHistory(tx, { caseId, before, filter: filterOf(url.searchParams) });
	}).catch(refuse);
	return json(page);
};
