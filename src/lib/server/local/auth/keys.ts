/** The secrets of the sign-in service: made once, kept in the data folder, readable by this account only. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	calculateJwkThumbprint,
	exportJWK,
	generateKeyPair,
	importJWK,
	type CryptoKey,
	type JSONWebKeySet,
	type JWK
} from 'jose';

export const ALGORITHM = 'ES256';

export interface Keys {
	kid: string;
	signing: CryptoKey;
	/** Published: no private part. */
	published: JSONWebKeySet;
	/** Key under which codes are hashed. */
	codes: Buffer;
}

interface StoredKeys {
	signing: JWK;
	codes: string;
}

/** Reads the secrets of the data folder, making them the first time. */
export async function loadKeys(folder: string): Promise<Keys> {
	const file = join(folder, 'sign-in-keys.json');
	if (!existsSync(file)) await makeKeys(file);
	const { signing, codes } = JSON.parse(readFileSync(file, 'utf8')) as StoredKeys;
	const key = await importJWK(signing, ALGORITHM);
	if (key instanceof Uint8Array) throw new TypeError(`${file} does not hold an ES256 key`);
	const { kty, crv, x, y, kid = '' } = signing;
	const published = { kty, crv, x, y, kid, alg: ALGORITHM, use: 'sig' } as JWK;
	return {
		kid,
		signing: key,
		published: { keys: [published] },
		codes: Buffer.from(codes, 'base64')
	};
}

async function makeKeys(file: string): Promise<void> {
	const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
	const jwk = await exportJWK(privateKey);
	const stored: StoredKeys = {
		signing: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM },
		codes: randomBytes(32).toString('base64')
	};
	const partial = `${file}.${process.pid}`;
	writeFileSync(partial, JSON.stringify(stored), { mode: 0o600 });
	renameSync(partial, file);
}
