/** The practical limit: every message to everybody else in the room, nothing read, nothing kept. */
import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { optionsOf, serveRunner } from './child.ts';

const { port } = optionsOf();
const rooms = new Map<string, Set<WebSocket>>();
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (ws, request) => {
	const room = roomOf(request.url ?? '');
	room.add(ws);
	ws.on('message', (data: Buffer) => {
		for (const other of room) if (other !== ws) other.send(data, { binary: true });
	});
	ws.on('error', () => undefined);
	ws.on('close', () => room.delete(ws));
});
http.listen(port, '127.0.0.1', () => {
	serveRunner(port, async () => {
		http.closeAllConnections();
		http.close();
	});
});

function roomOf(url: string): Set<WebSocket> {
	const room = rooms.get(url) ?? new Set();
	rooms.set(url, room);
	return room;
}
