import { decoding } from 'lib0';
import { messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import { MESSAGE } from '$lib/documents/wire';

export interface SocketWatcher {
	/** A new connection: its frames are counted from zero. */
	onopening(): void;
	/** A frame with content leaves; `all` when it holds everything the server lacks. */
	oncontent(all: boolean): void;
	/** The Yjs client this browser speaks for. */
	clientId: number;
}

/**
 * A WebSocket, of the class chosen when it is made, that counts the content frames y-websocket sends, because the server
 * confirms them by their number. It also keeps back the presence of others, which y-websocket echoes.
 */
export function countingSocket(
	classNow: () => typeof WebSocket,
	watcher: SocketWatcher
): typeof WebSocket {
	function Counting(url: string | URL, protocols?: string | string[]): WebSocket {
		const socket = new (classNow())(url, protocols);
		watcher.onopening();
		const send = socket.send.bind(socket);
		socket.send = (data) => {
			const kind = data instanceof Uint8Array ? kindOf(data, watcher.clientId) : 'other';
			if (kind === 'echo') return;
			if (kind === 'update' || kind === 'answer') watcher.oncontent(kind === 'answer');
			send(data);
		};
		return socket;
	}
	// `new` on a function that gives back an object gives that object.
	return Counting as unknown as typeof WebSocket;
}

function kindOf(data: Uint8Array, clientId: number): 'update' | 'answer' | 'echo' | 'other' {
	const decoder = decoding.createDecoder(data);
	const type = decoding.readVarUint(decoder);
	if (type === MESSAGE.awareness) return speaksOf(decoder, clientId) ? 'other' : 'echo';
	if (type !== MESSAGE.sync) return 'other';
	const step = decoding.readVarUint(decoder);
	if (step === messageYjsSyncStep2) return 'answer';
	return step === messageYjsUpdate ? 'update' : 'other';
}

function speaksOf(decoder: decoding.Decoder, clientId: number): boolean {
	const entries = decoding.createDecoder(decoding.readVarUint8Array(decoder));
	for (let left = decoding.readVarUint(entries); left > 0; left--) {
		if (decoding.readVarUint(entries) === clientId) return true;
		decoding.readVarUint(entries);
		decoding.readVarString(entries);
	}
	return false;
}
