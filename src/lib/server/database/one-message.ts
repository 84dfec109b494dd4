import pg from 'pg';
import type { Caller } from '$lib/domain/caller';
import type { Databases } from './database';
import { claimsOf, STATEMENT_TIMEOUT } from './transaction';

/**
 * Runs one statement as the system, in one message to PostgreSQL, which is a transaction of its own: for what is asked
 * so often that four messages for each would be most of its cost. It takes no parameters: each value that is put in it
 * goes through `literal`, `literals` or `bytes`.
 */
export async function inOneMessage<Row extends pg.QueryResultRow>(
	{ systemPool }: Databases,
	statement: string
): Promise<Row[]> {
	return ask(systemPool, { role: 'maillage_system', claims: null, statement });
}

/** The same as the caller, under row-level security. */
export async function inOneMessageAs<Row extends pg.QueryResultRow>(
	{ personPool }: Databases,
	caller: Caller,
	statement: string
): Promise<Row[]> {
	return ask(personPool, { role: 'authenticated', claims: claimsOf(caller), statement });
}

interface Asked {
	role: 'authenticated' | 'maillage_system';
	claims: string | null;
	statement: string;
}

async function ask<Row extends pg.QueryResultRow>(
	pool: pg.Pool,
	{ role, claims, statement }: Asked
): Promise<Row[]> {
	const answers: unknown = await pool.query(`
		select set_config('role', '${role}', true), set_config('request.jwt.claims', ${literal(claims ?? '')}, true),
			set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true);
		${statement}`);
	// One result per statement, which the types of `pg` do not say.
	return (answers as pg.QueryResult<Row>[])[1]?.rows ?? [];
}

type Value = string | number | null;

/** A value as SQL: PostgreSQL refuses it where it is of another type. */
export function literal(value: Value): string {
	return value === null ? 'null' : pg.escapeLiteral(String(value));
}

/** An array of values as SQL, of a type such as `uuid`. */
export function literals(values: readonly Value[], type: string): string {
	return `array[${values.map(literal).join()}]::${type}[]`;
}

/** An array of bytes as SQL. */
export function bytes(values: readonly Uint8Array[]): string {
	const each = values.map(({ buffer, byteOffset, byteLength }) => {
		return `'\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}'`;
	});
	return `array[${each.join()}]::bytea[]`;
}
