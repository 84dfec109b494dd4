import { decoding } from 'lib0';
import { createSubscriber } from 'svelte/reactivity';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE, COLLAB_PATH, MESSAGE } from '$lib/documents/wire';
import type { SharedDocument } from '$lib/domain/document-name';
import { countingSocket } from './counting-socket';
import { DeviceCopy } from './device-copy';
import { DeviceOutbox } from './device-outbox';
import { peersOf, sayPresence, stateOf, type Peer, type Somebody } from './presence';
import { mayLose, saveStateOf, SLOW_AFTER, type SaveState } from './save-state';
import { Timers } from './timers';
import { isBlocked, socketClass, transportReady, watchSockets } from './transport';
import { fieldOf, Unsaved } from './unsaved';
import { textOfUpdate } from './unsent-text';
import { fromBase64, inBrowser, refreshSession, type World } from './world';

export { worstSave, type SaveState } from './save-state';
export type { Peer } from './presence';

/** Why a document will not come back by itself. */
export type Ended = 'no_access' | 'not_found' | 'signed_out' | 'replaced';

export interface DocumentConnectionOptions {
	document: SharedDocument;
	member: Somebody;
	/** What the world gives, replaced in tests. */
	world?: Partial<World>;
}

/** "Writes" is shown for this long after the last change, in milliseconds. */
const WRITING_FOR = 8_000;
/** What the server has not stored after this long is kept on the device, in milliseconds. */
const KEPT_WHEN_WAITED = 1_000;
/** After a refusal that may pass (too fast, too much), come back after this long. */
const REFUSED_FOR = 30_000;
const RESTORED = 'device';

/**
 * One shared document in this browser: its Y.Doc, its socket, who else is there, and the truth about what is saved.
 * Drawn from the state in the page before `connect`, so it can be made on the server too.
 */
export class DocumentConnection {
	readonly doc = new Y.Doc();
	readonly awareness: Awareness;
	readonly name: SharedDocument['name'];
	readonly #document: SharedDocument;
	readonly #memberId: string;
	readonly #world: Partial<World>;
	readonly #unsaved = new Unsaved();
	readonly #device: DeviceCopy;
	readonly #subscribe: () => void;
	readonly #timers = new Timers();
	#notify: () => void = () => undefined;
	#unwatch: () => void = () => undefined;
	#provider: WebsocketProvider | null = null;
	#storedVector: Uint8Array;
	#everSynced = false;
	#refused = false;
	/** How many changes a person would count in what is being put back. */
	#restoring = 0;
	#ended: Ended | null = null;
	#refreshed = false;
	#paused = false;
	#destroyed = false;

