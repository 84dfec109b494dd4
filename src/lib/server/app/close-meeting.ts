/** The end of a meeting: what was said until then is stored, its screens only read, its minutes are written. */
import type { Caller } from '$lib/domain/caller';
import { closeMeeting, reopenMeeting, type Closed } from '$lib/server/database/closing';
import { sealMinutes } from '$lib/server/database/minutes';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import type { App } from './app';

type Ends = Pick<App, 'databases' | 'sync' | 'log'>;

/**
 * Closes a meeting and writes its minutes, with every word that was acknowledged before. Of two at once the second
 * changes nothing. Throws Refusal as `closeMeeting` does; minutes that cannot be written now are written soon after.
 */
export async function closeAndSeal(
	{ databases, sync, log }: Ends,
	caller: Caller,
	meetingId: string
): Promise<Closed> {
	const closed = await asCaller(databases, caller, (tx) => closeMeeting(tx, meetingId));
	if (await sync.settleDocument(`meeting:${meetingId}`)) {
		// As the system: nobody writes minutes by hand.
		await asSystem(databases, (tx) => sealMinutes(tx, meetingId));
	} else log.warn({ meetingId }, 'minutes wait for what is not stored');
	const { groupId, caseIds, profileIds } = closed;
	await sync.refresh({ meetingIds: [meetingId], groupIds: [groupId], caseIds, profileIds });
	return closed;
}

/** Opens a closed meeting again, and its screens. Throws Refusal as `reopenMeeting` does. */
export async function reopenAndTell(
	{ databases, sync }: Pick<App, 'databases' | 'sync'>,
	caller: Caller,
	input: { meetingId: string; reason: string }
): Promise<void> {
	const { groupId } = await asCaller(databases, caller, (tx) => reopenMeeting(tx, input));
	await sync.settleDocument(`meeting:${input.meetingId}`);
	await sync.refresh({ meetingIds: [input.meetingId], groupIds: [groupId] });
}
