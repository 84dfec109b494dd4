import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plugin } from 'vite';

/** In development, gives the application the port of Vite, and the upgrade requests under /collab/. */
export function collabInDev(): Plugin {
	return {
		name: 'maillage-collab-in-dev',
		apply: 'serve',
		configResolved({ server }) {
			if (!process.env['VITEST']) process.env['PORT'] ??= String(server.port);
		},
		configureServer(server) {
			server.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
				if (!request.url?.startsWith('/collab/')) return;
				const app = (globalThis as Record<symbol, unknown>)[Symbol.for('maillage.app')] as
					{ upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void } | undefined;
				if (app) app.upgrade(request, socket, head);
				else socket.destroy();
			});
		}
	};
}
