/** The invitations to follow that were put off on this device, so that none comes twice. */
const KEY = 'maillage-not-following';

/** Ids of the meetings that the reader does not want to follow now. */
export function readDeclined(): string[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
		return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
	} catch {
		// Storage may be forbidden, or hold anything: nothing was put off then.
		return [];
	}
}

/** Puts one off; of those put off before, only the ones that still run are remembered. */
export function decline(meetingId: string, runningIds: readonly string[]): string[] {
	const kept = readDeclined().filter((id) => id !== meetingId && runningIds.includes(id));
	const declined = [...kept, meetingId];
	try {
		localStorage.setItem(KEY, JSON.stringify(declined));
	} catch {
		// A device that stores nothing asks again on the next page.
	}
	return declined;
}
