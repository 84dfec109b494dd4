import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Writes the log of the process on its standard error: ids and fixed texts, never names, notes or tokens. */
export function createLog(level: string): Log {
	return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
