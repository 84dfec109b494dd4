import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { CLOSE, type CloseCode } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import type { DocumentName, SharedDocument } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import type { Databases } from '$lib/server/database/database';
import type { Bus } from './bus';
import { Admission } from './admission';
import { BinarySocket } from './binary-socket';
import { Connection, type ConnectionSocket } from './connection';
import { Counters } from './counters';
import { Housekeeping } from './housekeeping';
import { HttpTransport } from './http-transport';
import { LIMITS, type Limits } from './limits';
import type { Log } from './log';
import { measure, type Measures } from './measures';
import { Nodes } from './nodes';
import type { Asking, OpeningOptions } from './opening';
import { readAddress } from './opening';
import { pause } from './pause';
import { reasonOf } from './peer';
import { createStore } from './postgres-store';
import { Quota } from './quota';
import { Rooms } from './rooms';
import type { DocumentStore, Subjects } from './store';

export type { Subjects } from './store';

export interface SyncServer {
	/** Takes an upgrade request under `/collab/`. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** Answers a request under `/collab/` that is no upgrade: sockets where networks refuse WebSocket. */
	http(request: IncomingMessage, response: ServerResponse): void;
	/** After a command committed: recomputes the facts of documents about these subjects that are open. */
	refresh(subjects: Subjects): Promise<void>;
	/** Re-decides the access of open sockets of these people (all when omitted), at once. */
	recheck(profileIds?: string[]): Promise<void>;
	/**
	 * After a command changed what may be done with a document: decides again about its open sockets at once, and stores
	 * what they said before. False when that takes too long.
	 */
	settleDocument(name: DocumentName): Promise<boolean>;
	/** Closes the sockets of ended sessions. */
	endSessions(sessionIds: string[]): Promise<void>;
	/**
	 * State of a document for a first draw, asked as the caller and noted as opened. Throws Refusal: not_found,
	 * not_signed_in when the session is over or waits for its unlocking.
	 */
	read(caller: Caller, name: DocumentName): Promise<SharedDocument>;
	/**
	 * Writes for the caller in a document, as if they had typed it, and waits until it is stored. `change` works on a copy,
	 * once. Throws Refusal: not_signed_in, not_found, read_only, unavailable.
	 */
	write(caller: Caller, name: DocumentName, change: (doc: Y.Doc) => void): Promise<void>;
	/** The history of a document was replaced: its screens load it again. Other nodes learn it from the tables. */
	replaced(name: DocumentName): void;
	/** What it does and has done, in numbers. */
	measure(): Measures;
	/** Stores what waits, closes the sockets, forgets the rooms. Throws when something could not be stored in time. */
	stop(): Promise<void>;
}

export interface SyncServerOptions {
	databases: Databases;
	callerOf: (request: IncomingMessage) => Promise<Caller | null>;
	/** Addresses whose pages may open sockets. */
	origin: () => string | string[];
	log: Log;
	/** The wire to the other nodes that serve the same database; none when this one is alone. */
	bus?: Bus;
	limits?: Partial<Limits>;
	now?: () => number;
}

/** Sockets told to leave at once when the server stops, so that they do not all come back together. */
const WAVE = 50;
const WAVE_PAUSE = 100;
/** How long what is being looked at may take when the server stops, in milliseconds. */
const HOUSEKEEPING_END = 1000;
/** How long a browser has to answer a close, in milliseconds. */
const FAREWELL = 1000;

/** The sync server of one process. */
export function createSyncServer(options: SyncServerOptions): SyncServer {
	return createSyncServerOn(createStore(options.databases), options);
}

