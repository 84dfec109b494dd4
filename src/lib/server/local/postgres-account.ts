/**
 * PostgreSQL refuses to run as root. As root we run it as the account that owns nothing (`nobody`), which needs
 * its folders to be its own and every folder above them open to it.
 */
import {
	chmodSync,
	chownSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	realpathSync,
	statSync
} from 'node:fs';
import { dirname, join } from 'node:path';

export interface Account {
	uid: number;
	gid: number;
}

const NOBODY: Account = { uid: 65534, gid: 65534 };

/** Folder that only root may write and everybody may cross: where things go when their own place cannot be crossed. */
export const SYSTEM_FOLDER = '/var/lib/maillage';

/** The account that runs PostgreSQL; null when it is ours. */
export function postgresAccount(): Account | null {
	return process.getuid?.() === 0 ? NOBODY : null;
}

/** Whether the account may cross every folder from the root down to `folder`, which exists. */
export function isReachable(folder: string, account: Account): boolean {
	for (let place = realpathSync(folder); ; place = dirname(place)) {
		const { mode, uid } = statSync(place);
		if ((mode & (uid === account.uid ? 0o100 : 0o001)) === 0) return false;
		if (place === dirname(place)) return true;
	}
}

/** Makes `folder`, closed to everybody but the account (or ours). */
export function makePrivate(folder: string, account: Account | null): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	chmodSync(folder, 0o700);
	if (account) chownSync(folder, account.uid, account.gid);
}

/** Gives a folder and all it holds to the account, skipping what it owns already. */
export function giveTo(account: Account, folder: string): void {
	const { uid, gid } = lstatSync(folder);
	if (uid === account.uid && gid === account.gid) return;
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) giveTo(account, path);
		else if (!entry.isSymbolicLink()) chownSync(path, account.uid, account.gid);
	}
	chownSync(folder, account.uid, account.gid);
}

/** Makes the folder where things go when their own place cannot be crossed. */
export function makeSystemFolder(): void {
	mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
	chmodSync(SYSTEM_FOLDER, 0o755);
}
