import { error } from '@sveltejs/kit';
import { organizationsOf } from '$lib/domain/organizations';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findCaseByReference } from '$lib/server/database/cases';
import { asCaller } from '$lib/server/database/transaction';
import { dayOf } from '$lib/ui/kit/dates';
import { actions as commands } from './commands';
import type { PageServerLoad } from './$types';

/** What a reference looks like: anything else is not found without asking. */
const REFERENCE = /^[A-Z]{2,4}-\d{3,6}$/;

export const load: PageServerLoad = async ({ locals, params, parent, depends }) => {
	depends('maillage:case');
	const { group, me, members } = await parent();
	const caller = requireCaller(locals);
	const { databases, sync } = getApp();
	if (!REFERENCE.test(params.reference)) error(404, { code: 'not_found', message: 'not_found' });
	const found = await asCaller(databases, caller, (tx) =>
		findCaseByReference(tx, group.id, params.reference)
	).catch(refuse);
	const organizations = organizationsOf(members);
	const { caseId, access, outline } = found;
	const today = dayOf(new Date());
	if (access === 'outline' || !me.organizationId) {
		return { reference: params.reference, today, members, organizations, outline, documents: null };
	}
	const [notes, own, board, ownBoard] = await Promise.all([
		sync.read(caller, `case:${caseId}`),
		sync.read(caller, `case-own:${caseId}:${me.organizationId}`),
		sync.read(caller, `board:${group.id}`),
		sync.read(caller, `board-own:${group.id}:${me.organizationId}`)
	]).catch(refuse);
	return {
		reference: params.reference,
		today,
		members,
		organizations,
		outline,
		documents: { notes, own, board, ownBoard }
	};
};

export const actions = commands;
