import { ITEM } from '$lib/documents/http-wire';
import { HttpTunnel, type Post, type TunnelSocket } from './http-tunnel';

/** What y-websocket uses of a WebSocket, over the tunnel of its tab. */
class HttpSocket implements TunnelSocket {
	readonly CONNECTING = 0;
	readonly OPEN = 1;
	readonly CLOSING = 2;
	readonly CLOSED = 3;
	readyState = 0;
	binaryType = 'arraybuffer';
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: Uint8Array }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	onerror: ((event: Event) => void) | null = null;
	readonly #tunnel: HttpTunnel;
	readonly #channel: number;

	constructor(tunnel: HttpTunnel, room: string) {
		this.#tunnel = tunnel;
		this.#channel = tunnel.join(this, room);
	}

	send(data: Uint8Array): void {
		if (this.readyState === this.OPEN) this.#tunnel.send(this.#channel, ITEM.frame, data);
	}

	close(): void {
		if (this.readyState === this.CLOSED) return;
		this.readyState = this.CLOSED;
		this.#tunnel.leave(this.#channel);
	}

	opened(): void {
		if (this.readyState !== this.CONNECTING) return;
		this.readyState = this.OPEN;
		this.onopen?.();
	}

	received(data: Uint8Array): void {
		if (this.readyState === this.OPEN) this.onmessage?.({ data });
	}

	closed(code: number): void {
		if (this.readyState === this.CLOSED) return;
		this.readyState = this.CLOSED;
		this.onclose?.({ code, reason: '' });
	}
}

/**
 * A class that stands for WebSocket where networks refuse it: its sockets share one tunnel over HTTP.
 * @param path Where the tunnel is, which rooms follow in the addresses of sockets.
 * @param post Sends a request there.
 */
export function httpSockets(
	path: string,
	post: Post
): { Socket: typeof WebSocket; tunnel: HttpTunnel } {
	const tunnel = new HttpTunnel(post);
	const Socket = class extends HttpSocket {
		constructor(url: string | URL) {
			const { pathname, search } = new URL(url);
			super(tunnel, `${pathname.slice(path.length)}${search}`);
		}
	};
	return { Socket: Socket as unknown as typeof WebSocket, tunnel };
}
