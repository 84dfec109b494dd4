/** Numbers of the wire that both ends share. See RULES.md. */

/** Path of the socket: `/collab/<room>`, room being `<name>.<epoch>`. */
export const COLLAB_PATH = '/collab/';

/** First varUint of a message. 0 and 1 are y-protocols' sync and awareness, 3 its awareness query. */
export const MESSAGE = {
	sync: 0,
	awareness: 1,
	queryAwareness: 3,
	saved: 121,
	readOnly: 122
} as const;

/** Close codes. 4400 to 4499 are terminal for y-websocket: the client must decide itself whether to come back. */
export const CLOSE = {
	goingAway: 1001,
	tooBig: 1009,
	restart: 1012,
	busy: 1013,
	malformed: 4400,
	signedOut: 4401,
	noAccess: 4403,
	notFound: 4404,
	epochChanged: 4409,
	accessChanged: 4410,
	documentFull: 4413,
	/** The session waits for its unlocking, or for its second factor. */
	locked: 4423,
	abuse: 4429,
	databaseAway: 4503
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];
