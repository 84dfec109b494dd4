/** A proxy as some offices have: it carries pages, and refuses whatever it does not understand, sockets first. */
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
	url: string;
	/** Sockets refused so far, and requests for sockets over HTTP carried. */
	refused(): number;
	carried(): number;
	/** Lets sockets over HTTP pass, or refuses them too. */
	carry(yes: boolean): void;
	stop(): Promise<void>;
}

export async function startProxy(): Promise<Proxy> {
	let refused = 0;
	let carried = 0;
	let carries = true;
	const server = createServer((request, response) => {
		const { method, headers } = request;
		const target = new URL(request.url ?? '');
		if (target.pathname.startsWith('/collab/')) {
			if (!carries) {
				response.writeHead(403).end();
				return;
			}
			carried++;
		}
		const onward = ask(target, { method, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		response.on('close', () => onward.destroy());
		request.pipe(onward);
	});
	// A socket through a proxy asks for a tunnel first.
	server.on('connect', (request, socket) => {
		// Browsers ask for addresses of their own too.
		if (request.url?.startsWith('localhost:')) refused++;
		socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		refused: () => refused,
		carried: () => carried,
		carry(yes) {
			carries = yes;
			if (!yes) server.closeAllConnections();
		},
		stop: () => close(server)
	};
}

function close(server: Server): Promise<void> {
	server.closeAllConnections();
	return new Promise((resolve) => server.close(() => resolve()));
}
