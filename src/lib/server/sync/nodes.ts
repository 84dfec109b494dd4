import { randomUUID } from 'node:crypto';
import { CLOSE } from '$lib/documents/wire';
import type { DocumentName } from '$lib/domain/document-name';
import { isStream, type Bus, type Told, type Topic } from './bus';
import type { Limits } from './limits';
import type { Log } from './log';
import { pause } from './pause';
import { Reading } from './reading';
import type { Room } from './room';
import type { Rooms } from './rooms';
import type { DocumentStore, Row, Subjects } from './store';

/** What this node does when another one asks for it. */
export interface Asked {
	recheck: (profileIds: string[] | undefined) => Promise<void>;
	endSessions: (sessionIds: string[]) => void;
	refresh: (subjects: Subjects) => Promise<void>;
	settle: (name: DocumentName) => Promise<boolean>;
	/** Takes what another node passed on, or hears what became of what this one did. */
	batch: (told: Extract<Told, { kind: 'batch' | 'batchTaken' }>) => void;
}

export interface NodesOptions {
	bus: Bus | null;
	rooms: () => Rooms;
	asked: () => Asked;
	store: DocumentStore;
	limits: Limits;
	log: Log;
	now: () => number;
}

interface Question {
	/** Nodes that have yet to answer; null while it is not known how many heard. */
	missing: number | null;
	answers: boolean[];
	over: (stored: boolean) => void;
}

/**
 * Keeps this node and the others on one history: the log in PostgreSQL is the truth, what they tell each other only makes
 * it quick. Alone, it looks now and then whether somebody else writes.
 */
export class Nodes {
	readonly #options: NodesOptions;
	readonly #readings = new WeakMap<Room, Reading>();
	readonly #questions = new Map<string, Question>();
	#timer: NodeJS.Timeout | null = null;
	#comparedAt: number;
	#presenceAt: number;
	#factsAt: number;
	#apartUntil = -Infinity;
	#comparing: Promise<void> | null = null;

	constructor(options: NodesOptions) {
		this.#options = options;
		this.#comparedAt = options.now();
		this.#presenceAt = options.now();
		this.#factsAt = options.now();
	}

	start(): void {
		const { bus, limits } = this.#options;
		bus?.start({
			ontold: (told) => this.#hear(told),
			onback: (topic) => this.#onback(topic)
		});
		this.#timer = setInterval(() => this.#beat(), limits.headsApart);
	}

	async stop(): Promise<void> {
		if (this.#timer) clearInterval(this.#timer);
		await this.#options.bus?.stop();
	}

	/** Tells the other nodes, if they can be told. */
	tell(told: Told): void {
		this.#options.bus?.tell(told);
	}

	opened(room: Room): void {
		const { bus } = this.#options;
		if (!bus) return;
		const { name } = room;
		room.presence.relay = (entries) => bus.tell({ kind: 'presence', name, entries });
		bus.follow(name);
	}

	closed(room: Room): void {
		this.#options.bus?.unfollow(room.name);
	}

	/** After a commit: the others have it too. */
	stored({ name, epoch }: Room, rows: readonly Row[], seq: number): void {
		const contents = rows.map(({ content }) => content);
		this.tell({ kind: 'stored', name, epoch, from: seq - rows.length + 1, contents });
	}

	/** Has the other nodes decide again about a document and store what was said there; false when one did not in time. */
	async settle(name: DocumentName): Promise<boolean> {
		const { bus, limits } = this.#options;
		if (!bus) return true;
		const question = randomUUID();
		const answered = new Promise<boolean>((resolve) => {
			this.#questions.set(question, { missing: null, answers: [], over: resolve });
		});
		const heard = await bus.ask({ kind: 'settle', name, question });
		if (heard !== null) this.#count(question, heard);
		const inTime = await Promise.race([
			answered,
			// Nobody heard: the others see within this time that access has changed, and store what they had.
			pause(limits.settledElsewhere).then(() => heard === null)
		]);
		this.#questions.delete(question);
		return inTime;
	}

	#count(question: string, heard: number): void {
		const asked = this.#questions.get(question);
		if (!asked) return;
		asked.missing = heard;
		if (asked.answers.length >= heard) asked.over(asked.answers.every(Boolean));
	}

