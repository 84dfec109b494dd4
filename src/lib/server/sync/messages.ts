import { encoding } from 'lib0';
import * as sync from 'y-protocols/sync';
import { MESSAGE } from '$lib/documents/wire';

/** Asks the other end for what we do not have. */
export function encodeSyncStep1(stateVector: Uint8Array): Uint8Array {
	return encodeSync(sync.messageYjsSyncStep1, stateVector);
}

/** Answers with an update. */
export function encodeSyncStep2(update: Uint8Array): Uint8Array {
	return encodeSync(sync.messageYjsSyncStep2, update);
}

/** Passes an update on. */
export function encodeUpdate(update: Uint8Array): Uint8Array {
	return encodeSync(sync.messageYjsUpdate, update);
}

function encodeSync(step: number, payload: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.sync);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, payload);
	return encoding.toUint8Array(encoder);
}

/** "Your first `count` content frames are stored." */
export function encodeSaved(count: number): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.saved);
	encoding.writeVarUint(encoder, count);
	return encoding.toUint8Array(encoder);
}

/** "Your edits are refused for now", or no more. */
export function encodeReadOnly(refused: boolean): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.readOnly);
	encoding.writeVarUint(encoder, refused ? 1 : 0);
	return encoding.toUint8Array(encoder);
}

export interface PresenceEntry {
	clientId: number;
	clock: number;
	/** JSON text, `null` when gone. */
	state: string;
}

/** An awareness message; without entries it is the keepalive `[1, 1, 0]`. */
export function encodePresence(entries: PresenceEntry[]): Uint8Array {
	const body = encoding.createEncoder();
	encoding.writeVarUint(body, entries.length);
	for (const { clientId, clock, state } of entries) {
		encoding.writeVarUint(body, clientId);
		encoding.writeVarUint(body, clock);
		encoding.writeVarString(body, state);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.awareness);
	encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
	return encoding.toUint8Array(encoder);
}

export const KEEPALIVE = encodePresence([]);
