/** @y/websocket-server as it is: no storage, no access, no acknowledgement. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { optionsOf, serveRunner } from './child.ts';
import { loadPeer } from './install.ts';

interface Utils {
	setupWSConnection: (ws: unknown, request: IncomingMessage) => void;
}
/** The version of `ws` that it brings with it. */
interface Sockets {
	default: {
		Server: new (options: { noServer: true }) => {
			handleUpgrade(
				request: IncomingMessage,
				socket: Duplex,
				head: Buffer,
				then: (ws: unknown) => void
			): void;
		};
	};
}

const { port } = optionsOf();
const { setupWSConnection } = (await loadPeer(
	'y-websocket-server',
	'@y/websocket-server/utils'
)) as Utils;
const { default: ws } = (await loadPeer('y-websocket-server', 'ws')) as Sockets;
const sockets = new ws.Server({ noServer: true });
const http = createServer();
http.on('upgrade', (request, socket, head) => {
	sockets.handleUpgrade(request, socket, head, (each) => setupWSConnection(each, request));
});
http.listen(port, '127.0.0.1', () => {
	serveRunner(port, async () => {
		http.closeAllConnections();
		http.close();
	});
});
