/** What is asked before and after a meeting is closed. */
import * as v from 'valibot';
import { instantOf, localMoment } from '$lib/domain/agenda-calendar';
import { holidayOn, isInAlsaceMoselle } from '$lib/domain/holidays';
import { Refusal } from '$lib/domain/refusal';
import { dismissCarried, undismissCarried } from '$lib/server/database/closing';
import { goToItem } from '$lib/server/database/meeting-runs';
import { createMeeting, findGroupRhythm, listMeetings } from '$lib/server/database/meetings';
import { command, ID, requireMeeting } from '../commands';

const CARRIED = v.object({ carriedId: ID });
const SEEN = v.object({ meetingId: ID, itemId: v.pipe(v.string(), v.minLength(1)) });
const NEXT = v.object({ id: ID, meetingId: ID, date: v.pipe(v.string(), v.isoDate()) });

/** Actions about what is carried over. */
export const CARRIED_COMMANDS = {
	dismissCarried: command({
		schema: CARRIED,
		work: (tx, { carriedId }) => dismissCarried(tx, { id: carriedId, word: '' })
	}),
	undismissCarried: command({
		schema: CARRIED,
		work: (tx, { carriedId }) => undismissCarried(tx, carriedId)
	})
};

/** Actions of the review before closing. */
export const REVIEW_COMMANDS = {
	/** The item that was current when the meeting ended has been looked at too. */
	seen: command({
		schema: SEEN,
		work: async (tx, { meetingId, itemId }, group) => {
			await requireMeeting(tx, group, meetingId);
			const moved = await goToItem(tx, { meetingId, from: itemId, to: null, done: true });
			if (!moved) throw new Refusal('conflict');
		}
	}),
	/** Plans the next meeting of that kind, at the same hours and place. */
	planNext: command({
		schema: NEXT,
		work: async (tx, { id, meetingId, date }, group) => {
			const meetings = await listMeetings(tx, group.id);
			const meeting = meetings.find((listed) => listed.meetingId === meetingId);
			if (!meeting) throw new Refusal('not_found');
			const { officialCode } = await findGroupRhythm(tx, group.id);
			const holiday = holidayOn(date, { alsaceMoselle: isInAlsaceMoselle(officialCode) });
			if (holiday !== null || date <= localMoment(new Date()).date) throw new Refusal('invalid');
			const { kind, startsAt, endsAt, place, videoUrl } = meeting;
			await createMeeting(tx, {
				...{ id, groupId: group.id, kind, place, videoUrl },
				startsAt: instantOf(date, localMoment(startsAt).time),
				endsAt: instantOf(date, localMoment(endsAt).time)
			});
		}
	})
};
