/** Time-based codes as authenticator applications make them (RFC 6238): SHA-1, six digits, thirty seconds. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_SECONDS = 30;
const DIGITS = 6;
/** A phone's clock may be one step early or late, and people type slowly. */
const SKEW_STEPS = 1;
/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The step of thirty seconds that a moment belongs to. */
function stepAt(now: Date): number {
	return Math.floor(now.getTime() / 1000 / STEP_SECONDS);
}

/** The code of a step. */
export function codeOf(secret: Buffer, step: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const mac = createHmac('sha1', secret).update(counter).digest();
	const truncated = mac.readUInt32BE(mac.readUInt8(mac.length - 1) % 16) % 2 ** 31;
	return String(truncated % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step whose code this is, near `now`; null for a wrong code. Takes the same time either way. */
export function findStep(secret: Buffer, code: string, now: Date): number | null {
	const given = Buffer.from(code);
	const middle = stepAt(now);
	let found: number | null = null;
	for (let step = middle - SKEW_STEPS; step <= middle + SKEW_STEPS; step++) {
		const wanted = Buffer.from(codeOf(secret, step));
		if (given.length === wanted.length && timingSafeEqual(given, wanted)) found = step;
	}
	return found;
}

/** Base 32 without padding, as authenticator applications read it. The length must be a multiple of five bytes. */
export function encodeBase32(bytes: Buffer): string {
	let text = '';
	let bits = 0n;
	for (const byte of bytes) bits = bits * 256n + BigInt(byte);
	for (let index = (bytes.length * 8) / 5; index > 0; index--) {
		text = `${ALPHABET.charAt(Number(bits % 32n))}${text}`;
		bits /= 32n;
	}
	return text;
}

/** The bytes of a secret that `encodeBase32` wrote. */
export function decodeBase32(text: string): Buffer {
	let bits = 0n;
	for (const letter of text) bits = bits * 32n + BigInt(ALPHABET.indexOf(letter));
	const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8));
	for (let index = bytes.length - 1; index >= 0; index--) {
		bytes[index] = Number(bits % 256n);
		bits /= 256n;
	}
	return bytes;
}
