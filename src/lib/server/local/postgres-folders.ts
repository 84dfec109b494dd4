/** Where the embedded PostgreSQL keeps its files, under the data folder whenever its account can reach it. */
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readlinkSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
	isReachable,
	makePrivate,
	makeSystemFolder,
	SYSTEM_FOLDER,
	type Account
} from './postgres-account';

export interface Folders {
	data: string;
	/** Cluster of PostgreSQL: a folder, or a link to it when the account cannot reach the data folder. */
	cluster: string;
	log: string;
	/** Holds the number of the Node process that runs the cluster. */
	owner: string;
}

/** Longest address of a unix socket, in bytes, on every system we run on. */
const SOCKET_PATH_MAX = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

/** Makes the data folder if needed and says where things are in it. */
export function makeFolders(data: string, account: Account | null): Folders {
	const folder = resolve(data);
	if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: account ? 0o711 : 0o700 });
	else if (account) chmodSync(folder, (lstatSync(folder).mode & 0o777) | 0o011);
	return foldersOf(folder);
}

function foldersOf(data: string): Folders {
	return {
		data,
		cluster: join(data, 'cluster'),
		log: join(data, 'postgres.log'),
		owner: join(data, 'owner.pid')
	};
}

/**
 * Prepares the place of a new cluster and returns the path that `initdb` may fill.
 * When root keeps the data under a folder closed to others (its home, say), the cluster goes to the
 * system folder and the data folder holds a link to it.
 */
export function placeForCluster(folders: Folders, account: Account | null): string {
	if (!account || isReachable(folders.data, account)) return `${folders.cluster}.${process.pid}`;
	makeSystemFolder();
	return join(SYSTEM_FOLDER, `cluster-${randomBytes(6).toString('hex')}`);
}

/** Makes a fresh closed folder for the socket, with a path short enough for every system. */
export function makeSocketFolder(folders: Folders, account: Account | null): string {
	const near = join(folders.data, 'socket');
	const isShort = Buffer.byteLength(join(near, SOCKET_NAME)) <= SOCKET_PATH_MAX;
	const folder =
		isShort && (!account || isReachable(folders.data, account))
			? near
			: mkdtempSync(join(shortTemporaryFolder(), 'maillage-'));
	makePrivate(folder, account);
	return folder;
}

function shortTemporaryFolder(): string {
	const folder = tmpdir();
	return folder.length <= 60 && isCrossable(folder) ? folder : '/tmp';
}

function isCrossable(folder: string): boolean {
	return existsSync(folder) && (lstatSync(folder).mode & 0o001) !== 0;
}

/** Points the data folder to a cluster that lives elsewhere. */
export function linkCluster(folders: Folders, place: string): void {
	symlinkSync(place, folders.cluster);
}

/** Holds the password of the database where there are no unix sockets. */
export function passwordFileOf(folders: Folders): string {
	return join(folders.data, 'postgres-password');
}

/** Deletes the cluster, wherever it is. */
export function deleteCluster(folders: Folders): void {
	if (!lstatSync(folders.cluster, { throwIfNoEntry: false })) return;
	if (lstatSync(folders.cluster).isSymbolicLink()) {
		const place = readlinkSync(folders.cluster);
		if (place.startsWith(SYSTEM_FOLDER)) rmSync(place, { recursive: true, force: true });
	}
	rmSync(folders.cluster, { recursive: true, force: true });
}
