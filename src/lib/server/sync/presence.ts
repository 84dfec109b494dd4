import { decoding } from 'lib0';
import type { Limits } from './limits';
import { encodePresence, type PresenceEntry } from './messages';
import type { Peer, PeerIdentity } from './peer';

/** Entries of one message that are looked at: a room's worth, and some. */
const ENTRIES_MAX = 250;
const GONE_MAX = 1000;
const OWNERS_MAX = 10_000;
const PLACE_MAX_LENGTH = 100;

/** Somebody served here. What they say is signed when it is told, not each time that they move. */
class Entry implements PresenceEntry {
	readonly clientId: number;
	readonly clock: number;
	readonly peer: Peer;
	readonly #said: string;
	#state: string | null = null;

	constructor({
		clientId,
		clock,
		peer,
		said
	}: Omit<PresenceEntry, 'state'> & { peer: Peer; said: string }) {
		this.clientId = clientId;
		this.clock = clock;
		this.peer = peer;
		this.#said = said;
	}

	/** Of who says nonsense: that nobody is there. */
	get state(): string {
		this.#state ??= withIdentity(this.#said, this.peer.identity) ?? 'null';
		return this.#state;
	}
}

interface Elsewhere extends PresenceEntry {
	profileId: string | null;
	heardAt: number;
}

/**
 * Who is in the room and where: relayed in batches, never stored. A connection speaks for one Yjs client, under the
 * identity that the server knows; whatever it says of others is left out.
 */
export class Presence {
	readonly #entries = new Map<number, Entry>();
	readonly #changed = new Map<number, PresenceEntry>();
	/** Clock at which a client was announced gone: it must come back with a later one to be seen again. */
	readonly #gone = new Map<number, number>();
	/** Whose a client that left was. */
	readonly #owners = new Map<number, string>();
	/** People that other nodes serve. */
	readonly #elsewhere = new Map<number, Elsewhere>();
	readonly #toRelay = new Map<number, PresenceEntry>();
	/** Told of what changed among those served here. */
	relay: ((entries: PresenceEntry[]) => void) | null = null;
	readonly #peers: ReadonlySet<Peer>;
	readonly #limits: Limits;
	readonly #now: () => number;
	#timer: NodeJS.Timeout | null = null;

	constructor(peers: ReadonlySet<Peer>, limits: Limits, now: () => number) {
		this.#peers = peers;
		this.#limits = limits;
		this.#now = now;
	}

