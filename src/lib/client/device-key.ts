/*
 * The key of what this device keeps. It is made from a secret that the server hands to signed-in pages, which is held in
 * memory only: without a session, or with that of somebody else, what is on the device stays unreadable.
 */

/** Never on this device: somebody said that others use it too. */
const SHARED = 'maillage-shared-device';
/** How the tabs of a device tell each other that somebody signed out. */
const CHANNEL = 'maillage-device';
const LEFT = 'left';

let secret: string | null = null;
let unlocked: Promise<void> | null = null;
let unlock: (() => void) | null = null;
let channel: BroadcastChannel | null = null;

/** Hands over the secret of whoever is signed in, for as long as this page lives. */
export function unlockDevice(given: string): void {
	secret = given;
	unlock?.();
	if (channel || typeof BroadcastChannel === 'undefined') return;
	channel = new BroadcastChannel(CHANNEL);
	channel.onmessage = ({ data }) => {
		if (data === LEFT) lockDevice();
	};
}

/** Forgets the secret: somebody signs out. `everywhere` tells the other tabs. */
export function lockDevice(everywhere = false): void {
	secret = '';
	if (everywhere) channel?.postMessage(LEFT);
}

/** The key for a device's salt. Waits for the secret. Throws once somebody has signed out. */
export async function deviceKey(salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	if (secret === null) {
		unlocked ??= new Promise((resolve) => {
			unlock = resolve;
		});
		await unlocked;
	}
	if (!secret) throw new Error('signed out');
	const bytes = new TextEncoder().encode(secret);
	const material = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
	const info = new TextEncoder().encode(CHANNEL);
	return crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt, info },
		material,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt', 'decrypt']
	);
}

/** Whether somebody said that others use this device: nothing is kept on it. */
export function isDeviceShared(): boolean {
	try {
		return localStorage.getItem(SHARED) === '1';
	} catch {
		return true; // A browser that keeps no choice keeps no words either.
	}
}

/** Says whether others use this device. */
export function sayDeviceShared(shared: boolean): void {
	if (shared) localStorage.setItem(SHARED, '1');
	else localStorage.removeItem(SHARED);
}
