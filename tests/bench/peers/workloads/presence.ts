/** Fifty cursors that move ten times per second. */
import { decoding } from 'lib0';
import { costOf, until, type Workload } from '../bench.ts';
import { KINDS } from '../target.ts';

const PEOPLE = 50;
const PERIOD = 100;
const SECONDS = 12;
/** Long: what few frames pass through is compiled late, and servers run for days. */
const WARM_UP = 60;
const PATIENCE = 5_000;
const FIRST_CLIENT = 0x20000000;
const FIRST_MOVES = 'first moves of all';

export const cursors: Workload = {
	name: 'cursors',
	question: '50 cursors in one room, each 10 times per second',
	kinds: KINDS,
	compared: ['CPU ms/s'],
	goal: 'at most 0.25 × Hocuspocus',
	async run(target, world) {
		const [caseId = ''] = await world.cases(1, 'everybody');
		const sockets = Array.from({ length: PEOPLE }, (_, i) => target.open(caseId, i));
		await Promise.all(sockets.map(({ synced }) => synced));
		const clocks = sockets.map(() => 1);
		const seen = new Map<number, number>();
		const watching = sockets[0];
		if (!watching) throw new Error(FIRST_MOVES);
		watching.onpresence = (message) => {
			for (const [client, clock] of entriesOf(message)) seen.set(client, clock);
		};
		const timers = sockets.map((socket, i) => {
			const move = (): void => {
				const clock = (clocks[i] ?? 0) + 1;
				clocks[i] = clock;
				socket.send(socket.frames.presence(FIRST_CLIENT + i, clock, cursorAt(clock, i)));
			};
			move();
			const timer = setInterval(move, PERIOD);
			return timer;
		});
		await wait(WARM_UP);
		const frames = sockets.reduce((sum, { received }) => sum + received, 0);
		const cost = await costOf({ target, world }, () => wait(SECONDS));
		const after = sockets.reduce((sum, { received }) => sum + received, 0);
		for (const timer of timers) clearInterval(timer);
		// The first one does not need to hear of its own.
		const complete = await until(
			() => clocks.every((clock, i) => i === 0 || seen.get(FIRST_CLIENT + i) === clock),
			PATIENCE
		);
		for (const socket of sockets) socket.end();
		return {
			'CPU ms/s': cost.server,
			'frames down/s': (after - frames) / cost.seconds,
			'last move seen': String(complete),
			'foreign ms/s': cost.foreign
		};
	}
};

/** A cursor as the editor says it. */
function cursorAt(clock: number, who: number): string {
	const place = {
		type: { client: FIRST_CLIENT, clock: 3 },
		tname: null,
		item: { client: FIRST_CLIENT + who, clock },
		assoc: 0
	};
	return JSON.stringify({
		user: {
			id: `00000000-0000-4000-8000-0000000000${String(who).padStart(2, '0')}`,
			name: 'Prénom Nom',
			avatar: 3
		},
		cursor: { anchor: place, head: place },
		place: 'note',
		writing: true,
		following: false,
		hand: false
	});
}

function entriesOf(message: Uint8Array): [client: number, clock: number][] {
	const body = decoding.createDecoder(decoding.readVarUint8Array(decoding.createDecoder(message)));
	return Array.from({ length: decoding.readVarUint(body) }, () => {
		const entry: [number, number] = [decoding.readVarUint(body), decoding.readVarUint(body)];
		decoding.readVarString(body);
		return entry;
	});
}

function wait(seconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
