/** Browser ends on networks without WebSocket, and bytes sent by hand. */
import { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { httpSockets } from '../../src/lib/client/http-socket';
import type { Post } from '../../src/lib/client/http-tunnel';
import {
	BATCH_HEADER,
	encodeBatch,
	STREAM_HEADER,
	type BatchItem
} from '../../src/lib/documents/http-wire';
import { COLLAB_PATH } from '../../src/lib/documents/wire';
import type { Caller } from '../../src/lib/domain/caller';
import type { SharedDocument } from '../../src/lib/domain/document-name';
import { headersOf } from './serve';

type Server = { url: string };

/** Posts to the tunnel with the cookie of somebody. */
export function postAs(server: Server, caller: Caller | null): Post {
	const address = `${server.url.replace(/^ws/, 'http')}${COLLAB_PATH}`;
	return ({ headers, body, signal }) =>
		fetch(address, { method: 'POST', headers: { ...headers, ...headersOf(caller) }, body, signal });
}

/** A browser end over HTTP. */
export function openOverHttp(options: {
	server: Server;
	caller: Caller;
	document: SharedDocument;
	post?: Post;
}): DocumentConnection {
	const { server, caller, document } = options;
	const post = options.post ?? postAs(server, caller);
	const connection = new DocumentConnection({
		document,
		member: { id: caller.profileId, firstName: 'X', lastName: 'Y', color: 1 },
		world: {
			url: server.url,
			WebSocket: httpSockets(COLLAB_PATH, post).Socket,
			refreshSession: () => Promise.resolve(false),
			reload: () => undefined
		}
	});
	connection.connect();
	return connection;
}

export interface RawTunnel {
	status: number;
	token: string;
	/** All that came down so far. */
	read(): string;
	/** Sends a batch; returns the status and what was said. */
	batch(number: number, items: BatchItem[] | Uint8Array<ArrayBuffer>): Promise<string>;
	/** Resolves when the stream has ended. */
	ended: Promise<void>;
	end(): void;
}

/** Opens a stream and sends whatever batches one likes. */
export async function openTunnel(server: Server, caller: Caller | null): Promise<RawTunnel> {
	const post = postAs(server, caller);
	const abort = new AbortController();
	const { signal } = abort;
	const response = await post({ headers: {}, body: null, signal });
	let text = '';
	const ended = (async () => {
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		for (;;) {
			const piece = await reader?.read();
			if (!piece || piece.done) return;
			text += piece.value;
		}
	})().catch(() => undefined);
	if (response.ok) while (!text.includes('\n\nevent: ready\n')) await new Promise(setImmediate);
	const token = /event: ready\ndata: (.*)\n/.exec(text)?.[1] ?? '';
	return {
		status: response.status,
		token,
		read: () => text,
		async batch(number, items) {
			const body = items instanceof Uint8Array ? items : encodeBatch(items);
			return send(post, { token, number, body });
		},
		ended,
		end: () => abort.abort()
	};
}

/** Sends a batch to a stream, which may be that of another. */
export async function send(
	post: Post,
	{ token, number, body }: { token: string; number: number; body: Uint8Array<ArrayBuffer> }
): Promise<string> {
	const headers = { [STREAM_HEADER]: token, [BATCH_HEADER]: String(number) };
	const response = await post({ headers, body, signal: AbortSignal.timeout(10_000) });
	return `${response.status} ${await response.text()}`.trim();
}
