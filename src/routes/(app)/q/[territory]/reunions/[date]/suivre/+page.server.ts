import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listMeetings, meetingAt } from '$lib/server/database/meetings';
import { asCaller } from '$lib/server/database/transaction';
import { listGroupBlockerTypes } from '$lib/server/database/vocabulary';
import { DECISION_COMMANDS } from '../decision-commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { databases, sync } = getApp();
	try {
		const { meetings, blockerTypes } = await asCaller(databases, caller, async (tx) => ({
			meetings: await listMeetings(tx, group.id),
			blockerTypes: await listGroupBlockerTypes(tx)
		}));
		const meeting = meetingAt(meetings, params.date);
		if (!meeting) throw new Refusal('not_found');
		return {
			agenda: await sync.read(caller, `meeting:${meeting.meetingId}`),
			meeting,
			blockerTypes,
			now: Date.now()
		};
	} catch (error) {
		return refuse(error);
	}
};

export const actions: Actions = {
	addDecision: DECISION_COMMANDS.addDecision,
	removeDecision: DECISION_COMMANDS.removeDecision
};
