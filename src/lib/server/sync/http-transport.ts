import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BATCH_HEADER, decodeBatch, STREAM_HEADER } from '$lib/documents/http-wire';
import { COLLAB_PATH } from '$lib/documents/wire';
import type { Caller } from '$lib/domain/caller';
import type { ConnectionSocket } from './connection';
import { topicOfStream, type Batch, type Bus, type Told } from './bus';
import { HttpStream } from './http-stream';
import type { Limits } from './limits';
import type { Log } from './log';
import type { Asking } from './opening';
import { Passing, type Said } from './passing';

interface HttpTransportOptions {
	/** The wire to the other nodes, if there may be any. */
	bus: Bus | null;
	limits: Limits;
	log: Log;
	now: () => number;
	/** Addresses whose pages may ask. */
	origins: () => string[];
	callerOf: (request: IncomingMessage) => Promise<Caller | null>;
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

/** What a stream is called. */
const TOKEN = /^[\w-]{32}$/;
/** There is no such stream, or not for this session. */
const GONE: Said = { status: 410 };
/** A batch may come twice at the same time when its first answer was lost; more is no honest client. */
const RECEIVING = 2;

/** Sockets over HTTP, for networks without WebSocket: see `http-wire.ts`. */
export class HttpTransport {
	readonly #options: HttpTransportOptions;
	readonly #streams = new Map<string, HttpStream>();
	readonly #passing: Passing | null;
	#stopped = false;

	constructor(options: HttpTransportOptions) {
		this.#options = options;
		const { bus, limits } = options;
		this.#passing = bus && new Passing(bus, limits);
	}

	/** Answers a request under `/collab/` that is no upgrade: opens a stream, or takes a batch of one. Never throws. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.on('error', () => undefined);
		try {
			const said = this.#refusal(request) ?? (await this.#answer(request, response));
			if (said) answer(response, said.status, said.text);
		} catch (error) {
			this.#options.log.warn({ error }, 'http request failed');
			answer(response, 503);
		}
	}

	/** Takes a batch that came to another node, or hears what that node made of one. */
	hear(told: Extract<Told, { kind: 'batch' | 'batchTaken' }>): void {
		if (told.kind === 'batchTaken') this.#passing?.answered(told);
		else this.#passing?.answer(told.question, this.#take(told.batch));
	}

	/** Ends the streams. */
	stop(): void {
		this.#stopped = true;
		for (const stream of this.#streams.values()) stream.end();
	}

	#refusal({ headers, url, method }: IncomingMessage): Said | null {
		if (!this.#options.origins().includes(headers.origin ?? '')) return { status: 403 };
		if (url !== COLLAB_PATH) return { status: 404 };
		return method === 'POST' ? null : { status: 405 };
	}

	/** What to answer; null when the answer has begun, and does not end. */
	async #answer(request: IncomingMessage, response: ServerResponse): Promise<Said | null> {
		const caller = await this.#options.callerOf(request);
		if (!caller) return { status: 401 };
		const token = request.headers[STREAM_HEADER];
		if (token === undefined) return this.#openStream(response, caller);
		const stream = String(token);
		if (this.#streams.has(stream)) return this.#receive(request, stream, caller);
		const passing = TOKEN.test(stream) ? this.#passing : null;
		if (!passing) return GONE;
		return passing.within(caller.profileId, async () => {
			const batch = await this.#read(request, stream, caller);
			return 'status' in batch ? batch : passing.pass(batch);
		});
	}

	#openStream(response: ServerResponse, caller: Caller): Said | null {
		const { limits, now, accept, bus } = this.#options;
		const theirs = [...this.#streams.values()].filter(
			(stream) => stream.caller.profileId === caller.profileId
		);
		if (this.#stopped || this.#streams.size >= limits.connections) return { status: 503 };
		if (theirs.length >= limits.streamsPerPerson) return { status: 429 };
		if (response.destroyed) return null;
		response.writeHead(200, STREAM_HEADERS);
		const token = randomBytes(24).toString('base64url');
		const stream = new HttpStream({
			token,
			caller,
			response,
			limits,
			now,
			onopen: accept,
			onend: () => {
				this.#streams.delete(token);
				bus?.unfollow(topicOfStream(token));
			}
		});
		this.#streams.set(token, stream);
		bus?.follow(topicOfStream(token));
		return null;
	}

	/** Reads a batch of a stream that is held here, and takes it. */
	async #receive(request: IncomingMessage, token: string, caller: Caller): Promise<Said> {
		const stream = this.#of(token, caller);
		if (!stream) return GONE;
		if (stream.receiving >= RECEIVING) {
			stream.cut();
			return { status: 429 };
		}
		stream.receiving++;
		const batch = await this.#read(request, token, caller).finally(() => stream.receiving--);
		return 'status' in batch ? batch : this.#take(batch);
	}

	async #read(request: IncomingMessage, stream: string, caller: Caller): Promise<Batch | Said> {
		const body = await readBody(request, this.#options.limits);
		if (typeof body === 'number') return { status: body };
		return { stream, number: Number(request.headers[BATCH_HEADER]), body, caller };
	}

	#take({ stream: token, number, body, caller }: Batch): Said {
		const stream = this.#of(token, caller);
		if (!stream) return GONE;
		if (!stream.allow()) {
			stream.cut();
			return { status: 429 };
		}
		if (number === stream.taken + 1) {
			// Counted first: it is taken once, whatever it does.
			stream.taken = number;
			stream.take(itemsOf(stream, body, this.#options.limits), caller);
		} else if (!(number >= 1 && number <= stream.taken)) {
			stream.cut();
			return { status: 409 };
		}
		return { status: 200, text: String(stream.taken) };
	}

	/** A stream is there for the session that opened it, and for nobody else. */
	#of(token: string, { sessionId }: Caller): HttpStream | null {
		const stream = this.#streams.get(token);
		return stream?.caller.sessionId === sessionId ? stream : null;
	}
}

function itemsOf(
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
