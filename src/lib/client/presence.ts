import type { Awareness } from 'y-protocols/awareness';

/** Whoever is in a document. */
export interface Somebody {
	id: string;
	firstName: string;
	lastName: string;
	/** 1 to 8: one of the avatar colours. */
	color: number;
}

/** Somebody else in a document, as the server says. */
export interface Peer extends Somebody {
	clientId: number;
	writing: boolean;
	/** What they look at, e.g. the id of a case. */
	place: string | null;
	/** Follows whoever leads the meeting. */
	following: boolean;
	/** Asks to speak. */
	hand: boolean;
}

/** What an editor and the others are told of me at first: the server says who I am, whatever this says. */
export function stateOf({ id, firstName, lastName, color }: Somebody): Record<string, unknown> {
	const user = { id, firstName, lastName, name: `${firstName} ${lastName}`, avatar: color };
	return { user, place: null, writing: false };
}

/** What I tell the others, where it changed. */
export function sayPresence(
	awareness: Awareness,
	said: Partial<Pick<Peer, 'place' | 'writing' | 'following' | 'hand'>>
): void {
	for (const [field, value] of Object.entries(said)) {
		if (awareness.getLocalState()?.[field] !== value) awareness.setLocalStateField(field, value);
	}
}

/** The others, one entry per person: of several tabs of somebody, one that writes rather than one that does not. Who follows or asks to speak in one tab does. */
export function peersOf(awareness: Awareness, meId: string): Peer[] {
	const peers = new Map<string, Peer>();
	for (const [clientId, state] of awareness.getStates()) {
		const peer = clientId === awareness.clientID ? null : decodePeer(clientId, state);
		if (!peer || peer.id === meId) continue;
		const known = peers.get(peer.id);
		const shown = !known || (peer.writing && !known.writing) ? peer : known;
		peers.set(peer.id, {
			...shown,
			following: peer.following || known?.following === true,
			hand: peer.hand || known?.hand === true
		});
	}
	return [...peers.values()].sort((a, b) => a.clientId - b.clientId);
}

function decodePeer(clientId: number, state: Record<string, unknown>): Peer | null {
	const { user, place, writing, following, hand } = state;
	if (typeof user !== 'object' || user === null) return null;
	const { id, firstName, lastName, avatar } = user as Record<string, unknown>;
	if (typeof id !== 'string' || typeof firstName !== 'string' || typeof lastName !== 'string') {
		return null;
	}
	return {
		clientId,
		id,
		firstName,
		lastName,
		color: typeof avatar === 'number' ? avatar : 1,
		writing: writing === true,
		place: typeof place === 'string' ? place : null,
		following: following === true,
		hand: hand === true
	};
}
