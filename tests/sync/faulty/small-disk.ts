/** A disk of a few megabytes, which a test fills. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAccount } from '../../../src/lib/server/local/postgres-account';

const SIZE = '6m';
const BLOCK = Buffer.alloc(64 * 1024);

export interface SmallDisk {
	/** Where PostgreSQL may write. */
	folder: string;
	fill(): void;
	empty(): void;
	unmount(): void;
}

/** Mounts one; null where this account may not, or the system has no such disk. */
export function mountSmallDisk(parent: string): SmallDisk | null {
	const disk = join(parent, 'disk');
	const { uid = process.getuid?.() ?? 0, gid = process.getgid?.() ?? 0 } = postgresAccount() ?? {};
	mkdirSync(disk);
	const options = `size=${SIZE},mode=700,uid=${uid},gid=${gid}`;
	const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'maillage', disk]);
	if (mounted.status !== 0) return null;
	const ballast = join(disk, 'ballast');
	return {
		folder: disk,
		fill() {
			const file = openSync(ballast, 'w');
			try {
				// A last part of a block may still fit.
				for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 2)) write(file, size);
			} finally {
				closeSync(file);
			}
		},
		empty: () => rmSync(ballast),
		unmount: () => spawnSync('umount', ['-l', disk])
	};
}

/** Writes blocks of this size until the disk takes no more. */
function write(file: number, size: number): void {
	try {
		while (writeSync(file, BLOCK, 0, size) === size);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
	}
}
