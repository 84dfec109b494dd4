import type { IncomingMessage } from 'node:http';
import { CLOSE, COLLAB_PATH, type CloseCode } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import { parseRoomName, type DocumentName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import type { Limits } from './limits';
import type { Log } from './log';
import { Peer, type PeerSocket } from './peer';
import type { Room } from './room';
import type { Rooms } from './rooms';
import type { DocumentStore } from './store';

/** What an opening reads of the request that asks for it. */
export type Asking = Pick<IncomingMessage, 'url' | 'headers'>;

export interface OpeningOptions {
	rooms: Rooms;
	store: DocumentStore;
	limits: Limits;
	log: Log;
	now: () => number;
	callerOf: (request: Asking) => Promise<Caller | null>;
	/** Connections that somebody has in all rooms. */
	connectionsOf: (profileId: string) => number;
}

/** Let in, with the room held open for it; or the code with which to say no. */
export type Opened = { room: Room; peer: Peer } | CloseCode;

/** Address of a socket: its room and what its client understands; null when it is none of ours. */
export function readAddress(
	url: string
): { room: { name: DocumentName; epoch: number } | null; acks: boolean } | null {
	const [path = '', query = ''] = url.split('?', 2);
	if (!path.startsWith(COLLAB_PATH)) return null;
	const room = parseRoomName(path.slice(COLLAB_PATH.length));
	return { room, acks: new URLSearchParams(query).get('ack') === '1' };
}

/**
 * Decides about a socket before a byte of a document is read: who, which document, session and access, then its room.
 * A document that is not there and one that is not theirs get the same answer.
 */
export async function open(
	options: OpeningOptions,
	request: Asking,
	socket: PeerSocket
): Promise<Opened> {
	const { rooms, store, limits, log, now } = options;
	const address = readAddress(request.url ?? '');
	if (!address?.room) return CLOSE.notFound;
	const { name, epoch } = address.room;
	try {
		const caller = await options.callerOf(request);
		if (!caller) return CLOSE.signedOut;
		if (options.connectionsOf(caller.profileId) >= limits.connectionsPerPerson) return CLOSE.abuse;
		const decision = await store.open(caller, name);
		if (decision.access === 'signed_out') return CLOSE.signedOut;
		if (decision.access === 'locked') return CLOSE.locked;
		if (decision.access === 'none') return CLOSE.noAccess;
		const room = await rooms.hold(name);
		const refused =
			room.epoch !== epoch ? CLOSE.epochChanged : isFull(room, limits) ? CLOSE.busy : null;
		if (refused !== null) {
			rooms.release(room);
			return refused;
		}
		const { access, identity } = decision;
		const peer = new Peer({
			caller,
			identity,
			access,
			socket,
			limits,
			acks: address.acks,
			now: now()
		});
		return { room, peer };
	} catch (error) {
		if (error instanceof Refusal) return CLOSE.noAccess;
		log.warn({ error, name }, 'opening failed');
		return CLOSE.databaseAway;
	}
}

function isFull(room: Room, { connectionsPerRoom }: Limits): boolean {
	return room.peers.size >= connectionsPerRoom;
}