	constructor({ document, member, world = {} }: DocumentConnectionOptions) {
		this.#document = document;
		this.name = document.name;
		this.#memberId = member.id;
		this.#world = world;
		this.#device = new DeviceCopy({
			outbox: new DeviceOutbox(
				`${document.name}.${document.epoch}/${member.id}`,
				this.doc.clientID
			),
			unsaved: this.#unsaved,
			timers: this.#timers,
			unsent: () => this.#unsent(),
			onchange: () => this.#changed()
		});
		Y.applyUpdate(this.doc, fromBase64(document.state), this);
		this.#storedVector = Y.encodeStateVector(this.doc);
		this.awareness = new Awareness(this.doc);
		this.awareness.setLocalState(stateOf(member));
		this.#subscribe = createSubscriber((update) => {
			this.#notify = update;
			return () => (this.#notify = () => undefined);
		});
		// On the server nothing ends this object, and an awareness holds a timer.
		if (!inBrowser() && !world.WebSocket) this.awareness.destroy();
	}

	/** Opens the socket, after what this device kept from last time. Does nothing the second time. */
	connect(): void {
		if (this.#provider || this.#destroyed) return;
		const url = this.#world.url ?? location.origin.replace(/^http/, 'ws');
		// Before y-websocket listens: a change is counted before the frame that carries it.
		this.doc.on('update', this.#onUpdate);
		const { name, epoch } = this.#document;
		const provider = new WebsocketProvider(`${url}${COLLAB_PATH}`, `${name}.${epoch}`, this.doc, {
			awareness: this.awareness,
			connect: false,
			disableBc: true,
			params: { ack: '1' },
			WebSocketPolyfill: countingSocket(() => this.#world.WebSocket ?? socketClass(), {
				clientId: this.doc.clientID,
				onopening: () => this.#unsaved.opening(this.#now()),
				oncontent: (all) => this.#unsaved.sent(all)
			})
		});
		this.#provider = provider;
		provider.messageHandlers[MESSAGE.saved] = (_, decoder) => {
			this.#onSaved(decoding.readVarUint(decoder));
		};
		provider.messageHandlers[MESSAGE.readOnly] = (_, decoder) => {
			this.#refused = decoding.readVarUint(decoder) === 1;
			this.#changed();
		};
		provider.on('sync', (synced: boolean) => this.#onSync(synced));
		this.#unwatch = watchSockets(provider, this.#timers, () => this.#changed());
		provider.on('status', ({ status }) => {
			if (status === 'disconnected') this.#onDisconnected();
		});
		provider.on('closed', ({ code }) => void this.#onRefused(code));
		this.awareness.on('change', this.#onPresence);
		if (inBrowser()) {
			addEventListener('beforeunload', this.#onLeaving);
			addEventListener('online', this.#onOnline);
			addEventListener('offline', this.#onOffline);
		}
		void Promise.all([this.#restore(), transportReady()]).then(() => {
			if (!this.#destroyed && !this.#paused) provider.connect();
		});
	}

	/** Closes the socket and forgets the document; what is not saved stays on this device. */
	destroy(): void {
		if (this.#destroyed) return;
		this.#destroyed = true;
		if (this.#unsaved.pending > 0) void this.#device.keep();
		this.#timers.end();
		this.#unwatch();
		if (inBrowser()) {
			removeEventListener('beforeunload', this.#onLeaving);
			removeEventListener('online', this.#onOnline);
			removeEventListener('offline', this.#onOffline);
		}
		this.doc.off('update', this.#onUpdate);
		this.awareness.off('change', this.#onPresence);
		this.#provider?.destroy();
		this.awareness.destroy();
		this.doc.destroy();
	}

	/** Truth about what is saved; reactive. */
	get save(): SaveState {
		this.#subscribe();
		return saveStateOf({
			synced: this.#provider?.synced ?? false,
			everSynced: this.#everSynced,
			settled: this.#unsaved.settled,
			pending: this.#unsaved.pending,
			waited: this.#unsaved.waited(this.#now()),
			device: this.#device.state,
			refused: this.#refused || this.#ended !== null
		});
	}

	/** Whether one may write: by right, and where something may pass; reactive. */
	get writable(): boolean {
		return this.#document.access === 'write' && !this.blocked;
	}

	/** Whether this network lets nothing through, though the server answers; reactive. */
	get blocked(): boolean {
		this.#subscribe();
		return isBlocked() && !this.#provider?.synced;
	}

	/** Changes made here that are not saved yet; reactive. */
	get pending(): number {
		this.#subscribe();
		return this.#unsaved.pending;
	}

	/** The same, as whoever made them would count them; reactive. */
	get changes(): number {
		this.#subscribe();
		return this.#unsaved.changes;
	}

	/** Why this document will not come back by itself; reactive. */
	get ended(): Ended | null {
		this.#subscribe();
		return this.#ended;
	}

	/** The session waits for its unlocking: nothing is lost, nothing comes; reactive. */
	get paused(): boolean {
		this.#subscribe();
		return this.#paused;
	}

	/** The others here, one per person; reactive. */
	get peers(): Peer[] {
		this.#subscribe();
		return peersOf(this.awareness, this.#memberId);
	}

	/** Tells the others what I look at, and in a meeting whether I follow whoever leads it and ask to speak. */
	say(said: Partial<Pick<Peer, 'place' | 'following' | 'hand'>>): void {
		sayPresence(this.awareness, said);
	}

	/** Tells the others of this document that I write somewhere else: at `place`, or no more with null. */
	setWriting(place: string | null): void {
		sayPresence(this.awareness, { place, writing: place !== null });
	}

	/** The words written here that are not saved, to be copied. */
	unsentText(): string {
		return this.#unsaved.pending > 0 ? textOfUpdate(this.#unsent()) : '';
	}

	/** Closes the socket until `resume`, and keeps everything. */
	pause(): void {
		this.#paused = true;
		this.#provider?.disconnect();
		this.#changed();
	}

	/** Comes back after a pause. */
	resume(): void {
		if (this.#paused) this.retry();
	}

	/** Tries again now. */
	retry(): void {
		this.#paused = false;
		this.#refused = false;
		this.#provider?.connect();
		this.#changed();
	}

	readonly #onUpdate = (
		_update: Uint8Array,
		origin: unknown,
		_doc: Y.Doc,
		transaction: Y.Transaction
	): void => {
		if (origin === this.#provider) return;
		if (origin === RESTORED) this.#unsaved.restored(this.#now(), this.#restoring);
		else {
			this.#unsaved.change(this.#now(), fieldOf(transaction));
			this.#sayWriting();
		}
		if (!this.#provider?.synced || this.#device.state !== 'none') this.#device.keepSoon();
		if (!this.#timers.has('waited'))
			this.#timers.after('waited', KEPT_WHEN_WAITED, () => this.#onWaited());
		this.#changed();
	};

	// Later: an editor that leaves the page takes its caret back while the page is being drawn.
	readonly #onPresence = (): void => queueMicrotask(() => this.#notify());

	readonly #onOnline = (): void => {
		if (this.#provider?.shouldConnect) this.#provider.connect();
	};

	/** A dead socket may look open for half a minute: try another at once, which may be on this very machine. */
	readonly #onOffline = (): void => {
		if (!this.#provider?.shouldConnect) return;
		this.#provider.disconnect();
		this.#provider.connect();
	};

	readonly #onLeaving = (event: BeforeUnloadEvent): void => {
		if (this.#unsaved.pending > 0 && mayLose(this.save, this.#device.state)) event.preventDefault();
	};

	#onSaved(count: number): void {
		const everything = this.#unsaved.confirmed(count, this.#now());
		if (everything) {
			this.#storedVector = Y.encodeStateVector(this.doc);
			this.#timers.clear('waited');
			if (this.#device.state !== 'none') this.#device.forget();
		}
		this.#changed();
	}

	/** Not stored yet: the device keeps it too, and after ten seconds the network is called slow. */
	#onWaited(): void {
		if (this.#unsaved.pending === 0) return;
		this.#device.keepSoon();
		this.#timers.after('slow', SLOW_AFTER - this.#unsaved.waited(this.#now()), () =>
			this.#changed()
		);
	}

	#onSync(synced: boolean): void {
		if (synced) {
			this.#everSynced = true;
			this.#refused = false;
			this.#refreshed = false;
		}
		this.#changed();
	}

	#onDisconnected(): void {
		// y-protocols would take the same news of the others as old ones when we come back.
		for (const clientId of this.awareness.meta.keys()) {
			if (clientId !== this.doc.clientID) this.awareness.meta.delete(clientId);
		}
		if (this.#unsaved.pending > 0) this.#device.keepSoon();
		this.#changed();
	}

	/** The server has decided: some refusals end here, others pass. */
	async #onRefused(code: number): Promise<void> {
		switch (code) {
			case CLOSE.signedOut:
				await this.#refreshSession();
				break;
			case CLOSE.locked:
				this.pause();
				break;
			case CLOSE.noAccess:
				this.#end('no_access');
				break;
			case CLOSE.notFound:
				this.#end('not_found');
				break;
			case CLOSE.epochChanged:
				this.#reloadOr(() => this.#end('replaced'));
				break;
			case CLOSE.accessChanged:
				this.#reloadOr(() => this.#provider?.connect());
				break;
			default:
				this.#refused = true;
				if (this.#unsaved.pending > 0) this.#device.keepSoon();
				this.#timers.after('refused', REFUSED_FOR, () => this.retry());
				this.#changed();
		}
	}

	async #refreshSession(): Promise<void> {
		const refresh = this.#world.refreshSession ?? refreshSession;
		const fresh = !this.#refreshed && (await refresh().catch(() => true));
		this.#refreshed = true;
		if (this.#destroyed) return;
		if (fresh) this.#provider?.connect();
		else this.#end('signed_out');
	}

	/** A page drawn again has the right state and rights; not while something here is unsaved. */
	#reloadOr(otherwise: () => void): void {
		if (this.#unsaved.pending > 0) otherwise();
		else if (this.#world.reload) this.#world.reload();
		else location.reload();
	}

	#end(ended: Ended): void {
		this.#ended = ended;
		if (ended !== 'signed_out') this.#device.forget();
		else if (this.#unsaved.pending > 0) this.#device.keepSoon();
		this.#changed();
	}

	#sayWriting(): void {
		sayPresence(this.awareness, { writing: true });
		this.#timers.after('writing', WRITING_FOR, () =>
			sayPresence(this.awareness, { writing: false })
		);
	}

	/** Everything since the last time all was stored. */
	#unsent(): Uint8Array {
		return Y.encodeStateAsUpdate(this.doc, this.#storedVector);
	}

	async #restore(): Promise<void> {
		for (const { update, changes } of await this.#device.restore()) {
			if (this.#destroyed) return;
			this.#restoring = changes;
			Y.applyUpdate(this.doc, update, RESTORED);
		}
		if (this.#unsaved.pending === 0 && this.#device.state !== 'none') this.#device.forget();
	}

	#now(): number {
		return this.#world.now?.() ?? Date.now();
	}

	#changed(): void {
		this.#notify();
	}
}
