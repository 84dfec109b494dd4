import type { Plugin } from 'vite';

/** Hands the development server's upgrade requests under /collab/ to the running application. */
export function collabInDev(): Plugin {
	return {
		name: 'maillage-collab-in-dev',
		configureServer(server) {
			server.httpServer?.on('upgrade', (request, socket, head) => {
				if (!request.url?.startsWith('/collab/')) return;
				const app = (globalThis as Record<symbol, unknown>)[Symbol.for('maillage.app')] as
					{ upgrade(...args: unknown[]): void } | undefined;
				if (app) app.upgrade(request, socket, head);
				else socket.destroy();
			});
		}
	};
}
