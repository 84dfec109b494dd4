import { error } from '@sveltejs/kit';

/** Bytes of what a browser sends, besides the files of imports. */
const BODY_MAX = 512 * 1024;

/** Where files are sent: the server's own limit holds there, and the page says what is wrong. */
const TAKES_FILES = /^\/q\/[^/]+\/situations\/importer$/;

/**
 * A request that is read up to the limit of its address: as it is, or with a body that breaks off. Answers 413 when it says
 * itself that it is longer.
 */
export function withBodyLimit(request: Request, pathname: string): Request {
	if (request.body === null || TAKES_FILES.test(pathname)) return request;
	const length = request.headers.get('content-length');
	if (length !== null) {
		if (Number(length) > BODY_MAX) tooLarge();
		return request;
	}
	let size = 0;
	const counter = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			size += chunk.length;
			if (size > BODY_MAX) tooLarge();
			controller.enqueue(chunk);
		}
	});
	const options = { body: request.body.pipeThrough(counter), duplex: 'half' };
	return new Request(request, options);
}

function tooLarge(): never {
	error(413, { code: 'invalid', message: 'invalid' });
}
