import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { addDays, localMoment, nextSlot } from '$lib/domain/agenda-calendar';
import { holidayOn, isInAlsaceMoselle } from '$lib/domain/holidays';
import { MEETING_KINDS } from '$lib/domain/meeting-series';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findCalendarFeed } from '$lib/server/database/calendar-feeds';
import { listMeetingSeries } from '$lib/server/database/meeting-series';
import {
	createMeeting,
	findGroupRhythm,
	listMeetings,
	type ListedMeeting
} from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { parseMeeting, type MeetingErrors } from '$lib/ui/meeting/meeting-errors';
import { readMeetingForm } from '$lib/ui/meeting/meeting-form';
import { LIST_COMMANDS, MEETING_COMMANDS } from './commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { meetings, rhythm, series, feed } = await asCaller(
		getApp().databases,
		caller,
		async (tx) => ({
			meetings: await listMeetings(tx, group.id),
			rhythm: await findGroupRhythm(tx, group.id),
			series: await listMeetingSeries(tx, group.id),
			feed: await findCalendarFeed(tx)
		})
	).catch(refuse);
	const today = localMoment(new Date()).date;
	const alsaceMoselle = isInAlsaceMoselle(rhythm.officialCode);
	return {
		meetings,
		series,
		weeks: rhythm.weeks,
		alsaceMoselle,
		today,
		newId: crypto.randomUUID(),
		feedSince: feed?.toISOString() ?? null,
		proposal: proposalOf(meetings, { weeks: rhythm.weeks, today, alsaceMoselle })
	};
};

/** What a new meeting starts from: the slot after the last one of the group, never on a public holiday. */
function proposalOf(
	meetings: readonly ListedMeeting[],
	{ weeks, today, alsaceMoselle }: { weeks: number; today: string; alsaceMoselle: boolean }
) {
	const last = meetings.find(({ kind, cancelled }) => kind === 'operational' && !cancelled);
	const slot = nextSlot(last ?? null, { weeks, today });
	let { date } = slot;
	while (holidayOn(date, { alsaceMoselle })) date = addDays(date, 7);
	return { ...slot, date, place: last?.place ?? '', video: last?.videoUrl ?? '' };
}

const NEW_MEETING = v.object({
	id: v.pipe(v.string(), v.uuid()),
	kind: v.optional(v.picklist(MEETING_KINDS), 'operational')
});

export const actions: Actions = {
	answer: MEETING_COMMANDS.answer,
	cancel: MEETING_COMMANDS.cancel,
	restore: MEETING_COMMANDS.restore,
	planSeries: LIST_COMMANDS.planSeries,
	changeSeries: LIST_COMMANDS.changeSeries,
	endSeries: LIST_COMMANDS.endSeries,
	feed: LIST_COMMANDS.feed,
	endFeed: LIST_COMMANDS.endFeed,
	plan: async ({ locals, params, request }) => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const made = v.safeParse(NEW_MEETING, Object.fromEntries(form));
		// The page makes the id itself: another form is none of ours.
		if (!made.success) return refuse(new Refusal('invalid'));
		const { id, kind } = made.output;
		const values = readMeetingForm(form);
		const parsed = parseMeeting(values, { today: localMoment(new Date()).date });
		if ('errors' in parsed) return fail(400, { kind, values, errors: parsed.errors });
		const { startsAt, endsAt, place, videoUrl } = parsed.meeting;
		const meeting = { id, kind, startsAt, endsAt, place, videoUrl };
		const { databases, sync } = getApp();
		let address: string;
		try {
			const done = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const meetingId = await createMeeting(tx, { groupId: group.id, ...meeting });
				const planned = await listMeetings(tx, group.id);
				const members = await listMembers(tx, group.id);
				return {
					address: planned.find((listed) => listed.meetingId === meetingId)?.address ?? '',
					touched: { groupIds: [group.id], profileIds: members.map((member) => member.id) }
				};
			});
			address = done.address;
			await sync.refresh(done.touched);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'conflict') return refuse(error);
			const errors: MeetingErrors = { date: { code: 'date_taken' } };
			return fail(409, { kind, values, errors });
		}
		redirect(303, `/q/${params.territory}/reunions/${address}/preparer`);
	}
};
