import { readFound, type Found } from '$lib/domain/search';

/** Asks the server for what answers to a text; null when it did not answer, or no longer matters. */
export async function askSearch(query: string, signal: AbortSignal): Promise<Found[] | null> {
	const body = new FormData();
	body.set('query', query);
	try {
		const response = await fetch('/recherche', { method: 'POST', body, signal });
		return response.ok ? readFound(await response.json()) : null;
	} catch {
		// The network is away, or something else was typed meanwhile.
		return null;
	}
}
