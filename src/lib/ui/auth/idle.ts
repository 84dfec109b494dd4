/** When a page left alone locks itself. Pure: time comes from the outside. */

/** Without a gesture for this long, the page says that it will lock; in milliseconds. */
export const WARN_AFTER = 13 * 60_000;
/** Without a gesture for this long, the page locks. The server locks by itself a minute later. */
export const LOCK_AFTER = 15 * 60_000;
/** The server is told of gestures at most this often. */
export const BEAT_EVERY = 60_000;

export type IdlePhase = 'active' | 'warned' | 'locked';

/** Where a page stands whose last gesture was at `activeAt`; both in milliseconds since the epoch. */
export function phaseOf(activeAt: number, now: number): IdlePhase {
	const idle = now - activeAt;
	if (idle >= LOCK_AFTER) return 'locked';
	return idle >= WARN_AFTER ? 'warned' : 'active';
}

/** What a window says to the others of the same person on this device. */
export type IdleWord = { kind: 'active'; at: number } | { kind: 'lock' } | { kind: 'unlock' };
