import { calendarFile } from '$lib/domain/calendar-file';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findMeetingByAddress } from '$lib/server/database/meetings';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { CALENDAR_HEADERS, calendarEvent } from '$lib/ui/meeting/calendar-words';
import type { RequestHandler } from './$types';

/** One meeting, for a calendar. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const caller = requireCaller(locals);
	const event = await asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, params.territory);
		return calendarEvent(await findMeetingByAddress(tx, group.id, params.date), group.name);
	}).catch(refuse);
	return new Response(calendarFile({ name: event.summary, events: [event] }), {
		headers: { ...CALENDAR_HEADERS, 'content-disposition': 'attachment; filename="reunion.ics"' }
	});
};
