/**
 * Refresh tokens in Supabase Auth's second format: version, session, counter, keyed hash, checksum. Nothing that
 * opens a session is stored, only the key under which a session's tokens are made.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface RefreshToken {
	sessionId: string;
	counter: number;
}

const VERSION = 0;
const UUID_END = 17;
const HMAC_LENGTH = 16;
const CHECKSUM_LENGTH = 4;
const COUNTER_MAX_BYTES = 5;

export function newRefreshKey(): string {
	return randomBytes(32).toString('base64');
}

export function encodeRefreshToken({ sessionId, counter }: RefreshToken, key: string): string {
	const content = Buffer.concat([
		Buffer.from([VERSION]),
		Buffer.from(sessionId.replaceAll('-', ''), 'hex'),
		encodeVarint(counter)
	]);
	const signed = Buffer.concat([content, hmacOf(content, key)]);
	return Buffer.concat([signed, checksumOf(signed)]).toString('base64url');
}

/** What a token claims; null when it was never one. Its hash is not checked here: the key is with the session. */
export function readRefreshToken(token: string): RefreshToken | null {
	const bytes = Buffer.from(token, 'base64url');
	const end = bytes.length - HMAC_LENGTH - CHECKSUM_LENGTH;
	if (end <= UUID_END || end > UUID_END + COUNTER_MAX_BYTES || bytes[0] !== VERSION) return null;
	const signed = bytes.subarray(0, -CHECKSUM_LENGTH);
	if (!checksumOf(signed).equals(bytes.subarray(-CHECKSUM_LENGTH))) return null;
	const id = bytes.toString('hex', 1, UUID_END);
	const sessionId = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
	return { sessionId, counter: decodeVarint(bytes.subarray(UUID_END, end)) };
}

/** Whether the token was made by us under the key of its session. */
export function isGenuine(token: string, key: string): boolean {
	const bytes = Buffer.from(token, 'base64url');
	const end = bytes.length - HMAC_LENGTH - CHECKSUM_LENGTH;
	const mac = bytes.subarray(end, end + HMAC_LENGTH);
	return timingSafeEqual(mac, hmacOf(bytes.subarray(0, end), key));
}

function hmacOf(content: Buffer, key: string): Buffer {
	const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(content).digest();
	return mac.subarray(0, HMAC_LENGTH);
}

function checksumOf(content: Buffer): Buffer {
	return createHash('sha256').update(content).digest().subarray(0, CHECKSUM_LENGTH);
}

function encodeVarint(value: number): Buffer {
	const bytes: number[] = [];
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) + 0x80);
		rest = Math.floor(rest / 0x80);
	}
	return Buffer.from([...bytes, rest]);
}

function decodeVarint(bytes: Buffer): number {
	return bytes.reduceRight((value, byte) => value * 0x80 + (byte % 0x80), 0);
}
