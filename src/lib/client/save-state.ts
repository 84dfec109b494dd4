/** What the save indicator says; see `saveStateOf` for what each means. */
export type SaveState = 'connecting' | 'saved' | 'saving' | 'slow' | 'offline' | 'at_risk';

/** Unacknowledged for this long, in milliseconds, a change makes the network slow. */
export const SLOW_AFTER = 10_000;

export interface SaveFacts {
	/** The socket is open and both ends have exchanged what they had. */
	synced: boolean;
	/** They have once. */
	everSynced: boolean;
	/** What we had when the socket opened is stored. */
	settled: boolean;
	/** Changes made here that are not stored. */
	pending: number;
	/** For how long the oldest of them has waited, in milliseconds. */
	waited: number;
	/** The copy of them on this device. */
	device: 'none' | 'writing' | 'kept' | 'failed';
	/** The server takes no edits, or has closed for good. */
	refused: boolean;
}

/**
 * - `saved`: everything is acknowledged and persisted by the server. Nothing else is ever green.
 * - `saving`, `slow`: connected, not acknowledged for less, or more, than ten seconds.
 * - `offline`: disconnected; what is not stored is kept on this device, and that write is confirmed.
 * - `at_risk`: refused, or disconnected and the device does not keep it.
 * - `connecting`: before the first exchange.
 */
export function saveStateOf(facts: SaveFacts): SaveState {
	const { pending, refused, synced } = facts;
	if (refused) return pending > 0 ? 'at_risk' : 'offline';
	if (synced) return syncedState(facts);
	if (pending === 0) return facts.everSynced ? 'offline' : 'connecting';
	switch (facts.device) {
		case 'kept':
			return 'offline';
		case 'writing':
			return 'saving';
		case 'none':
		case 'failed':
			return 'at_risk';
	}
}

function syncedState({ pending, settled, waited }: SaveFacts): SaveState {
	if (pending === 0 && settled) return 'saved';
	return waited < SLOW_AFTER ? 'saving' : 'slow';
}

/** Whether closing the tab now could lose something. */
export function mayLose(state: SaveState, device: SaveFacts['device']): boolean {
	if (state === 'at_risk') return true;
	return (state === 'saving' || state === 'slow') && device !== 'kept';
}

const FROM_BEST = ['saved', 'connecting', 'saving', 'slow', 'offline', 'at_risk'] as const;

/** The worst of several states, `saved` when there is none. */
export function worstSave(states: SaveState[]): SaveState {
	const worst = Math.max(0, ...states.map((state) => FROM_BEST.indexOf(state)));
	return FROM_BEST[worst] ?? 'saved';
}
