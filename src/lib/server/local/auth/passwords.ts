import { randomBytes } from 'node:crypto';
import { compare, hash } from 'bcrypt';
import { AuthError } from './http';

const COST = 10;
const MIN_LENGTH = 12;
/** bcrypt ignores what follows. */
const MAX_BYTES = 72;

/** A hash of nothing anybody knows, of the same cost: an unknown account takes as long as a known one. */
const nobody = hash(randomBytes(32).toString('hex'), COST);

/** Whether the password is that of the account; a missing account costs the same time and is never right. */
export async function isPasswordRight(password: string, stored: string | null): Promise<boolean> {
	const isRight = await compare(password, stored ?? (await nobody));
	return isRight && stored !== null;
}

export function hashPassword(password: string): Promise<string> {
	return hash(password, COST);
}

/** Throws AuthError when a new password is too short, too long or made of one thing repeated. */
export function checkStrength(password: string): void {
	const isTooPlain = new Set(password).size < 5;
	if (password.length < MIN_LENGTH || isTooPlain) {
		throw new AuthError(
			422,
			'weak_password',
			`Password should be at least ${MIN_LENGTH} characters`
		);
	}
	if (Buffer.byteLength(password) > MAX_BYTES) {
		throw new AuthError(422, 'weak_password', `Password cannot be longer than ${MAX_BYTES} bytes`);
	}
}
