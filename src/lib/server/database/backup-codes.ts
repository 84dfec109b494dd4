/** Codes that replace the authenticator app: kept here because Supabase Auth has none, and only as hashes. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './transaction';

/** How many one receives at a time; `replace_backup_codes` checks it. */
const CODES = 10;
/** Letters of a code, in two halves: 10 of 32 signs are 50 bits. */
const CODE_LENGTH = 10;
/** Without i, l, o and u, which are misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes ten codes `xxxxx-xxxxx`, to be shown once. */
export function makeBackupCodes(random: (size: number) => Uint8Array = randomBytes): string[] {
	return Array.from({ length: CODES }, () => {
		const letters = Array.from(random(CODE_LENGTH), (byte) => ALPHABET.charAt(byte % 32)).join('');
		return `${letters.slice(0, CODE_LENGTH / 2)}-${letters.slice(CODE_LENGTH / 2)}`;
	});
}

/** The SHA-256 of a code as people write it: in capitals, with spaces, an o for a zero, an l or an i for a one. */
export function hashBackupCode(code: string): Buffer {
	const normal = code
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '')
		.replaceAll('o', '0')
		.replace(/[il]/g, '1');
	return createHash('sha256').update(normal).digest();
}

/** Gives the caller these ten codes in place of those before. Throws Refusal: not_allowed unless the second factor was proved in their session, invalid for another number of codes. */
export async function replaceBackupCodes(tx: Tx, hashes: readonly Buffer[]): Promise<void> {
	await sql`select public.replace_backup_codes(${[...hashes]}::bytea[])`.execute(tx);
}

/**
 * Uses a code, which serves once: true when the session is now proved and unlocked, false for a wrong one, which is
 * counted. Throws Refusal: too_many_tries after five wrong ones in a quarter of an hour, not_allowed without a second factor.
 */
export async function useBackupCode(tx: Tx, hash: Buffer): Promise<boolean> {
	const { rows } = await sql<{ proved: boolean }>`
		select public.use_backup_code(${hash}) as proved`.execute(tx);
	return rows[0]?.proved ?? false;
}

/** Counts the codes that the caller has left. */
export async function countBackupCodes(tx: Tx): Promise<number> {
	const { rows } = await sql<{ count: number }>`
		select public.count_backup_codes() as count`.execute(tx);
	return rows[0]?.count ?? 0;
}
