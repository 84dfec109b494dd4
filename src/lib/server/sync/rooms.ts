import { CLOSE, type CloseCode } from '$lib/documents/wire';
import type { DocumentName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import type { Limits } from './limits';
import type { Log } from './log';
import { Reading } from './reading';
import { Room } from './room';
import type { DocumentStore, Row, Subjects } from './store';
import { Writer } from './writer';

export interface RoomsOptions {
	store: DocumentStore;
	limits: Limits;
	log: Log;
	now: () => number;
	/** Told what other nodes must know. */
	onopened: (room: Room) => void;
	onclosed: (room: Room) => void;
	onstored: (room: Room, rows: readonly Row[], seq: number) => void;
	onrefreshed: (subjects: Subjects) => void;
}

/** The open rooms: each loaded once, refreshed from the tables, compacted, and forgotten when idle and stored. */
export class Rooms {
	readonly writer: Writer;
	/** Counts the changes of access: what was decided before one is decided again. */
	accessChanges = 0;
	readonly #options: RoomsOptions;
	readonly #open = new Map<DocumentName, Room>();
	readonly #loading = new Map<DocumentName, Promise<Room>>();
	readonly #readings = new WeakMap<Room, Reading>();
	/** Subjects whose facts the tables have changed by a projection, refreshed together. */
	#projected: Required<Subjects> = noSubjects();
	#timer: NodeJS.Timeout | null = null;

	constructor(options: RoomsOptions) {
		this.#options = options;
		const { store, limits, log } = options;
		this.writer = new Writer({
			store,
			limits,
			log,
			onstored: options.onstored,
			onprojected: (touched) => this.#onProjected(touched),
			onreplaced: (room) => this.discard(room, CLOSE.epochChanged)
		});
	}

	all(): Room[] {
		return [...this.#open.values()];
	}

	/** The room of a document if it is open. */
	find(name: DocumentName): Room | null {
		return this.#open.get(name) ?? null;
	}

	/**
	 * The room of a document, loaded when it was not, and held open until `release`. Throws Refusal('not_found') for a
	 * document of nothing, and whatever the database throws.
	 */
	async hold(name: DocumentName): Promise<Room> {
		const open = this.#open.get(name);
		if (open) {
			open.holds++;
			return open;
		}
		let loading = this.#loading.get(name);
		if (!loading) {
			loading = this.#load(name).finally(() => this.#loading.delete(name));
			this.#loading.set(name, loading);
		}
		const room = await loading;
		room.holds++;
		return room;
	}

	release(room: Room): void {
		room.holds--;
		if (room.peers.size === 0) room.emptySince = this.#options.now();
	}

	/** Recomputes the facts of the open documents about these subjects, here and on the other nodes. */
	async refresh(subjects: Subjects): Promise<void> {
		try {
			await this.refreshHere(subjects);
		} finally {
			this.#options.onrefreshed(subjects);
		}
	}

	/** The same for the documents that are open here. */
	async refreshHere(subjects: Subjects): Promise<void> {
		if (this.#open.size === 0 && this.#loading.size === 0) return;
		const touched = await this.#options.store.touched(subjects);
		await Promise.all(this.#loading.values());
		await Promise.all(
			this.all()
				.filter((room) => tellsOf(room, touched))
				.map((room) => this.#refreshRoom(room))
		);
	}

	/** Recomputes the facts of every document that somebody has open here, one after the other. */
	async refreshAllHere(): Promise<void> {
		for (const room of this.all()) if (room.peers.size > 0) await this.#refreshRoom(room);
	}

	/** Replaces the log of a room by its state; does nothing when it is not the moment. */
	async compact(room: Room): Promise<void> {
		const { store, log } = this.#options;
		const state = room.snapshot();
		if (!state || !room.backlog.lock()) return;
		const { documentId, epoch } = room;
		const { seq, deletedSince } = room.backlog;
		room.backlog.deletedSince = null;
		try {
			if (await store.compact({ documentId, epoch, seq, state })) room.backlog.compacted();
			else room.backlog.deletedSince = deletedSince;
		} catch (error) {
			room.backlog.deletedSince = deletedSince;
			log.warn({ error, name: room.name }, 'compaction failed');
		} finally {
			room.backlog.unlock();
			// What came meanwhile and changed nothing waited for this too.
			room.confirm();
			if (!room.backlog.empty) this.writer.mark(room);
		}
	}

	/** Forgets a room that nobody needs, once stored and compacted. */
	async unload(room: Room): Promise<void> {
		room.project();
		if (room.backlog.tailRows > 0) await this.compact(room);
		if (isNeeded(room) || !room.backlog.empty) return;
		this.#forget(room);
	}

	/** Closes everybody and forgets a room whose history is over. */
	discard(room: Room, code: CloseCode): void {
		room.close(code);
		this.#forget(room);
	}

	/** Ends: nothing is kept in memory any more. */
	destroy(): void {
		if (this.#timer) clearTimeout(this.#timer);
		for (const room of this.all()) this.#forget(room);
	}

	async #load(name: DocumentName): Promise<Room> {
		const { store, limits, now, log } = this.#options;
		const stored = await store.load(name);
		if (!stored) throw new Refusal('not_found');
		if (stored.written) await this.#projectAgain(name);
		const facts = await store.facts(name);
		const room = new Room({
			name,
			stored,
			limits,
			now,
			onpending: (each) => this.writer.mark(each),
			onbroken: (each) => this.discard(each, CLOSE.busy)
		});
		room.writeFacts(facts);
		room.reconcile(facts);
		this.#open.set(name, room);
		this.#options.onopened(room);
		log.info({ name, rows: stored.tailRows }, 'room opened');
		return room;
	}

	/** Words that are stored must open whatever the tables make of them: the next edit projects them too. */
	async #projectAgain(name: DocumentName): Promise<void> {
		const { store, log } = this.#options;
		await store.project(name).catch((error: unknown) => log.warn({ error, name }, 'not projected'));
	}

	#forget(room: Room): void {
		if (this.#open.get(room.name) === room) {
			this.#open.delete(room.name);
			this.#options.onclosed(room);
		}
		room.destroy();
		this.#options.log.info({ name: room.name }, 'room closed');
	}

	#refreshRoom(room: Room): Promise<void> {
		let reading = this.#readings.get(room);
		if (!reading) {
			reading = new Reading(() => this.#readFacts(room));
			this.#readings.set(room, reading);
		}
		return reading.again();
	}

	async #readFacts(room: Room): Promise<void> {
		const facts = await this.#options.store.facts(room.name);
		if (this.#open.get(room.name) === room) room.writeFacts(facts);
	}

	#onProjected(touched: Subjects): void {
		for (const each of SUBJECTS) this.#projected[each].push(...(touched[each] ?? []));
		if (SUBJECTS.every((each) => this.#projected[each].length === 0)) return;
		this.#timer ??= setTimeout(() => {
			this.#timer = null;
			const subjects = this.#projected;
			this.#projected = noSubjects();
			this.refresh(subjects).catch((error: unknown) => {
				this.#options.log.warn({ error }, 'refresh failed');
			});
		}, this.#options.limits.refreshAfter);
	}
}

function isNeeded(room: Room): boolean {
	return room.peers.size > 0 || room.holds > 0;
}

const SUBJECTS = ['caseIds', 'groupIds', 'meetingIds', 'profileIds'] as const;

function noSubjects(): Required<Subjects> {
	return { caseIds: [], groupIds: [], meetingIds: [], profileIds: [] };
}

/** Whether the facts of a room tell of one of these subjects. */
function tellsOf(room: Room, subjects: Required<Subjects>): boolean {
	const { kind, subjectId } = room.parsed;
	switch (kind) {
		case 'board':
		case 'board-own':
			return subjects.groupIds.includes(subjectId);
		case 'case':
			return subjects.caseIds.includes(subjectId);
		case 'case-own':
			return false;
		case 'meeting':
			return (
				subjects.meetingIds.includes(subjectId) || subjects.groupIds.includes(room.groupId ?? '')
			);
		case 'inbox':
			return subjects.profileIds.includes(subjectId);
	}
}
