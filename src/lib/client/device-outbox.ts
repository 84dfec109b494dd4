/*
 * What could not be sent is kept on this device, encrypted by a key that no script can read out, until it is stored by
 * the server or somebody signs out.
 */

const DATABASE = 'maillage-device';
const KEYS = 'keys';
const UPDATES = 'updates';
const KEY_ID = 'outbox';

interface Kept {
	iv: Uint8Array<ArrayBuffer>;
	data: ArrayBuffer;
}

/** The unsent update of one document, on this device. */
export class DeviceOutbox {
	readonly #id: string;

	/** `id` names the document, its epoch and its reader. */
	constructor(id: string) {
		this.#id = id;
	}

	/** Keeps an update in place of the last one. Throws when this device cannot. */
	async keep(update: Uint8Array): Promise<void> {
		const database = await openDatabase();
		try {
			const iv = crypto.getRandomValues(new Uint8Array(12));
			const key = await keyOf(database);
			const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, copyOf(update));
			await run(database, UPDATES, 'readwrite', (store) => store.put({ iv, data }, this.#id));
		} finally {
			database.close();
		}
	}

	/** The update kept, or null: none, or one that this device can read no more. */
	async kept(): Promise<Uint8Array | null> {
		const database = await openDatabase();
		try {
			const kept = (await run(database, UPDATES, 'readonly', (store) => store.get(this.#id))) as
				Kept | undefined;
			if (!kept) return null;
			const key = await keyOf(database);
			const algorithm = { name: 'AES-GCM', iv: kept.iv };
			return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, kept.data));
		} finally {
			database.close();
		}
	}

	async forget(): Promise<void> {
		const database = await openDatabase();
		try {
			await run(database, UPDATES, 'readwrite', (store) => store.delete(this.#id));
		} finally {
			database.close();
		}
	}
}

/** Forgets everything kept on this device: for signing out. */
export function wipeDevice(): Promise<void> {
	if (typeof indexedDB === 'undefined') return Promise.resolve();
	return new Promise((resolve, reject) => {
		const request = indexedDB.deleteDatabase(DATABASE);
		request.onsuccess = () => resolve();
		request.onerror = () => reject(request.error ?? new Error('device not wiped'));
		// Another tab still has it open: it closes after each use, and the deletion follows.
		request.onblocked = () => resolve();
	});
}

async function keyOf(database: IDBDatabase): Promise<CryptoKey> {
	const known: unknown = await run(database, KEYS, 'readonly', (store) => store.get(KEY_ID));
	if (known instanceof CryptoKey) return known;
	const usages: KeyUsage[] = ['encrypt', 'decrypt'];
	const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, usages);
	await run(database, KEYS, 'readwrite', (store) => store.put(key, KEY_ID));
	return key;
}

function openDatabase(): Promise<IDBDatabase> {
	if (typeof indexedDB === 'undefined') return Promise.reject(new Error('no device storage'));
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(DATABASE, 1);
		request.onupgradeneeded = () => {
			request.result.createObjectStore(KEYS);
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

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return new Uint8Array(bytes);
}
