import { redirect } from '@sveltejs/kit';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findLeader } from '$lib/server/database/meeting-runs';
import { listMeetings, meetingAt } from '$lib/server/database/meetings';
import { asCaller } from '$lib/server/database/transaction';
import { listGroupBlockerTypes } from '$lib/server/database/vocabulary';
import { MEETING_COMMANDS } from '../../commands';
import { DECISION_COMMANDS } from '../decision-commands';
import { RUN_COMMANDS } from '../run-commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent, url }) => {
	const caller = requireCaller(locals);
	const { group, me } = await parent();
	const { databases, sync } = getApp();
	const { meeting, next, leaderId, blockerTypes } = await asCaller(
		databases,
		caller,
		async (tx) => {
			const meetings = await listMeetings(tx, group.id);
			const found = meetingAt(meetings, params.date);
			if (!found) throw new Refusal('not_found');
			return {
				meeting: found,
				next: meetings.findLast(
					({ kind, date, cancelled }) => kind === found.kind && date > found.date && !cancelled
				),
				leaderId: await findLeader(tx, found.meetingId),
				blockerTypes: await listGroupBlockerTypes(tx)
			};
		}
	).catch(refuse);
	if (group.role !== 'facilitator' && leaderId !== me.id) {
		redirect(303, `/q/${group.slug}/reunions/${meeting.address}/suivre`);
	}
	return {
		meeting,
		agenda: await sync.read(caller, `meeting:${meeting.meetingId}`).catch(refuse),
		blockerTypes,
		nextOn: next?.date ?? null,
		names: url.searchParams.get('vue') === 'console' ? ('short' as const) : ('initials' as const),
		/** Opened to try the meeting out, before it starts. */
		rehearses: url.searchParams.get('vue') === 'repetition',
		now: Date.now()
	};
};

export const actions: Actions = {
	start: RUN_COMMANDS.start,
	goTo: RUN_COMMANDS.goTo,
	pause: RUN_COMMANDS.pause,
	extend: RUN_COMMANDS.extend,
	postpone: RUN_COMMANDS.postpone,
	restoreItem: RUN_COMMANDS.restoreItem,
	handOver: RUN_COMMANDS.handOver,
	take: RUN_COMMANDS.take,
	addDecision: DECISION_COMMANDS.addDecision,
	removeDecision: DECISION_COMMANDS.removeDecision,
	answer: MEETING_COMMANDS.answer
};
