/** A server killed while people type: what it had confirmed and does not have afterwards. */
import * as Y from 'yjs';
import type { Workload } from '../bench.ts';
import { freshReplica } from '../typing.ts';
import { Typist } from '../wire.ts';

const PEOPLE = 5;
const PERIOD = 50;
const SECONDS = 6;
const FIRST_CLIENT = 0x40000000;
/** The first frame of a client holds nothing, and its first edit is three clocks long. */
const FRAMES_BEFORE = 1;
const CLOCKS_BEFORE = 2;

let clients = 0;

export const killing: Workload = {
	name: 'kill',
	question: 'kill -9 after 6 seconds of typing by 5 people: confirmed edits that are lost',
	kinds: ['maillage', 'hocuspocus'],
	compared: ['confirmed and lost'],
	goal: '0, in every round',
	async run(target, world) {
		const [caseId = ''] = await world.cases(1);
		const sockets = Array.from({ length: PEOPLE }, (_, i) => target.open(caseId, i));
		await Promise.all(sockets.map(({ synced }) => synced));
		const typists = sockets.map(() => new Typist(FIRST_CLIENT + clients++));
		const timer = setInterval(() => {
			for (const [i, socket] of sockets.entries()) {
				const typist = typists[i];
				if (typist) socket.sendUpdate(typist.next());
			}
		}, PERIOD);
		await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
		await target.stop('SIGKILL');
		clearInterval(timer);
		const confirmed = sockets.map((socket) => Math.max(0, socket.confirmed - FRAMES_BEFORE));
		for (const socket of sockets) socket.end();
		await target.start();
		const doc = await freshReplica(target, caseId);
		const lost = typists.map(({ client }, i) => {
			const edits = Math.max(0, Y.getState(doc.store, client) - CLOCKS_BEFORE);
			return Math.max(0, (confirmed[i] ?? 0) - edits);
		});
		return {
			'edits confirmed': confirmed.reduce((sum, each) => sum + each, 0),
			'confirmed and lost': lost.reduce((sum, each) => sum + each, 0)
		};
	}
};
