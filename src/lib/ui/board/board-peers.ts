import type { DocumentConnection, Peer } from '$lib/client/document-connection.svelte';

/** The others on the board, each once. */
export function peersOf(connections: readonly DocumentConnection[]): Peer[] {
	return [
		...new Map(connections.flatMap(({ peers }) => peers.map((peer) => [peer.id, peer]))).values()
	];
}

/** Who writes where, as text: equal while nothing of it changes. */
export function writingText(peers: readonly Peer[]): string {
	const entries = peers.flatMap(({ writing, place, firstName, color }) =>
		writing && place ? [[place, { firstName, color }]] : []
	);
	return JSON.stringify(entries);
}

/** Who writes on each case, out of what `writingText` says. */
export function writersOf(text: string): ReadonlyMap<string, { firstName: string; color: number }> {
	return new Map(JSON.parse(text) as [string, { firstName: string; color: number }][]);
}
