/** Requests as no browser would send them. */
import { request as http } from 'node:http';

export interface RawAnswer {
	status: number;
	location: string | undefined;
	body: string;
}

export interface RawRequest {
	method: string;
	path: string;
	headers?: Record<string, string>;
	body?: string;
}

/** Sends a request with these headers and no other. */
export function sendRaw(
	base: string,
	{ method, path, headers = {}, body = '' }: RawRequest
): Promise<RawAnswer> {
	const { hostname, port, host } = new URL(base);
	return new Promise((resolve, reject) => {
		const request = http({ hostname, port, method, path, headers: { host, ...headers } });
		request.on('error', reject);
		request.on('response', (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('error', reject);
			response.on('data', (chunk: string) => (text += chunk));
			response.on('end', () => {
				const { statusCode: status = 0, headers: said } = response;
				resolve({ status, location: said.location, body: text });
			});
		});
		request.end(body);
	});
}
