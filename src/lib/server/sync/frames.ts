import { decoding } from 'lib0';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { CLOSE, MESSAGE, type CloseCode } from '$lib/documents/wire';
import type { Limits } from './limits';
import type { Peer } from './peer';
import type { Room } from './room';
import { Malformed, scanUpdate, type Scanned } from './scan';
import { structsOf, typeDepthOf } from './shape';

/** Content frames of a connection between two counts of a document's structs; large ones are always counted. */
const COUNTED_EVERY = 64;

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
	const payload = lastPayload(decoder);
	// Too many cursors are left out; the next one says where it is.
	if (peer.presenceBucket.take(now)) room.presence.receive(peer, payload);
	return null;
}

function sendPresence({ room, peer, now }: FrameContext): null {
	const present = room.presence.all();
	if (present) peer.send(present, now);
	return null;
}

function handleSync(context: FrameContext, decoder: decoding.Decoder): CloseCode | null {
	const step = decoding.readVarUint(decoder);
	const payload = lastPayload(decoder);
	if (step === sync.messageYjsSyncStep1) {
		context.peer.send(context.room.answer(payload), context.now);
		return null;
	}
	if (step !== sync.messageYjsSyncStep2 && step !== sync.messageYjsUpdate) return CLOSE.malformed;
	return handleUpdate(context, payload, step === sync.messageYjsSyncStep2);
}

/** The bytes that a message ends with. */
function lastPayload(decoder: decoding.Decoder): Uint8Array {
	const payload = decoding.readVarUint8Array(decoder);
	if (decoding.hasContent(decoder)) throw new Malformed('bytes after the end');
	return payload;
}

function handleUpdate(
	{ room, peer, limits }: FrameContext,
	payload: Uint8Array,
	resync: boolean
): CloseCode | null {
	const scanned = scanUpdate(payload, limits);
	if (room.refusing) return null;
	peer.frames++;
	if (peer.access !== 'write' || room.asleep) {
		// What a sleeping document has already wakes nobody: so do those who only come back.
		if (room.has(scanned)) {
			peer.held = peer.frames;
			room.confirm();
			return null;
		}
		if (peer.access !== 'write') return CLOSE.noAccess;
	}
	// The frame belongs to the socket; what we keep must not.
	const update = payload.slice();
	const { ends, needs, insertion } = scanned;
	const counted = scanned.size > COUNTED_EVERY || peer.frames % COUNTED_EVERY === 0;
	if (insertion && !resync && !counted && room.type({ update, insertion, peer })) return null;
	const refused = refusal({ room, peer, limits, counted }, scanned, payload);
	if (refused !== null) return refused;
	const code = room.apply({ update, ends, needs, peer, resync });
	room.confirm();
	return code;
}

/** Why a well-formed edit of somebody who may write is refused all the same; null when it is not. */
function refusal(
	{ room, peer, limits, counted }: Omit<FrameContext, 'now'> & { counted: boolean },
	scanned: Scanned,
	payload: Uint8Array
): CloseCode | null {
	const { doc } = room;
	for (const [client, end] of scanned.ends) {
		const foreign = client === doc.clientID || room.presence.isAnothers(client, peer);
		if (foreign && end > Y.getState(doc.store, client)) return CLOSE.noAccess;
	}
	const roots = [...scanned.roots].filter((name) => !doc.share.has(name));
	if (roots.length > 0 && doc.share.size + roots.length > limits.roots) return CLOSE.malformed;
	if (scanned.makesTypes) {
		const depth = typeDepthOf(doc, payload);
		// What hangs on something unknown comes back with it.
		if (depth > limits.typeDepth) return depth === Infinity ? CLOSE.busy : CLOSE.malformed;
	}
	const full =
		room.isFull(payload.length) ||
		(counted && structsOf(doc) + scanned.size > limits.documentStructs);
	return full && !room.has(scanned) ? CLOSE.documentFull : null;
}
