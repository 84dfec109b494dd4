import type { Bus } from './bus';
import type { Counters } from './counters';
import type { Rooms } from './rooms';

/** The state of the sync server now, in numbers without a name, beside what it has done so far. */
export interface Measures {
	counters: Counters;
	/** Open documents: in memory, given back while nobody writes, and refusing edits. */
	awake: number;
	asleep: number;
	refusing: number;
	/** Connections let in, all connections, and those that wait for their turn. */
	peers: number;
	connections: number;
	waiting: number;
	/** Edits not stored yet. */
	backlogBytes: number;
	/** Age of the oldest of them, in milliseconds; 0 when all are stored. */
	oldestUnsaved: number;
	/** The last write failed. */
	storeFailing: boolean;
	/** Whether what is told to other nodes arrives; null where there is no wire to them. */
	nodesHeard: boolean | null;
}

/** Looks at everything that is open; for whoever asks now and then. */
export function measure(options: {
	counters: Counters;
	rooms: Rooms;
	connections: number;
	waiting: number;
	now: number;
	bus: Bus | null;
}): Measures {
	const rooms = options.rooms.all();
	const since = Math.min(...rooms.map(({ backlog }) => backlog.since ?? Infinity), Infinity);
	return {
		counters: options.counters,
		awake: rooms.filter(({ asleep }) => !asleep).length,
		asleep: rooms.filter(({ asleep }) => asleep).length,
		refusing: rooms.filter(({ refusing }) => refusing).length,
		peers: rooms.reduce((sum, { peers }) => sum + peers.size, 0),
		connections: options.connections,
		waiting: options.waiting,
		backlogBytes: rooms.reduce((sum, { backlog }) => sum + backlog.bytes, 0),
		oldestUnsaved: Number.isFinite(since) ? Math.max(0, options.now - since) : 0,
		storeFailing: options.rooms.writer.failing,
		nodesHeard: options.bus?.alive ?? null
	};
}
