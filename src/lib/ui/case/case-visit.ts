/** Tells the server that the case at this address is looked at; what is lost with the network is told next time. */
export function tellVisit(path: string): void {
	void fetch(`${path}?/visit`, {
		method: 'POST',
		headers: { 'x-sveltekit-action': 'true', accept: 'application/json' },
		body: new FormData(),
		keepalive: true
	})
		// An answer that nobody reads stays open.
		.then((answer) => answer.text())
		.catch(() => undefined);
}
