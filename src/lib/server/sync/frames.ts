import { decoding } from 'lib0';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { CLOSE, MESSAGE, type CloseCode } from '$lib/documents/wire';
import type { Limits } from './limits';
import type { Peer } from './peer';
import type { Room } from './room';

export interface FrameContext {
	room: Room;
	peer: Peer;
	limits: Limits;
	now: number;
}

/**
 * Handles one frame of a client: size and rate, then decoding, then access, then applying. Returns the code with which
 * to close the connection, or null.
 */
export function handleFrame(context: FrameContext, bytes: Uint8Array): CloseCode | null {
	const { peer, limits, now } = context;
	if (bytes.length > (peer.frames === 0 ? limits.firstFrameBytes : limits.frameBytes)) {
		return CLOSE.tooBig;
	}
	if (peer.byteBucket.spend(bytes.length, now) > limits.overFor) return CLOSE.abuse;
	try {
		const decoder = decoding.createDecoder(bytes);
		const type = decoding.readVarUint(decoder);
		if (type === MESSAGE.awareness) return handlePresence(context, decoder);
		if (peer.frameBucket.spend(1, now) > limits.overFor) return CLOSE.abuse;
		if (type === MESSAGE.sync) return handleSync(context, decoder);
		if (type === MESSAGE.queryAwareness) return sendPresence(context);
		return CLOSE.malformed;
	} catch {
		return CLOSE.malformed; // Whatever a decoder throws, the bytes were wrong.
	}
}

function handlePresence(
	{ room, peer, now }: FrameContext,
	decoder: decoding.Decoder
): CloseCode | null {
	// Too many cursors are left out; the next one says where it is.
	if (peer.presenceBucket.take(now))
		room.presence.receive(peer, decoding.readVarUint8Array(decoder));
	return null;
}

function sendPresence({ room, peer, now }: FrameContext): null {
	const present = room.presence.all();
	if (present) peer.send(present, now);
	return null;
}

function handleSync(context: FrameContext, decoder: decoding.Decoder): CloseCode | null {
	const step = decoding.readVarUint(decoder);
	const payload = decoding.readVarUint8Array(decoder);
	if (step === sync.messageYjsSyncStep1) {
		context.peer.send(context.room.answer(payload), context.now);
		return null;
	}
	if (step !== sync.messageYjsSyncStep2 && step !== sync.messageYjsUpdate) return CLOSE.malformed;
	return handleUpdate(context, payload, step === sync.messageYjsSyncStep2);
}

function handleUpdate(
	{ room, peer }: FrameContext,
	payload: Uint8Array,
	resync: boolean
): CloseCode | null {
	// `decodeUpdate` reads everything without believing any count: a forged one throws before it allocates.
	const { structs, ds } = Y.decodeUpdate(payload);
	if (
		structs.some((struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentDoc)
	) {
		return CLOSE.malformed;
	}
	if (room.refusing) return null;
	peer.frames++;
	if (peer.access !== 'write') {
		if (!addsNothing(room.doc, structs, ds)) return CLOSE.noAccess;
		peer.held = peer.frames;
		room.confirm();
		return null;
	}
	if (room.isFull(payload.length) && !addsNothing(room.doc, structs, ds)) return CLOSE.documentFull;
	const ends = new Map(structs.map(({ id, length }) => [id.client, id.clock + length]));
	// The frame belongs to the socket; what we keep must not.
	const update = payload.slice();
	const code = room.apply({ update, ends, needs: needsOf(ends, ds), peer, resync });
	room.confirm();
	return code;
}

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** How far each Yjs client must be known for an update to be held entirely. */
function needsOf(ends: Map<number, number>, ds: Decoded['ds']): Map<number, number> {
	const needs = new Map(ends);
	for (const [client, ranges] of ds.clients) {
		for (const { clock, len } of ranges) {
			needs.set(client, Math.max(needs.get(client) ?? 0, clock + len));
		}
	}
	return needs;
}

/** Whether a document holds all of an update already: what a reader sends when it comes back. */
function addsNothing(doc: Y.Doc, structs: Decoded['structs'], ds: Decoded['ds']): boolean {
	const known = structs.every(
		(struct) =>
			struct instanceof Y.Skip ||
			struct.id.clock + struct.length <= Y.getState(doc.store, struct.id.client)
	);
	if (!known) return false;
	if (ds.clients.size === 0) return true;
	const deleted = Y.createDeleteSetFromStructStore(doc.store);
	return [...ds.clients].every(([client, ranges]) =>
		ranges.every(({ clock, len }) =>
			(deleted.clients.get(client) ?? []).some(
				(range) => range.clock <= clock && range.clock + range.len >= clock + len
			)
		)
	);
}
