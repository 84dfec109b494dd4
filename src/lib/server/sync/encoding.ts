import * as Y from 'yjs';

/** A run of one Yjs client's edits that were deleted. */
export interface Deleted {
	client: number;
	clock: number;
	length: number;
}

/** What an update holds of each Yjs client, and what it deletes. */
export interface Extent {
	ends: ReadonlyMap<number, number>;
	deletes: readonly Deleted[];
}

/** Whether all structs of an update are known. */
export function covers(known: (client: number) => number, { ends }: Extent): boolean {
	return [...ends].every(([client, end]) => end <= known(client));
}

/** Whether an encoded document has all of an update already. */
export function encodingHas(encoded: Uint8Array, extent: Extent): boolean {
	if (extent.ends.size === 0 && extent.deletes.length === 0) return true;
	const { to } = Y.parseUpdateMeta(encoded);
	if (!covers((client) => to.get(client) ?? 0, extent)) return false;
	if (extent.deletes.length === 0) return true;
	const deleted = Y.decodeUpdate(encoded).ds.clients;
	return extent.deletes.every(({ client, clock, length }) =>
		(deleted.get(client) ?? []).some(
			(range) => range.clock <= clock && range.clock + range.len >= clock + length
		)
	);
}
