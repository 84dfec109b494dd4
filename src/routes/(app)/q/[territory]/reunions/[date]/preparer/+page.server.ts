import { fail, redirect } from '@sveltejs/kit';
import { localMoment } from '$lib/domain/agenda-calendar';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import {
	findMeetingByAddress,
	listMeetings,
	meetingAt,
	setMeeting
} from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { parseMeeting, type MeetingErrors } from '$lib/ui/meeting/meeting-errors';
import { readMeetingForm } from '$lib/ui/meeting/meeting-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { databases, sync } = getApp();
	try {
		const meetings = await asCaller(databases, caller, (tx) => listMeetings(tx, group.id));
		const meeting = meetingAt(meetings, params.date);
		if (!meeting) throw new Refusal('not_found');
		const [agenda, board] = await Promise.all([
			sync.read(caller, `meeting:${meeting.meetingId}`),
			sync.read(caller, `board:${group.id}`)
		]);
		return {
			agenda,
			board,
			meeting,
			heldOn: meetings
				.filter(({ status, date }) => status === 'closed' && date < meeting.date)
				.map(({ date }) => date),
			today: localMoment(new Date()).date
		};
	} catch (error) {
		return refuse(error);
	}
};

export const actions: Actions = {
	edit: async ({ locals, params, request }) => {
		const caller = requireCaller(locals);
		const { databases, sync } = getApp();
		const values = readMeetingForm(await formOf(request));
		const parsed = parseMeeting(values, { today: localMoment(new Date()).date });
		if ('errors' in parsed) return fail(400, { values, errors: parsed.errors });
		const { date, ...changes } = parsed.meeting;
		try {
			const touched = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const { meetingId } = await findMeetingByAddress(tx, group.id, params.date);
				await setMeeting(tx, { meetingId, changes });
				const members = await listMembers(tx, group.id);
				return {
					meetingIds: [meetingId],
					groupIds: [group.id],
					profileIds: members.map((member) => member.id)
				};
			});
			await sync.refresh(touched);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'conflict') return refuse(error);
			const errors: MeetingErrors = { date: { code: 'date_taken' } };
			return fail(409, { values, errors });
		}
		if (date !== params.date) redirect(303, `/q/${params.territory}/reunions/${date}/preparer`);
		return { saved: true };
	}
};