	/** Reads an awareness message; throws on bytes that are not one. */
	receive(peer: Peer, payload: Uint8Array): void {
		const decoder = decoding.createDecoder(payload);
		const count = decoding.readVarUint(decoder);
		if (count > ENTRIES_MAX) throw new Error('too many presence entries');
		for (let i = 0; i < count; i++) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const state = decoding.readVarString(decoder);
			if (state.length > this.#limits.presenceBytes) continue;
			if (this.#speaksFor(peer, clientId, state)) this.#set(peer, clientId, clock, state);
		}
	}

	/** Everybody here, for a newcomer; null when nobody is. */
	all(): Uint8Array | null {
		const present = [...this.#entries.values(), ...this.#elsewhere.values()];
		return present.length > 0 ? encodePresence(present) : null;
	}

	/** Those served here, for other nodes. */
	here(): PresenceEntry[] {
		return [...this.#entries.values()].map(plain);
	}

	/** What another node says of those it serves; it has signed it with who they are. */
	receiveElsewhere(entries: readonly PresenceEntry[]): void {
		for (const entry of entries) this.#receiveElsewhere(entry);
	}

	/** Forgets those that no node has spoken of for a while. */
	expire(): void {
		const before = this.#now() - this.#limits.presenceElsewhere;
		for (const { clientId, clock, heardAt } of this.#elsewhere.values()) {
			if (heardAt < before) this.#leaveElsewhere(clientId, clock + 1);
		}
	}

	/**
	 * Whether a Yjs client belongs to somebody else, who has said what they had: then nobody else knows more of it, and an
	 * edit under its name would take the place of theirs.
	 */
	isAnothers(clientId: number, peer: Peer): boolean {
		const owner = this.#entries.get(clientId)?.peer;
		if (owner) return owner.caller.profileId !== peer.caller.profileId && owner.frames > 0;
		// Served by another node: it may have died with edits that only those who saw them have.
		if (this.#elsewhere.has(clientId)) return false;
		const left = this.#owners.get(clientId);
		return left !== undefined && left !== peer.caller.profileId;
	}

	leave(peer: Peer): void {
		if (peer.clientId === null) return;
		if (peer.frames > 0 && this.#owners.size < OWNERS_MAX) {
			this.#owners.set(peer.clientId, peer.caller.profileId);
		}
		const entry = this.#entries.get(peer.clientId);
		if (entry?.peer !== peer) return;
		const clock = entry.clock + 1;
		this.#entries.delete(peer.clientId);
		this.#leftAt(peer.clientId, clock);
		this.#announce({ clientId: peer.clientId, clock, state: 'null' });
	}

	destroy(): void {
		if (!this.#timer) return;
		clearTimeout(this.#timer);
		this.#flush();
	}

	#leftAt(clientId: number, clock: number): void {
		if (this.#gone.size >= GONE_MAX) this.#gone.clear();
		this.#gone.set(clientId, clock);
	}

	#leaveElsewhere(clientId: number, clock: number): void {
		this.#elsewhere.delete(clientId);
		this.#leftAt(clientId, clock);
		this.#pass({ clientId, clock, state: 'null' });
	}

	#receiveElsewhere(entry: PresenceEntry): void {
		const { clientId, clock, state } = entry;
		const here = this.#entries.get(clientId);
		const known = this.#elsewhere.get(clientId);
		if (here) {
			// It came here before it had left there: it says once more that it is here.
			if (state === 'null') here.peer.send(encodePresence([entry]), this.#now());
			return;
		}
		if (state === 'null') {
			if (known && clock > known.clock) this.#leaveElsewhere(clientId, clock);
			return;
		}
		if (known && clock <= known.clock) {
			known.heardAt = this.#now();
			return;
		}
		const gone = this.#gone.get(clientId);
		if (gone !== undefined && clock <= gone) {
			// Forgotten meanwhile: its node has it say once more that it is there.
			this.relay?.([{ clientId, clock: gone, state: 'null' }]);
		} else if (this.#elsewhere.size < ENTRIES_MAX) {
			const told = { clientId, clock, state };
			this.#elsewhere.set(clientId, { ...told, profileId: idOf(state), heardAt: this.#now() });
			this.#pass(told);
		}
	}

	#speaksFor(peer: Peer, clientId: number, state: string): boolean {
		if (peer.clientId !== null) return peer.clientId === clientId;
		const taken = this.#entries.get(clientId);
		if (state === 'null' || (taken && taken.peer.caller.sessionId !== peer.caller.sessionId)) {
			return false;
		}
		const elsewhere = this.#elsewhere.get(clientId);
		if (elsewhere && elsewhere.profileId !== peer.caller.profileId) return false;
		peer.clientId = clientId;
		return true;
	}

	#set(peer: Peer, clientId: number, clock: number, said: string): void {
		const known = this.#entries.get(clientId);
		if (known && clock <= known.clock && known.peer === peer) return;
		if (said === 'null') {
			if (known) this.leave(peer);
			return;
		}
		const gone = this.#gone.get(clientId);
		if (gone !== undefined && clock <= gone) {
			// y-protocols answers this with a later clock.
			peer.send(encodePresence([{ clientId, clock: gone, state: 'null' }]), this.#now());
			return;
		}
		const entry = new Entry({ clientId, clock, peer, said });
		this.#entries.set(clientId, entry);
		this.#elsewhere.delete(clientId);
		this.#announce(entry);
	}

	#announce(entry: PresenceEntry): void {
		this.#toRelay.set(entry.clientId, entry);
		this.#pass(entry);
	}

	#pass(entry: PresenceEntry): void {
		this.#changed.set(entry.clientId, entry);
		const { crowd, presencePeriod, presencePeriodCrowded } = this.#limits;
		const period = this.#peers.size > crowd ? presencePeriodCrowded : presencePeriod;
		this.#timer ??= setTimeout(() => this.#flush(), period);
	}

	#flush(): void {
		this.#timer = null;
		const changed = [...this.#changed.values()];
		this.#changed.clear();
		const message = encodePresence(changed);
		for (const peer of this.#peers) peer.sendPresence(message, this.#now());
		if (this.#toRelay.size > 0) this.relay?.([...this.#toRelay.values()].map(plain));
		this.#toRelay.clear();
	}
}

function plain({ clientId, clock, state }: PresenceEntry): PresenceEntry {
	return { clientId, clock, state };
}

/** Whose a signed state is. */
function idOf(state: string): string | null {
	const user = parseObject(state)?.['user'];
	return typeof user === 'object' && user !== null && 'id' in user && typeof user.id === 'string'
		? user.id
		: null;
}

/** What a client says of itself, reduced to the known fields and signed with its identity; null when it is no object. */
function withIdentity(said: string, identity: PeerIdentity): string | null {
	const parsed = parseObject(said);
	if (!parsed) return null;
	const { cursor, place, writing, following, hand } = parsed;
	const name = `${identity.firstName} ${identity.lastName}`.trim();
	return JSON.stringify({
		user: { ...identity, color: undefined, name, avatar: identity.color },
		cursor: typeof cursor === 'object' ? cursor : null,
		place: typeof place === 'string' ? place.slice(0, PLACE_MAX_LENGTH) : null,
		writing: writing === true,
		following: following === true,
		hand: hand === true
	});
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
	} catch {
		return null; // Not JSON: a client that says nonsense is simply not shown.
	}
}
