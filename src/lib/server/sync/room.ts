import * as Y from 'yjs';
import { CLOSE, type CloseCode } from '$lib/documents/wire';
import { parseDocumentName, type DocumentName, type ParsedName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import { Backlog, type Taken } from './backlog';
import { Burst, type Typed } from './burst';
import { Author, type Edit } from './edit';
import { Encoded, encodedOf } from './encoded';
import { digestOfFacts, groupOf, hasEntries, type FactsByKey } from './facts';
import { FanOut } from './fan-out';
import type { Limits } from './limits';
import { LiveDocument, STORED } from './live-document';
import { encodeSyncStep1, encodeSyncStep2 } from './messages';
import type { Extent } from './outline';
import { Peer } from './peer';
import { Presence } from './presence';
import { emptyMemory, hasText, remember, type Projection } from './projection';
import { ProjectionPace } from './projection-pace';
import type { Missing, StoredDocument } from './store';

export interface RoomOptions {
	name: DocumentName;
	stored: StoredDocument;
	limits: Limits;
	now: () => number;
	/** Called when something waits to be stored. */
	onpending: (room: Room) => void;
	/** Called when what people typed could not be applied. */
	onbroken: (room: Room) => void;
}

/** One open document: who is in it, what is not stored yet, and its Y.Doc while somebody writes. */
export class Room {
	readonly name: DocumentName;
	readonly parsed: ParsedName;
	readonly documentId: number;
	readonly epoch: number;
	readonly peers = new Set<Peer>();
	readonly presence: Presence;
	readonly backlog: Backlog;
	/** Since when nobody is here; null while somebody is. */
	emptySince: number | null;
	/** Edits are refused until the database has caught up. */
	refusing = false;
	/** Its document may hold what its log does not: it must be loaded again. */
	broken = false;
	/** What keeps it open besides its peers: a page being drawn, facts being read. */
	holds = 0;
	readonly #limits: Limits;
	readonly #now: () => number;
	readonly #fanOut: FanOut;
	readonly #authors = new Map<number, string>();
	readonly #memory = emptyMemory();
	readonly #options: Pick<RoomOptions, 'onpending' | 'onbroken'>;
	/** Null while it sleeps: `#encoded` is then the whole document. */
	#live: LiveDocument | null;
	#encoded: Encoded | null = null;
	/** The Yjs client that the server writes as. */
	#clientId: number | null = null;
	#groupId: string | null = null;
	/** Digest of the facts that it holds. */
	#told: string | null = null;
	#touchedAt = -Infinity;
	readonly #pace: ProjectionPace;
	/** What was stored and what came since, in bytes: its encoding is hardly longer. */
	#bytes: number;

	constructor({ name, stored, limits, now, onpending, onbroken }: RoomOptions) {
		const parsed = parseDocumentName(name);
		if (!parsed) throw new Refusal('not_found');
		this.name = name;
		this.parsed = parsed;
		this.documentId = stored.documentId;
		this.epoch = stored.epoch;
		this.#limits = limits;
		this.#now = now;
		// Not the options themselves: they hold what was read from the database.
		this.#options = { onpending, onbroken };
		this.emptySince = now();
		this.backlog = new Backlog({ stored, now: this.#now });
		this.presence = new Presence(this.peers, limits, now);
		this.#fanOut = new FanOut({
			peers: this.peers,
			limits,
			now,
			onflush: () => this.#live?.drain(),
			onflushed: () => this.#options.onpending(this)
		});
		this.#pace = new ProjectionPace({ limits, now, ondue: () => this.#projectLate() });
		this.#live = this.#sleepFrom(stored) ? null : this.#build(stored.updates);
		this.#bytes = stored.updates.reduce((sum, { length }) => sum + length, 0);
	}

	/** Lets somebody in: asks for what they have and says who is here. */
	join(peer: Peer): void {
		this.peers.add(peer);
		this.emptySince = null;
		const live = this.#live;
		const has = live && encodeSyncStep1(Y.encodeStateVector(live.doc));
		peer.send(has ?? this.#whole().question(), this.#now());
		const present = this.presence.all();
		if (present) peer.send(present, this.#now());
	}

	leave(peer: Peer): void {
		if (!this.peers.delete(peer)) return;
		this.#live?.drain();
		this.presence.leave(peer);
		if (peer.danglingSince !== null) this.dropDangling(peer);
		if (this.peers.size === 0) this.emptySince = this.#now();
	}

	/** The whole document, encoded once for all newcomers. */
	encoded(): Uint8Array {
		return this.#whole().bytes;
	}

	/** The whole document to store instead of its log; null while it holds edits that depend on others. */
	snapshot(): Uint8Array | null {
		return this.#live && this.#live.dangling > 0 ? null : this.encoded();
	}

	/** What a client with this state vector does not have. Throws on bytes that are not a state vector. */
	answer(stateVector: Uint8Array): Uint8Array {
		if (stateVector.length <= 1) return this.#whole().answer;
		return encodeSyncStep2(
			this.#live
				? Y.encodeStateAsUpdate(this.#live.doc, stateVector)
				: Y.diffUpdate(this.encoded(), stateVector)
		);
	}

	/** Whether an edit of this size would make the document too large. */
	isFull(bytes: number): boolean {
		if (this.#bytes + bytes <= this.#limits.documentBytes) return false;
		this.#bytes = this.encoded().length;
		return this.#bytes + bytes > this.#limits.documentBytes;
	}

	/** Whether it has all of an update already: what a reader sends when it comes back. */
	has(extent: Extent): boolean {
		return (this.#live ? null : this.#whole().has(extent)) ?? this.#awake().has(extent);
	}

	/** Keeps what somebody typed for the moment at which edits leave; false: it must be applied by itself. */
	type(typed: Typed): boolean {
		const { update, insertion, peer } = typed;
		const live = this.#live;
		if (!live || insertion.client === live.clientId) return false;
		if (this.presence.isAnothers(insertion.client, peer) || this.isFull(update.length))
			return false;
		if (!live.type(typed)) return false;
		this.#fanOut.schedule();
		return true;
	}

	/** Applies an edit. Returns the code with which to close its author, if any. */
	apply({ update, ends, needs, peer, resync }: Edit): CloseCode | null {
		const live = this.#awake();
		for (const [client, end] of ends) {
			if (end > live.known(client)) this.#sign(client, peer.caller.profileId);
		}
		// What waited for this edit comes with it, and is somebody else's.
		const alone = live.dangling === 0;
		let forged: boolean;
		try {
			Y.applyUpdate(live.doc, update, peer);
			forged = live.guard.repair(peer.caller.profileId);
		} catch {
			// Whatever Yjs throws, the bytes were wrong, and what was made of them may be half there.
			this.broken = true;
			return CLOSE.malformed;
		}
		const code = this.#hold(live, peer, needs);
		return forged && alone && !resync ? CLOSE.noAccess : code;
	}

	/** Applies an edit that the server makes for somebody, as if they had typed it. Throws on bytes that are no update. */
	write(profileId: string, update: Uint8Array): void {
		const live = this.#awake();
		for (const client of Y.parseUpdateMeta(update).from.keys()) this.#sign(client, profileId);
		Y.applyUpdate(live.doc, update, new Author(profileId));
	}

	/** Applies entries that other nodes stored, up to `seq`: passed on to everybody, neither stored nor projected again. */
	receive(contents: readonly Uint8Array[], seq: number): void {
		if (seq <= this.backlog.seq) return;
		const live = this.#awake();
		// What waited for these would look stored with them: those who sent it send it again.
		if (live.dangling > 0) this.dropDangling(null);
		live.receive(contents);
		this.#told = null;
		this.backlog.received(seq, contents);
	}

	/** Receives what was stored just before a write, and says what that write projects with it. */
	catchUp({ contents, seq }: Missing, taken: Taken): Projection | null {
		this.receive(contents, seq);
		if (taken.projection) taken.projection = this.#awake().projector.difference();
		return taken.projection;
	}

	/** What the tables say; a sleeping document that says the same sleeps on. */
	writeFacts(facts: FactsByKey): void {
		const told = digestOfFacts(facts);
		const known = this.asleep && told === this.#told;
		this.#told = told;
		this.#groupId = groupOf(facts);
		if (!known) this.#awake().guard.write(facts);
	}

	/** On opening: stages that the tables know already need no projection; the others get one with the next edit. */
	reconcile(facts: FactsByKey): void {
		this.#live?.reconcile(facts);
	}

	/** The group of a meeting; null for other documents. */
	get groupId(): string | null {
		return this.parsed.kind === 'meeting' ? this.#groupId : null;
	}

	/** Its document, woken if it slept. */
	get doc(): Y.Doc {
		return this.#awake().doc;
	}

	/** Whether it has given its document back. */
	get asleep(): boolean {
		return this.#live === null;
	}

	/** Gives the document back when nobody has written for a while and all of it is stored: its encoding is enough. */
	rest(): void {
		const live = this.#live;
		if (!live) {
			this.#encoded?.rest();
			return;
		}
		if (this.#now() - this.#touchedAt < this.#limits.hibernateAfter) return;
		if (!this.backlog.settled || live.dangling > 0 || this.#fanOut.busy) return;
		this.#whole().rest();
		this.#clientId = live.doc.clientID;
		this.#live = null;
		this.#authors.clear();
		live.destroy();
	}

	/** Takes what waits to be stored, with the frames it will confirm; null when nothing waits. Without `project` the tables wait. */
	take({ project } = { project: true }): Taken | null {
		this.#live?.drain();
		const waiting = [...this.peers].filter(({ unconfirmed }) => unconfirmed);
		const held = new Map(waiting.map((peer) => [peer, peer.held] as const));
		const asked = this.#pace.due();
		const due = project || asked?.hurried ? asked : null;
		if (asked && !due) this.#pace.putOff();
		const text = due?.text || !hasText(this.parsed);
		const difference = () => this.#awake().projector.difference({ text });
		const taken = this.backlog.take(held, due && { text, difference });
		if (due && taken?.projected) this.#pace.told(due);
		this.#pace.later(this.backlog.late);
		return taken;
	}

	/** Makes the tables know now what was written since they were last told: a backlog that is empty is then all there is. */
	project(): void {
		this.#live?.drain();
		this.#pace.hurry();
		this.#projectLate();
	}

	/** What was taken is stored: tells whoever waits for it. */
	stored(taken: Taken, seq: number): void {
		this.backlog.stored(taken, seq);
		if (taken.projection) remember(this.#memory, taken.projection);
		for (const [peer, held] of taken.held) peer.confirm(held, this.#now());
		this.confirm();
	}

	/** Confirms at once what needs no storing. */
	confirm(): void {
		if (!this.backlog.empty) return;
		for (const peer of this.peers) if (peer.unconfirmed) peer.confirm(peer.held, this.#now());
	}

	/** Sends what waits in the fan-out now. */
	flush(): void {
		this.#fanOut.flush();
	}

	/** Tells everybody that edits are refused for now. */
	tellReadOnly(refused: boolean): void {
		for (const peer of this.peers) peer.readOnly(refused, this.#now());
	}

	close(code: CloseCode): void {
		for (const peer of this.peers) peer.close(code);
	}

	destroy(): void {
		this.#pace.destroy();
		this.#fanOut.destroy();
		this.presence.destroy();
		this.#live?.destroy();
	}

	/** Forgets edits that depend on what nobody has; their authors other than `culprit` come back and send them again. */
	dropDangling(culprit: Peer | null): void {
		this.#live?.dropDangling();
		this.#changed();
		for (const peer of this.peers) {
			if (peer.danglingSince !== null && peer !== culprit) peer.close(CLOSE.busy);
		}
	}

	/** Whoever is first seen to write as a Yjs client is its author. */
	#sign(client: number, profileId: string): void {
		if (this.#authors.has(client)) return;
		this.#authors.set(client, profileId);
		this.backlog.met(client, profileId);
	}

	#projectLate(): void {
		if (this.backlog.late === 'nothing') return;
		this.backlog.projectLate();
		this.#options.onpending(this);
	}

	#awake(): LiveDocument {
		if (this.#live) return this.#live;
		this.#live = this.#build([this.encoded()]);
		this.#touchedAt = this.#now();
		return this.#live;
	}

	#whole(): Encoded {
		this.#live?.drain();
		this.#encoded ??= new Encoded(Y.encodeStateAsUpdate(this.#awake().doc));
		return this.#encoded;
	}

	/** Begins asleep when its snapshot is all there is; the cards of a board are made whole first. */
	#sleepFrom(stored: StoredDocument): boolean {
		const whole = hasEntries(this.parsed.kind) ? null : encodedOf(stored);
		if (!whole) return false;
		this.#encoded = whole.encoded;
		this.#told = digestOfFacts(whole.facts);
		return true;
	}

	#build(updates: readonly Uint8Array[]): LiveDocument {
		return new LiveDocument({
			parsed: this.parsed,
			updates,
			clientId: this.#clientId,
			authors: this.#authors,
			memory: this.#memory,
			onupdate: (update, origin) => this.#onUpdate(update, origin),
			ontyped: (typed) => this.#onTyped(typed),
			onbroken: () => {
				this.broken = true;
				this.#options.onbroken(this);
			},
			ondeletion: () => this.backlog.deleted()
		});
	}

	#changed(): void {
		if (this.#live) this.#encoded = null;
	}

	#onUpdate(update: Uint8Array, origin: unknown): void {
		const typed = origin instanceof Burst;
		const author = typed ? origin.author : origin instanceof Peer ? origin : null;
		const writer = origin instanceof Author ? origin.profileId : null;
		this.#changed();
		this.#touchedAt = this.#now();
		this.#bytes += update.length;
		this.#fanOut.push(update, author);
		if (typed || origin === STORED) return;
		this.backlog.push(update, author?.caller.profileId ?? writer);
	}

	/** What was typed is stored as its authors sent it. */
	#onTyped(typed: readonly Typed[]): void {
		for (const { update, insertion, peer } of typed) {
			this.#sign(insertion.client, peer.caller.profileId);
			this.backlog.push(update, peer.caller.profileId);
			peer.held = peer.frames;
		}
	}

	/** Edits that depend on others which nobody sent are never confirmed, and dropped after a while. */
	#hold(live: LiveDocument, peer: Peer, needs: Map<number, number>): CloseCode | null {
		peer.waitFor(needs, this.#now());
		for (const each of this.peers) each.settle(live.known);
		if (live.dangling <= this.#limits.danglingBytes || peer.danglingSince === null) return null;
		this.dropDangling(peer);
		return CLOSE.malformed;
	}
}
