/** A client that sends whatever bytes it likes. */
import { encoding } from 'lib0';
import { WebSocket } from 'ws';
import type { Caller } from '../../src/lib/domain/caller';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { COLLAB_PATH } from '../../src/lib/documents/wire';
import { headersOf } from './serve';

export interface RawClient {
	ws: WebSocket;
	/** Frames received so far. */
	frames: Uint8Array[];
	/** The code with which the server closes. */
	closed: Promise<number>;
	send(bytes: Uint8Array): void;
}

/** Opens a socket on a room, `<name>.<epoch>`. */
export function openRaw(
	url: string,
	room: string,
	caller: Caller | null,
	query = '?ack=1'
): RawClient {
	const ws = new WebSocket(`${url}${COLLAB_PATH}${room}${query}`, { headers: headersOf(caller) });
	const frames: Uint8Array[] = [];
	ws.binaryType = 'nodebuffer';
	ws.on('message', (data: Buffer) => frames.push(new Uint8Array(data)));
	ws.on('error', () => undefined);
	const closed = new Promise<number>((resolve) => ws.on('close', resolve));
	return { ws, frames, closed, send: (bytes) => ws.send(bytes) };
}

export function roomOf({ name, epoch }: Pick<SharedDocument, 'name' | 'epoch'>): string {
	return `${name}.${epoch}`;
}

/** A sync message: step 0, 1 or 2. */
export function syncFrame(step: number, payload: Uint8Array): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, payload);
	return encoding.toUint8Array(encoder);
}

/** An awareness message with raw states. */
export function presenceFrame(
	entries: { clientId: number; clock: number; state: string }[]
): Uint8Array {
	const body = encoding.createEncoder();
	encoding.writeVarUint(body, entries.length);
	for (const { clientId, clock, state } of entries) {
		encoding.writeVarUint(body, clientId);
		encoding.writeVarUint(body, clock);
		encoding.writeVarString(body, state);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
	return encoding.toUint8Array(encoder);
}
