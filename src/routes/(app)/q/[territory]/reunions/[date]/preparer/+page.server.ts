import { fail, redirect } from '@sveltejs/kit';
import { daysBetween, localMoment } from '$lib/domain/agenda-calendar';
import { isInAlsaceMoselle } from '$lib/domain/holidays';
import { shiftDates } from '$lib/domain/meeting-series';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listMeetingSeries, setMeetingSeries } from '$lib/server/database/meeting-series';
import {
	findGroupRhythm,
	listMeetings,
	meetingAt,
	setMeeting
} from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers, type MyGroup } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import {
	parseMeeting,
	type MeetingErrors,
	type MeetingInput
} from '$lib/ui/meeting/meeting-errors';
import { readMeetingForm } from '$lib/ui/meeting/meeting-form';
import { movableMeetings } from '$lib/ui/meeting/series-form';
import { MEETING_COMMANDS } from '../../commands';
import { CARRIED_COMMANDS } from '../closing-commands';
import { QUEUE_COMMANDS } from '../queue-commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { databases, sync } = getApp();
	try {
		const { meetings, series, officialCode } = await asCaller(databases, caller, async (tx) => ({
			meetings: await listMeetings(tx, group.id),
			series: await listMeetingSeries(tx, group.id),
			officialCode: (await findGroupRhythm(tx, group.id)).officialCode
		}));
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
			alsaceMoselle: isInAlsaceMoselle(officialCode),
			// Whether the following ones of its series may change with it.
			leads:
				series.some(({ id }) => id === meeting.seriesId) &&
				!meeting.cancelled &&
				!meeting.detached &&
				(meeting.status === 'draft' || meeting.status === 'sent'),
			heldOn: meetings
				.filter(
					({ kind, status, date }) =>
						kind === meeting.kind && status === 'closed' && date < meeting.date
				)
				.map(({ date }) => date),
			today: localMoment(new Date()).date
		};
	} catch (error) {
		return refuse(error);
	}
};

/** Changes one meeting, or those of its series from it on by as many days and to the same hours and place. */
async function changeMeeting(
	tx: Tx,
	{ group, address, input, following }: Change
): Promise<{ meetingId: string; address: string }> {
	const meetings = await listMeetings(tx, group.id);
	const meeting = meetingAt(meetings, address);
	if (!meeting) throw new Refusal('not_found');
	const { meetingId, seriesId } = meeting;
	const { date, startsAt, endsAt, place, videoUrl } = input;
	const series = (await listMeetingSeries(tx, group.id)).find(({ id }) => id === seriesId);
	if (following && series) {
		const { officialCode } = await findGroupRhythm(tx, group.id);
		const days = movableMeetings(meetings, { seriesId: series.id, from: meeting.date });
		const dates = shiftDates(
			days.map((day) => day.date),
			daysBetween(meeting.date, date),
			{ alsaceMoselle: isInAlsaceMoselle(officialCode) }
		);
		const [start, end] = [localMoment(startsAt).time, localMoment(endsAt).time];
		const settings = { weeks: series.weeks, start, end, place, videoUrl };
		await setMeetingSeries(tx, { seriesId: series.id, from: meeting.date, settings, dates });
	} else {
		await setMeeting(tx, { meetingId, changes: { startsAt, endsAt, place, videoUrl } });
	}
	const changed = (await listMeetings(tx, group.id)).find((one) => one.meetingId === meetingId);
	return { meetingId, address: changed?.address ?? address };
}

interface Change {
	group: MyGroup;
	address: string;
	input: MeetingInput;
	following: boolean;
}

export const actions: Actions = {
	answer: MEETING_COMMANDS.answer,
	cancel: MEETING_COMMANDS.cancel,
	restore: MEETING_COMMANDS.restore,
	skip: QUEUE_COMMANDS.skip,
	unskip: QUEUE_COMMANDS.unskip,
	sendAgenda: QUEUE_COMMANDS.sendAgenda,
	dismissCarried: CARRIED_COMMANDS.dismissCarried,
	undismissCarried: CARRIED_COMMANDS.undismissCarried,
	edit: async ({ locals, params, request }) => {
		const caller = requireCaller(locals);
		const { databases, sync } = getApp();
		const form = await formOf(request);
		const values = readMeetingForm(form);
		const parsed = parseMeeting(values, { today: localMoment(new Date()).date });
		if ('errors' in parsed) return fail(400, { values, errors: parsed.errors });
		const following = form.get('scope') === 'following';
		let address: string;
		try {
			const done = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const changed = await changeMeeting(tx, {
					group,
					address: params.date,
					input: parsed.meeting,
					following
				});
				const members = await listMembers(tx, group.id);
				return {
					address: changed.address,
					touched: {
						meetingIds: [changed.meetingId],
						groupIds: [group.id],
						profileIds: members.map((member) => member.id)
					}
				};
			});
			address = done.address;
			await sync.refresh(done.touched);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== 'conflict') return refuse(error);
			const errors: MeetingErrors = { date: { code: 'date_taken' } };
			return fail(409, { values, errors });
		}
		if (address !== params.date)
			redirect(303, `/q/${params.territory}/reunions/${address}/preparer`);
		return { saved: true };
	}
};
