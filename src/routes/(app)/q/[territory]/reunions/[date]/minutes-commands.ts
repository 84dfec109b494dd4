/** What is done to minutes once the meeting is closed. */
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { ADDENDUM_MAX_LENGTH, REOPENING_REASON_MAX_LENGTH } from '$lib/domain/minutes';
import { getApp } from '$lib/server/app/app';
import { reopenMeeting } from '$lib/server/database/closing';
import { addAddendum } from '$lib/server/database/minutes';
import { command, ID, requireMeeting, words } from '../commands';

const ADDENDUM = v.object({ id: ID, meetingId: ID, text: words(ADDENDUM_MAX_LENGTH) });
const REOPENING = v.object({ meetingId: ID, reason: words(REOPENING_REASON_MAX_LENGTH) });

const reopened = command({
	schema: REOPENING,
	work: async (tx, { meetingId, reason }, group) => {
		await requireMeeting(tx, group, meetingId);
		await reopenMeeting(tx, { meetingId, reason });
		return meetingId;
	}
});

export const MINUTES_COMMANDS = {
	addAddendum: command({
		schema: ADDENDUM,
		work: async (tx, input, group) => {
			await requireMeeting(tx, group, input.meetingId);
			await addAddendum(tx, input);
		}
	}),
	reopen: async (event: RequestEvent<{ territory: string }>) => {
		const answer = await reopened(event);
		// Its document takes changes again.
		if ('done' in answer && typeof answer.data === 'string')
			await getApp().sync.refresh({ meetingIds: [answer.data] });
		return answer;
	}
};