	#hear(told: Told): void {
		const { asked, limits } = this.#options;
		switch (told.kind) {
			case 'stored':
				return this.#receive(told);
			case 'replaced':
				return this.#replaced(told.name);
			case 'presence':
				return this.#find(told.name)?.presence.receiveElsewhere(told.entries);
			case 'whoIsHere':
				return this.#tellPresence(this.#find(told.name));
			case 'recheck':
				return this.#do(asked().recheck(told.profileIds ?? undefined));
			case 'ended':
				return asked().endSessions(told.sessionIds);
			case 'refresh':
				// What the node that tells it has written comes first: then there is nothing left to write.
				return this.#do(pause(limits.refreshAfter).then(() => asked().refresh(told.subjects)));
			case 'settle':
				return this.#do(this.#answer(told.name, told.question));
			case 'settled':
				return this.#settled(told.question, told.stored);
			case 'batch':
			case 'batchTaken':
				return asked().batch(told);
		}
	}

	async #answer(name: DocumentName, question: string): Promise<void> {
		const stored = await this.#options.asked().settle(name);
		this.tell({ kind: 'settled', question, stored });
	}

	#settled(question: string, stored: boolean): void {
		const asked = this.#questions.get(question);
		if (!asked) return;
		asked.answers.push(stored);
		if (asked.missing !== null) this.#count(question, asked.missing);
	}

	#receive({ name, epoch, from, contents }: Extract<Told, { kind: 'stored' }>): void {
		const room = this.#find(name);
		if (!room) return;
		const last = from + contents.length - 1;
		if (epoch !== room.epoch) void this.#read(room);
		else if (from === room.backlog.seq + 1) room.receive(contents, last);
		else if (last > room.backlog.seq) void this.#read(room);
	}

	/** Reading the log of a history that is over ends its room. */
	#replaced(name: DocumentName): void {
		const room = this.#find(name);
		if (room) void this.#read(room);
	}

	/** What is told is heard from now on: what was missed before is read. */
	#onback(topic: Topic | null): void {
		if (topic === null) {
			void this.#compare();
			this.#readFacts();
			return;
		}
		const room = isStream(topic) ? null : this.#find(topic);
		if (!room) return;
		this.tell({ kind: 'whoIsHere', name: room.name });
		this.#tellPresence(room);
		void this.#read(room);
	}

	#beat(): void {
		const { bus, rooms, limits, now } = this.#options;
		const at = now();
		const apart = (bus !== null && !bus.alive) || at < this.#apartUntil;
		if (apart || at - this.#comparedAt >= limits.heads || at < this.#comparedAt) {
			void this.#compare();
		}
		if (apart && Math.abs(at - this.#factsAt) >= limits.heads) this.#readFacts();
		for (const room of rooms().all()) room.presence.expire();
		if (at - this.#presenceAt < limits.presenceAgain && at >= this.#presenceAt) return;
		this.#presenceAt = at;
		for (const room of rooms().all()) this.#tellPresence(room);
	}

	#tellPresence(room: Room | null): void {
		const entries = room?.presence.here() ?? [];
		if (room && entries.length > 0) this.tell({ kind: 'presence', name: room.name, entries });
	}

	/** Compares all open documents with their logs, in one query. */
	#compare(): Promise<void> {
		this.#comparing ??= this.#compareAll()
			.catch((error: unknown) =>
				this.#options.log.warn({ error }, 'comparison with the log failed')
			)
			.finally(() => (this.#comparing = null));
		return this.#comparing;
	}

	async #compareAll(): Promise<void> {
		const { rooms, store, limits, now } = this.#options;
		this.#comparedAt = now();
		// A write under way tells by itself how far the log goes.
		const names = rooms()
			.all()
			.filter(({ backlog }) => !backlog.busy)
			.map(({ name }) => name);
		if (names.length === 0) return;
		const found = await store.heads(names);
		for (const [name, { epoch, seq }] of found) {
			const room = this.#find(name);
			if (!room || room.backlog.busy) continue;
			if (epoch === room.epoch && seq <= room.backlog.seq) continue;
			// Somebody writes whom this node does not hear.
			this.#apartUntil = now() + limits.apartFor;
			void this.#read(room);
		}
	}

	/** What commands on other nodes changed was not heard here. */
	#readFacts(): void {
		this.#factsAt = this.#options.now();
		this.#do(this.#options.rooms().refreshAllHere());
	}

	#read(room: Room): Promise<void> {
		let reading = this.#readings.get(room);
		if (!reading) {
			reading = new Reading(() => this.#readNow(room));
			this.#readings.set(room, reading);
		}
		return reading.again().catch((error: unknown) => {
			this.#options.log.warn({ error, name: room.name }, 'reading the log failed');
		});
	}

	async #readNow(room: Room): Promise<void> {
		const { store, rooms } = this.#options;
		const { documentId, epoch } = room;
		const missing = await store.since({ documentId, epoch, seq: room.backlog.seq });
		if (this.#find(room.name) !== room) return;
		if (missing) room.receive(missing.contents, missing.seq);
		else rooms().discard(room, CLOSE.epochChanged);
	}

	#find(name: DocumentName): Room | null {
		return this.#options.rooms().find(name);
	}

	#do(work: Promise<void>): void {
		work.catch((error: unknown) => this.#options.log.warn({ error }, 'what a node asked failed'));
	}
}
