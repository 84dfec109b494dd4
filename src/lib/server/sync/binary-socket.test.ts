import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { BinarySocket } from './binary-socket';

const KIB = 1024;
const http = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const served: BinarySocket[] = [];

beforeAll(async () => {
	http.on('upgrade', (request, socket, head) => {
		sockets.handleUpgrade(request, socket, head, (ws) => served.push(new BinarySocket(ws, socket)));
	});
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
});
afterAll(() => {
	for (const socket of served) socket.terminate();
	http.close();
});

test('[S14] messages of all lengths come whole and in order, whoever they are for', async () => {
	const readers = [await read(), await read()];
	// Around each length that changes how a frame begins or is written (RFC 6455, section 5.2).
	const lengths = [
		0,
		1,
		125,
		126,
		127,
		128,
		16 * KIB,
		16 * KIB + 1,
		64 * KIB - 1,
		64 * KIB,
		200_000
	];
	const messages = lengths.map((length, i) => new Uint8Array(length).fill(i + 1));
	for (const message of messages) for (const socket of served) socket.send(message);
	for (const socket of served) socket.close(4000, 'done');
	for (const { received, closed } of readers) {
		expect(await closed).toBe(4000);
		expect(received.map(({ length }) => length)).toEqual(lengths);
		expect(received.every((bytes, i) => bytes.every((byte) => byte === i + 1))).toBe(true);
	}
});

test('[S14] after a close nothing is sent', async () => {
	const { received, closed } = await read();
	const socket = served.at(-1);
	socket?.close(4000, 'done');
	socket?.send(new Uint8Array([1, 2, 3]));
	expect(await closed).toBe(4000);
	expect(received).toEqual([]);
});

async function read() {
	const { port } = http.address() as AddressInfo;
	const ws = new WebSocket(`ws://127.0.0.1:${port}`);
	const received: Buffer[] = [];
	ws.on('message', (data: Buffer) => received.push(data));
	const closed = once(ws, 'close').then(([code]: number[]) => code);
	await once(ws, 'open');
	return { received, closed };
}
