/** What a connection needs of the world around it. */
export interface World {
	/** Origin of the sockets, `ws://…`. */
	url: string;
	WebSocket: typeof WebSocket;
	/** Asks for a fresh session; false when signed out. */
	refreshSession(): Promise<boolean>;
	reload(): void;
	now(): number;
}

export function inBrowser(): boolean {
	return typeof window !== 'undefined';
}

/** A page refreshes the session; the socket never does. */
export async function refreshSession(): Promise<boolean> {
	const response = await fetch('/session', {
		method: 'POST',
		headers: { accept: 'application/json' }
	});
	return response.ok;
}

export function fromBase64(text: string): Uint8Array {
	const binary = atob(text);
	return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
