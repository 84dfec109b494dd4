import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { localMoment, nextSlot } from '$lib/domain/agenda-calendar';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { createMeeting, findMeetingInterval, listMeetings } from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { parseMeeting, type MeetingErrors } from '$lib/ui/meeting/meeting-errors';
import { readMeetingForm } from '$lib/ui/meeting/meeting-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { meetings, weeks } = await asCaller(getApp().databases, caller, async (tx) => ({
		meetings: await listMeetings(tx, group.id),
		weeks: await findMeetingInterval(tx, group.id)
	})).catch(refuse);
	const today = localMoment(new Date()).date;
	const [last] = meetings;
	const slot = nextSlot(last ?? null, { weeks, today });
	return {
		meetings,
		weeks,
		today,
		newId: crypto.randomUUID(),
		proposal: { ...slot, place: last?.place ?? '', video: last?.videoUrl ?? '' }
	};
};

export const actions: Actions = {
	plan: async ({ locals, params, request }) => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const id = v.safeParse(v.pipe(v.string(), v.uuid()), form.get('id'));
		// The page makes the id itself: another form is none of ours.
		if (!id.success) return refuse(new Refusal('invalid'));
		const values = readMeetingForm(form);
		const parsed = parseMeeting(values, { today: localMoment(new Date()).date });
		if ('errors' in parsed) return fail(400, { values, errors: parsed.errors });
		const { date, ...meeting } = parsed.meeting;
		const { databases, sync } = getApp();
		try {
			const touched = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				await createMeeting(tx, {
					id: id.output,
					groupId: group.id,
					kind: 'operational',
					...meeting
				});
				const members = await listMembers(tx, group.id);
				return { groupIds: [group.id], profileIds: members.map((member) => member.id) };
			});
			await sync.refresh(touched);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'conflict') return refuse(error);
			const errors: MeetingErrors = { date: { code: 'date_taken' } };
			return fail(409, { values, errors });
		}
		redirect(303, `/q/${params.territory}/reunions/${date}/preparer`);
	}
};
