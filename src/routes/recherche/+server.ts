import { error, json } from '@sveltejs/kit';
import { QUERY_MAX } from '$lib/domain/search';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { search } from '$lib/server/database/search';
import { asCaller } from '$lib/server/database/transaction';
import type { RequestHandler } from './$types';

/** What the caller may know that answers to a text. Posted, so that what is searched is in no address and no log. */
export const POST: RequestHandler = async ({ locals, request }) => {
	const caller = requireCaller(locals);
	const query = (await formOf(request)).get('query');
	if (typeof query !== 'string' || query.length > QUERY_MAX) {
		error(400, { code: 'invalid', message: 'invalid' });
	}
	return json(await asCaller(getApp().databases, caller, (tx) => search(tx, query)).catch(refuse));
};
