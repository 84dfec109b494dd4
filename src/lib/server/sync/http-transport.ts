import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BATCH_HEADER, decodeBatch, STREAM_HEADER } from '$lib/documents/http-wire';
import { COLLAB_PATH } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import type { ConnectionSocket } from './connection';
import { HttpStream } from './http-stream';
import type { Limits } from './limits';
import type { Log } from './log';
import type { Asking } from './opening';

interface HttpTransportOptions {
	limits: Limits;
	log: Log;
	now: () => number;
	/** Addresses whose pages may ask. */
	origins: () => string[];
	callerOf: (request: Asking) => Promise<Caller | null>;
	/** Takes a channel as it would a socket. */
	accept: (asking: Asking, socket: ConnectionSocket) => void;
}

const STREAM_HEADERS = {
	'content-type': 'text/event-stream; charset=utf-8',
	// No proxy may keep, rewrite, compress or hold back what passes.
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no',
	'x-content-type-options': 'nosniff'
};
/** A batch may come twice at the same time when its first answer was lost; more is no honest client. */
const RECEIVING = 2;

/** Sockets over HTTP, for networks without WebSocket: see `http-wire.ts`. */
export class HttpTransport {
	readonly #options: HttpTransportOptions;
	readonly #streams = new Map<string, HttpStream>();
	#stopped = false;

	constructor(options: HttpTransportOptions) {
		this.#options = options;
	}

	/** Answers a request under `/collab/` that is no upgrade: opens a stream, or takes a batch of one. Never throws. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { origins, log } = this.#options;
		response.on('error', () => undefined);
		const { origin = '', [STREAM_HEADER]: token } = request.headers;
		if (!origins().includes(origin)) return answer(response, 403);
		if (request.url !== COLLAB_PATH) return answer(response, 404);
		if (request.method !== 'POST') return answer(response, 405);
		try {
			const caller = await this.#options.callerOf(request);
			if (!caller) answer(response, 401);
			else if (token === undefined) this.#openStream(response, caller);
			else await this.#receive(request, response, this.#streamOf(String(token), caller));
		} catch (error) {
			log.warn({ error }, 'http request failed');
			answer(response, 503);
		}
	}

	/** Ends the streams. */
	stop(): void {
		this.#stopped = true;
		for (const stream of this.#streams.values()) stream.end();
	}

	#openStream(response: ServerResponse, caller: Caller): void {
		const { limits, now, accept } = this.#options;
		const theirs = [...this.#streams.values()].filter(
			(stream) => stream.caller.profileId === caller.profileId
		);
		if (this.#stopped || this.#streams.size >= limits.connections) return answer(response, 503);
		if (theirs.length >= limits.streamsPerPerson) return answer(response, 429);
		if (response.destroyed) return;
		response.writeHead(200, STREAM_HEADERS);
		const token = randomBytes(24).toString('base64url');
		const onend = (): void => void this.#streams.delete(token);
		const stream = new HttpStream({
			token,
			caller,
			response,
			limits,
			now,
			onopen: accept,
			onend
		});
		this.#streams.set(token, stream);
	}

	/** The stream of this token, for the session that opened it. */
	#streamOf(token: string, caller: Caller): HttpStream | null {
		const stream = this.#streams.get(token);
		return stream?.caller.sessionId === caller.sessionId ? stream : null;
	}

	async #receive(
		request: IncomingMessage,
		response: ServerResponse,
		stream: HttpStream | null
	): Promise<void> {
		const { limits } = this.#options;
		if (!stream) return answer(response, 410);
		if (stream.receiving >= RECEIVING || !stream.allow()) {
			stream.cut();
			return answer(response, 429);
		}
		stream.receiving++;
		const body = await readBody(request, limits).finally(() => stream.receiving--);
		if (typeof body === 'number') return answer(response, body);
		const number = Number(request.headers[BATCH_HEADER]);
		if (number === stream.taken + 1) {
			// Counted first: what a batch does may end the stream, and is done once whatever happens.
			stream.taken = number;
			stream.take(decodeBatchOrCut(stream, body, limits), request.headers);
		} else if (!(number >= 1 && number <= stream.taken)) {
			stream.cut();
			return answer(response, 409);
		}
		answer(response, 200, String(stream.taken));
	}
}

function decodeBatchOrCut(
	stream: HttpStream,
	body: Uint8Array,
	{ batchItems }: Limits
): ReturnType<typeof decodeBatch> {
	try {
		return decodeBatch(body, batchItems);
	} catch {
		stream.cut(); // What a decoder refuses was never sent by our pages.
		return [];
	}
}

/** The body of a request, or the status that says why not. */
function readBody(
	request: IncomingMessage,
	{ batchBytes, batchTimeout }: Limits
): Promise<Buffer | number> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let size = 0;
		const timer = setTimeout(() => resolve(408), batchTimeout);
		const done = (body: Buffer | number): void => {
			clearTimeout(timer);
			resolve(body);
		};
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > batchBytes) done(413);
			else chunks.push(chunk);
		});
		request.on('end', () => done(Buffer.concat(chunks)));
		request.on('error', () => done(400));
		request.on('close', () => done(400));
	});
}

/** Answers in a word. A body that was not read is not waited for. */
function answer(response: ServerResponse, status: number, text = ''): void {
	if (response.headersSent || response.destroyed) return;
	response.writeHead(status, {
		'content-type': 'text/plain',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		...(status === 200 ? {} : { connection: 'close' })
	});
	response.end(text);
}
