import { CLOSE, COLLAB_PATH, type CloseCode } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import { parseRoomName, type DocumentName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import type { Admission } from './admission';
import type { Counters } from './counters';
import type { Limits } from './limits';
import type { Log } from './log';
import { Peer, type PeerSocket } from './peer';
import type { Quota } from './quota';
import type { Room } from './room';
import type { Rooms } from './rooms';
import type { DocumentStore } from './store';

/** Who asks for which room. */
export interface Asking {
	/** Path and query: see `readAddress`. */
	url: string;
	callerOf: () => Promise<Caller | null>;
}

export interface OpeningOptions {
	rooms: Rooms;
	store: DocumentStore;
	limits: Limits;
	log: Log;
	now: () => number;
	counters: Counters;
	admission: Admission;
	/** Connections that each person has in all rooms. */
	people: Quota;
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
	asking: Asking,
	socket: PeerSocket
): Promise<Opened> {
	const address = readAddress(asking.url);
	if (!address?.room) return CLOSE.notFound;
	const { name, epoch } = address.room;
	try {
		const caller = await asking.callerOf();
		if (!caller) return CLOSE.signedOut;
		if (!options.people.take(caller.profileId)) return CLOSE.abuse;
		const opened = await decide(options, { caller, name, epoch, acks: address.acks, socket });
		// The place of who is let in is given back when they leave.
		if (typeof opened === 'number') options.people.give(caller.profileId);
		return opened;
	} catch (error) {
		options.log.warn({ error, name }, 'opening failed');
		return CLOSE.databaseAway;
	}
}

interface Deciding {
	caller: Caller;
	name: DocumentName;
	epoch: number;
	acks: boolean;
	socket: PeerSocket;
}

async function decide(
	options: OpeningOptions,
	{ caller, name, epoch, acks, socket }: Deciding
): Promise<Opened> {
	const { rooms, store, limits, log, now } = options;
	try {
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
		const peer = new Peer({ caller, identity, access, socket, limits, acks, now: now() });
		return { room, peer };
	} catch (error) {
		if (error instanceof Refusal) return CLOSE.noAccess;
		log.warn({ error, name }, 'opening failed');
		return CLOSE.databaseAway;
	}
}

/** Those who come at the same time hold the room already, as this one does. */
function isFull(room: Room, { connectionsPerRoom }: Limits): boolean {
	return room.peers.size + room.holds > connectionsPerRoom;
}
