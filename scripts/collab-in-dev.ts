import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';

interface RunningApp {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	collab(request: IncomingMessage, response: ServerResponse): void;
}

function findApp(): RunningApp | undefined {
	const place = globalThis as unknown as Record<symbol, RunningApp | undefined>;
	return place[Symbol.for('maillage.app')];
}

/** In development, gives the application the port of Vite, and the upgrade requests under /collab/. */
export function collabInDev(): Plugin {
	return {
		name: 'maillage-collab-in-dev',
		apply: 'serve',
		configResolved({ server }) {
			if (!process.env['VITEST']) process.env['PORT'] ??= String(server.port);
		},
		configureServer(server) {
			server.middlewares.use('/collab/', (request, response) => {
				// Vite takes the mounting path away.
				request.url = request.originalUrl ?? request.url;
				const app = findApp();
				if (app) app.collab(request, response);
				else response.writeHead(503, { 'retry-after': '1' }).end();
			});
			server.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
				if (!request.url?.startsWith('/collab/')) return;
				const app = findApp();
				if (app) app.upgrade(request, socket, head);
				else socket.destroy();
			});
		}
	};
}
