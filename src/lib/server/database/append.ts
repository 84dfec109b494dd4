import pg from 'pg';
import type { Databases } from './database';
import type { NewUpdate } from './documents';
import { STATEMENT_TIMEOUT } from './transaction';

/** An update for a log that is known up to `after`. */
export interface NextUpdate extends NewUpdate {
	after: number;
}

/** Where an update was stored; `seq` null: nowhere, because the epoch is over, or others have stored something meanwhile. */
export interface Placed {
	seq: number | null;
	behind: boolean;
}

/**
 * As the system: appends updates in one message to PostgreSQL, which is a transaction of its own; those of a document in
 * the order given, all of them or none. Out, for each: where it was stored.
 */
export async function appendAtOnce(
	{ systemPool }: Databases,
	updates: readonly NextUpdate[]
): Promise<Placed[]> {
	// Several statements in a message take no parameters. What is put in here are numbers, bytes in hexadecimal, and ids.
	const answers: unknown = await systemPool.query(`
		select set_config('role', 'maillage_system', true), set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true);
		select a.seq, a.behind from private.append_updates(
			array[${numbers(updates.map(({ documentId }) => documentId))}]::bigint[],
			array[${numbers(updates.map(({ epoch }) => epoch))}]::integer[],
			array[${numbers(updates.map(({ after }) => after))}]::bigint[],
			array[${updates.map(({ content }) => bytes(content)).join()}]::bytea[],
			array[${updates.map(({ authorId }) => text(authorId)).join()}]::uuid[]
		) as a`);
	// One result per statement, which the types of `pg` do not say.
	return (answers as pg.QueryResult<Placed>[])[1]?.rows ?? [];
}

/** Numbers as SQL: a value that is none would be refused there. */
function numbers(values: readonly number[]): string {
	return values.map(Number).join();
}

function bytes(value: Uint8Array): string {
	const { buffer, byteOffset, byteLength } = value;
	return `'\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}'`;
}

function text(value: string | null): string {
	return value === null ? 'null' : pg.escapeLiteral(value);
}
