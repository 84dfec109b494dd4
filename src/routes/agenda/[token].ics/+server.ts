import { createHash } from 'node:crypto';
import { calendarFile } from '$lib/domain/calendar-file';
import { getApp } from '$lib/server/app/app';
import { readCalendarFeed } from '$lib/server/database/calendar-feeds';
import { asSystem } from '$lib/server/database/transaction';
import { m } from '$lib/paraglide/messages';
import { CALENDAR_HEADERS, calendarEvent } from '$lib/ui/meeting/calendar-words';
import type { RequestHandler } from './$types';

/** The calendar of whoever gave this address to their calendar application, which sends no cookie. */
export const GET: RequestHandler = async ({ params }) => {
	const tokenHash = createHash('sha256').update(params.token).digest();
	// As the system: nobody is signed in, and the secret address says whose calendar it is.
	const meetings = await asSystem(getApp().databases, (tx) => readCalendarFeed(tx, tokenHash));
	// One answer for an unknown, a renewed and a revoked address.
	if (meetings === null) return new Response(null, { status: 404 });
	const events = meetings.map((meeting) => calendarEvent(meeting, meeting.territory));
	return new Response(calendarFile({ name: m.meeting_feed_name(), events }), {
		headers: CALENDAR_HEADERS
	});
};
