import { error } from '@sveltejs/kit';
import { readCursor } from '$lib/domain/case-history';
import { organizationsOf } from '$lib/domain/organizations';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { readCaseHistory } from '$lib/server/database/case-history';
import { findCaseByReference } from '$lib/server/database/cases';
import { listServices } from '$lib/server/database/services';
import { readSharingHistory } from '$lib/server/database/sharing';
import { asCaller } from '$lib/server/database/transaction';
import { readCaseNews } from '$lib/server/database/visits';
import { listLevers, listOfferedBlockerTypes } from '$lib/server/database/vocabulary';
import { dayOf } from '$lib/ui/kit/dates';
import { BEFORE, filterOf, tabOf } from '$lib/ui/case/case-address';
import { actions as commands } from './commands';
import * as course from './course-commands';
import { isReference } from './reference';
import { visitAction } from './visit-commands';
import * as requests from './request-commands';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent, depends, untrack, url }) => {
	depends('maillage:case');
	const { group, me, members } = await parent();
	const caller = requireCaller(locals);
	const { databases, sync } = getApp();
	if (!isReference(params.reference)) error(404, { code: 'not_found', message: 'not_found' });
	// Not followed: another tab or step of the same case needs nothing anew.
	const query = untrack(() => url.searchParams);
	const { found, sharing, history, news, blockerTypes, levers, services } = await asCaller(
		databases,
		caller,
		async (tx) => {
			const one = await findCaseByReference(tx, group.id, params.reference);
			const before = readCursor(query.get(BEFORE));
			const reads = one.access === 'circle' && tabOf(query) === 'history';
			return {
				found: one,
				sharing: await readSharingHistory(tx, one.caseId),
				history: reads
					? await readCaseHistory(tx, { caseId: one.caseId, before, filter: filterOf(query) })
					: null,
				news: one.access === 'circle' ? await readCaseNews(tx, one.caseId) : null,
				blockerTypes: await listOfferedBlockerTypes(tx),
				levers: one.access === 'circle' ? await listLevers(tx) : [],
				services: one.access === 'circle' ? await listServices(tx, group.id) : []
			};
		}
	).catch(refuse);
	const organizations = organizationsOf(members);
	const { caseId, access, outline } = found;
	const today = dayOf(new Date());
	if (access === 'outline' || !me.organizationId) {
		return {
			reference: params.reference,
			today,
			members,
			organizations,
			outline,
			documents: null,
			sharing,
			history,
			news,
			blockerTypes,
			levers,
			services
		};
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
		sharing,
		history,
		news,
		blockerTypes,
		levers,
		services,
		documents: { notes, own, board, ownBoard }
	};
};

export const actions = {
	...commands,
	visit: visitAction,
	addOutcome: course.addOutcomeAction,
	setOutcome: course.setOutcomeAction,
	removeOutcome: course.removeOutcomeAction,
	answerCheck: course.answerCheckAction,
	addScheme: course.addSchemeAction,
	endScheme: course.endSchemeAction,
	decideEntry: course.decideEntryAction,
	reopenCase: course.reopenCaseAction,
	askRequest: requests.askRequestAction,
	inviteGuest: requests.inviteGuestAction,
	seeRequest: requests.seeRequestAction,
	takeRequest: requests.takeRequestAction,
	answerRequest: requests.answerRequestAction,
	declineRequest: requests.declineRequestAction,
	closeRequest: requests.closeRequestAction,
	reopenRequest: requests.reopenRequestAction,
	remindRequest: requests.remindRequestAction,
	dateRequest: requests.dateRequestAction
};
