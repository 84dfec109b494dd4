const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Every bound of the sync server. Times in milliseconds, sizes in bytes. RULES.md says what happens at each. */
export interface Limits {
	/** Largest frame, and largest first answer of a client that comes back with much to say. */
	frameBytes: number;
	firstFrameBytes: number;
	/** Content frames of one connection: refill per second, burst, and how long it may be over. */
	framesPerSecond: number;
	framesBurst: number;
	bytesPerSecond: number;
	overFor: number;
	presencePerSecond: number;
	presenceBytes: number;
	/** Encoded size at which a document takes no more edits. */
	documentBytes: number;
	/** What one update may hold: structs, values and deleted ranges together. */
	structs: number;
	/** Structs at which a document takes no more edits: each costs some two hundred bytes of memory. */
	documentStructs: number;
	/** How deep types and values may nest: deeper, what reads them would run out of stack. */
	typeDepth: number;
	valueDepth: number;
	/** Root types of a document: they are never forgotten. */
	roots: number;
	/** Edits that wait for others they depend on. */
	danglingBytes: number;
	danglingFor: number;
	connectionsPerRoom: number;
	connectionsPerPerson: number;
	connections: number;
	/** Pace at which sockets begin, all people together, and how many wait for their turn. */
	openingsPerSecond: number;
	openingsBurst: number;
	openingsWaiting: number;
	/** What a socket may send before it is let in. */
	waitingFrames: number;
	waitingBytes: number;
	openingTimeout: number;
	/** Sockets over HTTP: tabs of one person, documents of a tab, and what one request may hold and take. */
	streamsPerPerson: number;
	channelsPerStream: number;
	batchItems: number;
	batchBytes: number;
	batchTimeout: number;
	/** How long the node that holds a stream has to answer one that passes a batch on. */
	passedOnWithin: number;
	/** Bytes a slow reader leaves in our buffer: cursors stop, then the socket is cut. */
	bufferedForPresence: number;
	buffered: number;
	/** Edits not stored yet, per room and for the process. */
	backlogBytes: number;
	totalBacklogBytes: number;
	retryFirst: number;
	retryLast: number;
	/** Fan-out: silence after which an edit leaves at once, then one frame per period. */
	quiet: number;
	period: number;
	presencePeriod: number;
	presencePeriodCrowded: number;
	crowd: number;
	/** Some message at least this often, or y-websocket reconnects. */
	keepalive: number;
	ping: number;
	recheck: number;
	/** How often changes of access made elsewhere, or by a date, are looked for. */
	accessChanges: number;
	/** How often the work of people whose mandate came to its end is handed back. */
	settle: number;
	/** Writes begin this far apart while people write on: what comes meanwhile goes together. */
	writeEvery: number;
	/** While people write on, the tables are told of their words this often; the words are stored at once. */
	projectEvery: number;
	/** And of their plain text this often: it is searched, and follows nobody. */
	projectTextEvery: number;
	/** How many documents tell the tables in one write: their logs are closed to other nodes meanwhile. */
	projectionsPerWrite: number;
	/** Pause before the facts that a projection touched are read again: a burst is read once. */
	refreshAfter: number;
	/** A room nobody looks at is forgotten after this long, once stored. */
	idle: number;
	/** A room where nobody writes gives its document back after this long and keeps its encoding. */
	hibernateAfter: number;
	compactRows: number;
	compactBytes: number;
	/** Deleted text leaves the tables within this time. */
	compactDeletions: number;
	/** How often the clock of the server ticks. */
	beat: number;
	drain: number;
	/** How often open documents are compared with their logs: usually, and while nodes do not hear each other. */
	heads: number;
	headsApart: number;
	/** How long a node that found something it had not heard goes on looking often. */
	apartFor: number;
	/** People on other nodes are told again this often, and forgotten after this long. */
	presenceAgain: number;
	presenceElsewhere: number;
	/** How long other nodes have to store what was said in a document before it is sealed. */
	settledElsewhere: number;
}

export const LIMITS: Readonly<Limits> = {
	frameBytes: MIB,
	firstFrameBytes: 4 * MIB,
	framesPerSecond: 60,
	framesBurst: 240,
	bytesPerSecond: 512 * KIB,
	overFor: 5 * SECOND,
	presencePerSecond: 40,
	presenceBytes: 4 * KIB,
	documentBytes: 5 * MIB,
	structs: 200_000,
	documentStructs: 400_000,
	typeDepth: 64,
	valueDepth: 32,
	roots: 32,
	danglingBytes: 64 * KIB,
	danglingFor: 10 * SECOND,
	connectionsPerRoom: 100,
	connectionsPerPerson: 60,
	connections: 5000,
	openingsPerSecond: 300,
	openingsBurst: 500,
	openingsWaiting: 2500,
	waitingFrames: 64,
	waitingBytes: 256 * KIB,
	openingTimeout: 10 * SECOND,
	streamsPerPerson: 20,
	channelsPerStream: 16,
	batchItems: 256,
	batchBytes: 4 * MIB + 4 * KIB,
	batchTimeout: 30 * SECOND,
	passedOnWithin: 5 * SECOND,
	bufferedForPresence: MIB,
	buffered: 4 * MIB,
	backlogBytes: 8 * MIB,
	totalBacklogBytes: 64 * MIB,
	retryFirst: 250,
	retryLast: 5 * SECOND,
	quiet: 50,
	period: 16,
	presencePeriod: 50,
	presencePeriodCrowded: 200,
	crowd: 25,
	keepalive: 15 * SECOND,
	ping: 25 * SECOND,
	recheck: MINUTE,
	accessChanges: 400,
	settle: 5 * SECOND,
	writeEvery: 64,
	projectEvery: 250,
	projectTextEvery: 2 * SECOND,
	projectionsPerWrite: 8,
	refreshAfter: 40,
	idle: 30 * SECOND,
	hibernateAfter: 2 * MINUTE,
	compactRows: 500,
	compactBytes: 256 * KIB,
	compactDeletions: 8 * MINUTE,
	beat: SECOND,
	drain: 20 * SECOND,
	heads: 5 * SECOND,
	headsApart: 500,
	apartFor: MINUTE,
	presenceAgain: 15 * SECOND,
	presenceElsewhere: 45 * SECOND,
	settledElsewhere: 2 * SECOND
};