/** The sync server on any store. */
export function createSyncServerOn(
	tables: DocumentStore,
	options: Omit<SyncServerOptions, 'databases'>
): SyncServer {
	const limits: Limits = { ...LIMITS, ...options.limits };
	// Delays are measured by a clock that never jumps.
	const now = options.now ?? (() => performance.now());
	const { log } = options;
	const counters = new Counters();
	const admission = new Admission(limits);
	const store = counters.measuring(tables);
	const nodes = new Nodes({
		bus: options.bus ?? null,
		rooms: () => rooms,
		asked: () => ({
			recheck: (profileIds) => housekeeping.recheck(profileIds),
			endSessions,
			refresh: async (subjects) => {
				await rooms.refreshHere(subjects);
				await recheckCircles(subjects);
			},
			settle: (name) => housekeeping.settleHere(name),
			batch: (told) => http.hear(told)
		}),
		store,
		limits,
		log,
		now
	});
	const rooms: Rooms = new Rooms({
		store,
		limits,
		log,
		now,
		onopened: (room) => nodes.opened(room),
		onclosed: (room) => nodes.closed(room),
		onstored: (room, rows, seq) => nodes.stored(room, rows, seq),
		onrefreshed: (subjects) => nodes.tell({ kind: 'refresh', subjects })
	});
	const housekeeping: Housekeeping = new Housekeeping({
		rooms,
		store,
		limits,
		log,
		now,
		settleElsewhere: (name) => nodes.settle(name)
	});
	const connections = new Set<Connection>();
	const opening: OpeningOptions = {
		rooms,
		store,
		limits,
		log,
		now,
		counters,
		admission,
		people: new Quota(limits.connectionsPerPerson)
	};
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: limits.firstFrameBytes,
		perMessageDeflate: false,
		clientTracking: false
	});
	let stopping: Promise<void> | null = null;
	housekeeping.start();
	nodes.start();

	const http: HttpTransport = new HttpTransport({
		bus: options.bus ?? null,
		limits,
		log,
		now,
		origins: () => [options.origin()].flat(),
		callerOf: options.callerOf,
		accept
	});

	function accept(asking: Asking, ws: ConnectionSocket): void {
		const refused: CloseCode | null = stopping
			? CLOSE.restart
			: connections.size >= limits.connections
				? CLOSE.busy
				: null;
		if (refused !== null) {
			counters.refused('opening', refused);
			ws.on('error', () => undefined);
			ws.close(refused, reasonOf(refused));
			return;
		}
		const connection = new Connection(ws, opening);
		connections.add(connection);
		void connection.start(asking, () => connections.delete(connection));
	}

	function endSessions(sessionIds: string[]): void {
		const ended = new Set(sessionIds);
		for (const connection of connections) {
			const sessionId = connection.peer?.caller.sessionId;
			if (sessionId !== undefined && ended.has(sessionId)) connection.close(CLOSE.signedOut);
		}
	}

	/** A change of a case may be one of its circle. */
	async function recheckCircles({ caseIds }: Subjects): Promise<void> {
		const people = rooms
			.all()
			.filter(({ parsed }) => caseIds?.includes(parsed.subjectId))
			.flatMap(({ peers }) => [...peers].map(({ caller }) => caller.profileId));
		if (people.length > 0) await housekeeping.recheck(people);
	}

	async function stop(): Promise<void> {
		const deadline = now() + limits.drain;
		admission.stop();
		// A database that is away must not keep the process: what is looked at then has no deadline of its own.
		await Promise.race([housekeeping.stop(), pause(HOUSEKEEPING_END)]);
		// Whoever is still here hears that their last words are stored, when that is quick.
		await drain(rooms, Math.min(deadline, now() + 1000), now);
		let left = [...connections];
		while (left.length > 0) {
			for (const connection of left.slice(0, WAVE)) connection.close(CLOSE.restart);
			left = left.slice(WAVE);
			if (left.length > 0) await pause(WAVE_PAUSE);
		}
		http.stop();
		await drain(rooms, deadline, now);
		for (let waited = 0; connections.size > 0 && waited < FAREWELL; waited += 10) await pause(10);
		await Promise.all(
			rooms
				.all()
				.filter(({ backlog }) => backlog.deletedSince !== null)
				.map((room) => rooms.compact(room))
		);
		// A browser that does not answer must not keep the process.
		for (const connection of connections) connection.terminate();
		const unstored = rooms.all().filter(({ backlog }) => !backlog.empty);
		rooms.destroy();
		await nodes.stop();
		sockets.close();
		if (unstored.length === 0) return;
		log.error({ names: unstored.map(({ name }) => name) }, 'stopped with edits not stored');
		throw new Error('stopped with edits not stored');
	}

	return {
		upgrade(request, socket, head) {
			const origins = [options.origin()].flat();
			const status = !origins.includes(request.headers.origin ?? '')
				? '403 Forbidden'
				: readAddress(request.url ?? '')
					? null
					: '404 Not Found';
			if (status !== null) {
				counters.refused('upgrade', Number(status.slice(0, 3)));
				refuse(socket, status);
			} else {
				sockets.handleUpgrade(request, socket, head, (ws) => {
					const callerOf = () => options.callerOf(request);
					accept({ url: request.url ?? '', callerOf }, new BinarySocket(ws, socket));
				});
			}
		},
		http: (request, response) => void http.handle(request, response),
		async refresh(subjects) {
			await rooms.refresh(subjects);
			await recheckCircles(subjects);
		},
		async recheck(profileIds) {
			nodes.tell({ kind: 'recheck', profileIds: profileIds ?? null });
			await housekeeping.recheck(profileIds);
		},
		settleDocument: (name) => housekeeping.settleDocument(name),
		endSessions(sessionIds) {
			nodes.tell({ kind: 'ended', sessionIds });
			endSessions(sessionIds);
			return Promise.resolve();
		},
		async read(caller, name) {
			const { access } = await store.open(caller, name);
			if (access === 'signed_out' || access === 'locked') throw new Refusal('not_signed_in');
			if (access === 'none') throw new Refusal('not_found');
			const room = await rooms.hold(name);
			const state = Buffer.from(room.encoded()).toString('base64');
			rooms.release(room);
			return { name, epoch: room.epoch, access, state };
		},
		async write(caller, name, change) {
			const { access } = await store.decide(caller, name);
			if (access === 'signed_out' || access === 'locked') throw new Refusal('not_signed_in');
			if (access === 'none') throw new Refusal('not_found');
			if (access === 'read') throw new Refusal('read_only');
			const room = await rooms.hold(name);
			try {
				if (room.refusing) throw new Refusal('unavailable');
				for (const update of editsOf(room.encoded(), change)) {
					room.write(caller.profileId, update);
				}
				if (!(await housekeeping.settleHere(name))) throw new Refusal('unavailable');
			} finally {
				rooms.release(room);
			}
		},
		replaced(name) {
			const room = rooms.all().find((each) => each.name === name);
			if (room) rooms.discard(room, CLOSE.epochChanged);
			nodes.tell({ kind: 'replaced', name });
		},
		measure: () =>
			measure({
				counters,
				rooms,
				connections: connections.size,
				waiting: admission.waiting,
				now: now(),
				bus: options.bus ?? null
			}),
		stop: () => (stopping ??= stop())
	};
}

/** The updates that a change makes to a document, of a Yjs client of their own. */
function editsOf(state: Uint8Array, change: (doc: Y.Doc) => void): Uint8Array[] {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, state);
	const updates: Uint8Array[] = [];
	copy.on('update', (update) => updates.push(update));
	change(copy);
	copy.destroy();
	return updates;
}

/** Waits until every room is stored, or the deadline. */
async function drain(rooms: Rooms, deadline: number, now: () => number): Promise<void> {
	const unstored = (): boolean => {
		for (const room of rooms.all()) room.project();
		return rooms.all().some(({ backlog }) => !backlog.empty);
	};
	while (unstored() && now() < deadline) {
		rooms.writer.hurry();
		await pause(10);
	}
}

function refuse(socket: Duplex, status: string): void {
	socket.on('error', () => undefined);
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
