/** A network between people and their server that delays, cuts in the middle of a frame, or swallows everything. */
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface Network {
	port: number;
	/** Lets this many bytes more through, in both directions together, then cuts everybody. */
	cutAfter(bytes: number): void;
	/** From now on bytes disappear on both sides, and no socket closes, until `heal`. */
	swallow(): void;
	heal(): void;
	/** Each piece arrives up to this many milliseconds later, in order. */
	delay(milliseconds: number, random: () => number): void;
	/** How often everybody was cut. */
	cuts(): number;
	close(): Promise<void>;
}

/** Opens a network to a port of this machine. */
export async function openNetwork(target: number): Promise<Network> {
	const pairs = new Set<[Socket, Socket]>();
	let left = Infinity;
	let swallowing = false;
	let cuts = 0;
	let late: (() => number) | null = null;

	const cut = (): void => {
		cuts++;
		left = Infinity;
		for (const pair of pairs) for (const socket of pair) socket.destroy();
	};
	const pass = (to: Socket, data: Buffer): void => {
		if (swallowing || to.destroyed) return;
		const piece = data.subarray(0, left);
		left -= piece.length;
		if (piece.length < data.length) to.end(piece, cut);
		else to.write(piece);
	};
	const pipe = (from: Socket, to: Socket): void => {
		let last = Promise.resolve();
		from.on('data', (data: Buffer) => {
			if (!late) pass(to, data);
			else {
				const wait = late();
				last = last
					.then(() => new Promise<void>((resolve) => setTimeout(resolve, wait)))
					.then(() => pass(to, data));
			}
		});
		from.on('error', () => undefined);
		// What disappears says no goodbye either.
		from.on('close', () => {
			if (!swallowing) void last.then(() => to.destroy());
		});
	};
	const server = createServer((near) => {
		const far = connect(target, '127.0.0.1');
		const pair: [Socket, Socket] = [near, far];
		pairs.add(pair);
		near.on('close', () => pairs.delete(pair));
		pipe(near, far);
		pipe(far, near);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		cutAfter: (bytes) => (left = bytes),
		swallow: () => (swallowing = true),
		heal: () => {
			swallowing = false;
			cut();
		},
		delay: (milliseconds, random) => (late = () => random() * milliseconds),
		cuts: () => cuts,
		close: () => closeAll(server, pairs)
	};
}

function closeAll(server: Server, pairs: Set<[Socket, Socket]>): Promise<void> {
	for (const pair of pairs) for (const socket of pair) socket.destroy();
	return new Promise((resolve) => server.close(() => resolve()));
}
