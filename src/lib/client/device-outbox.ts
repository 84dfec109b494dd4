/*
 * What could not be sent is kept on this device, encrypted under a key that only a signed-in page of its author has, until
 * it is stored by the server or somebody signs out.
 */
import { deviceKey, isDeviceShared, lockDevice, sayDeviceShared } from './device-key';

const DATABASE = 'maillage-device';
const VERSION = 2;
const SALTS = 'salts';
const UPDATES = 'updates';
const SALT_ID = 'outbox';

interface Kept {
	iv: Uint8Array<ArrayBuffer>;
	data: ArrayBuffer;
	changes: number;
}

/** An update that a tab kept, with how many changes a person would count in it. */
export interface KeptUpdate {
	update: Uint8Array;
	changes: number;
	/** Forgets it, unless its tab has kept more since. */
	forget(): Promise<void>;
}

/** The unsent update of one document in one tab, and those that other tabs kept of it. */
export class DeviceOutbox {
	readonly #document: string;
	readonly #id: string;

	/** `document` names the document, its epoch and its reader; `tab` is another one for each page. */
	constructor(document: string, tab: number) {
		this.#document = `${document}#`;
		this.#id = `${this.#document}${tab}`;
	}

	/** Keeps an update in place of the last one. Throws when this device cannot, or should not. */
	async keep(update: Uint8Array, changes: number): Promise<void> {
		if (isDeviceShared()) throw new Error('others use this device');
		const database = await openDatabase();
		try {
			const iv = crypto.getRandomValues(new Uint8Array(12));
			const key = await keyOf(database);
			const data = await crypto.subtle.encrypt(
				{ name: 'AES-GCM', iv, additionalData: named(this.#id) },
				key,
				copyOf(update)
			);
			const kept: Kept = { iv, data, changes };
			await run(database, UPDATES, 'readwrite', (store) => store.put(kept, this.#id));
		} finally {
			database.close();
		}
	}

	/** What this tab and others kept of the document; what this device can read no more is left out. */
	async kept(): Promise<KeptUpdate[]> {
		const database = await openDatabase();
		try {
			// Both are in the order of the keys.
			const range = IDBKeyRange.bound(this.#document, `${this.#document}\uffff`);
			const ids = await run(database, UPDATES, 'readonly', (store) => store.getAllKeys(range));
			if (ids.length === 0) return [];
			const key = await keyOf(database);
			const found = await Promise.all(
				ids.filter((id) => typeof id === 'string').map((id) => read(database, key, id))
			);
			return found.filter((each) => each !== null);
		} finally {
			database.close();
		}
	}

	/** Forgets what this tab kept. */
	async forget(): Promise<void> {
		const database = await openDatabase();
		try {
			await run(database, UPDATES, 'readwrite', (store) => store.delete(this.#id));
		} finally {
			database.close();
		}
	}
}

/** Forgets everything kept on this device, in all its tabs: for signing out. */
export function wipeDevice(): Promise<void> {
	lockDevice(true);
	return forgetAll();
}

/** Says whether others use this device: then nothing is kept on it, nor what was. */
export async function shareDevice(shared: boolean): Promise<void> {
	sayDeviceShared(shared);
	if (shared) await forgetAll();
}

function forgetAll(): Promise<void> {
	if (typeof indexedDB === 'undefined') return Promise.resolve();
	return new Promise((resolve, reject) => {
		const request = indexedDB.deleteDatabase(DATABASE);
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('device not wiped'));
		// Another tab still has it open: it closes after each use, and the deletion follows.
		request.onblocked = () => resolve();
	});
}

async function read(database: IDBDatabase, key: CryptoKey, id: string): Promise<KeptUpdate | null> {
	const kept = (await run(database, UPDATES, 'readonly', (store) => store.get(id))) as
		Kept | undefined;
	if (!kept) return null;
	const { iv, data, changes } = kept;
	try {
		const algorithm = { name: 'AES-GCM', iv, additionalData: named(id) };
		const update = new Uint8Array(await crypto.subtle.decrypt(algorithm, key, data));
		return { update, changes, forget: () => forgetIfSame(id, iv) };
	} catch {
		return null; // Of a device that was wiped since: nobody can read it.
	}
}

async function forgetIfSame(id: string, iv: Uint8Array): Promise<void> {
	const database = await openDatabase();
	try {
		await run(database, UPDATES, 'readwrite', (store) => {
			const request = store.get(id) as IDBRequest<Kept | undefined>;
			request.onsuccess = () => {
				if (request.result && String(request.result.iv) === String(iv)) store.delete(id);
			};
			return request;
		});
	} finally {
		database.close();
	}
}

/** The salt is of this device: wiped with it, nothing that was on it can be read again. */
async function keyOf(database: IDBDatabase): Promise<CryptoKey> {
	const fresh = crypto.getRandomValues(new Uint8Array(16));
	const salt = await run(database, SALTS, 'readwrite', (store) => {
		// Two tabs may ask first: the first salt stays.
		const request = store.get(SALT_ID) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>;
		request.onsuccess = () => {
			if (!request.result) store.put(fresh, SALT_ID);
		};
		return request;
	});
	return deviceKey(salt ?? fresh);
}

function openDatabase(): Promise<IDBDatabase> {
	if (typeof indexedDB === 'undefined') return Promise.reject(new Error('no device storage'));
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(DATABASE, VERSION);
		request.onupgradeneeded = () => {
			for (const name of request.result.objectStoreNames) request.result.deleteObjectStore(name);
			request.result.createObjectStore(SALTS);
			request.result.createObjectStore(UPDATES);
		};
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('no device storage'));
		request.onblocked = () => reject(new Error('device storage is busy'));
	});
}

/** Resolves when the transaction is on disk, not when the request is done. */
function run<T>(
	database: IDBDatabase,
	store: string,
	mode: IDBTransactionMode,
	ask: (store: IDBObjectStore) => IDBRequest<T>
): Promise<T> {
	return new Promise((resolve, reject) => {
		const transaction = database.transaction(store, mode, { durability: 'strict' });
		const request = ask(transaction.objectStore(store));
		const fail = (): void => reject(transaction.error ?? new Error('device storage failed'));
		transaction.oncomplete = () => resolve(request.result);
		transaction.onerror = fail;
		transaction.onabort = fail;
	});
}

/** What is kept under one name is not taken for another. */
function named(id: string): Uint8Array<ArrayBuffer> {
	return new TextEncoder().encode(id);
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return new Uint8Array(bytes);
}
