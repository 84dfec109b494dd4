import { json } from '@sveltejs/kit';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findImport, findImportProgress } from '$lib/server/database/imports';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import type { RequestHandler } from './$types';

/** How far the import of the caller is. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const caller = requireCaller(locals);
	const id = url.searchParams.get('id');
	const progress = await asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, params.territory);
		const importId = id ?? (await findImport(tx, group.id))?.id;
		return importId === undefined ? null : findImportProgress(tx, importId);
	}).catch(refuse);
	return progress ? json(progress) : refuse(new Refusal('not_found'));
};
