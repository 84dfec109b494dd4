/** What a note of a hundred thousand edits costs those who come: the first after a start, and three hundred together. */
import { median, until, type Workload } from '../bench.ts';
import { longNote } from '../long-note.ts';
import type { LoadClient } from '../load-client.ts';
import { KINDS, type Target } from '../target.ts';
import { freshReplica } from '../typing.ts';
import type { World } from '../world.ts';

const NEWCOMERS = 300;
const COLD_OPENINGS = 5;
/** Pause between the edits of the tail, so that a server stores them as it stores typing, in milliseconds. */
const TYPING_PAUSE = 3;
const PATIENCE = 60_000;
/** How long a server has to store what it stores a while after, in milliseconds. */
const STORED_AFTER = 4_000;

export const newcomers: Workload = {
	name: 'newcomers',
	question: '300 newcomers at once in one room of 100,000 edits: until the last one has it',
	kinds: KINDS.filter((kind) => kind !== 'relay'),
	compared: ['ms', 'CPU ms'],
	goal: 'at most 0.2 × Hocuspocus',
	async run(target, world) {
		const [caseId = ''] = await world.cases(1, 'everybody');
		const writer = await writeNote(target, caseId);
		const before = target.cpu;
		const began = performance.now();
		const all = await Promise.all(
			Array.from({ length: NEWCOMERS }, (_, i) => target.come(caseId, i))
		);
		const ms = performance.now() - began;
		const cpu = target.cpu - before;
		const whole = all.filter(({ receivedBytes }) => receivedBytes >= longNote().bytes / 2).length;
		for (const client of [...all, writer]) client.end();
		return {
			ms,
			'CPU ms': cpu,
			'received all': `${whole} of ${NEWCOMERS}`,
			'sent away first': target.sentAway
		};
	}
};

export const cold: Workload = {
	name: 'cold',
	question: 'a stored note of 100,000 edits, first opened after a restart: until the client has it',
	kinds: ['maillage', 'hocuspocus'],
	compared: ['ms', 'CPU ms'],
	goal: 'at most 1.0 × Hocuspocus',
	async run(target, world) {
		const [caseId = ''] = await world.cases(1, 'everybody');
		const writer = await writeNote(target, caseId);
		// Killed, ours has the tail in its log still; the other one would have nothing.
		const killed = target.kind === 'maillage';
		if (killed) await target.stop('SIGKILL');
		writer.end();
		const afterKill = killed ? await openCold({ target, world, caseId }) : null;
		await new Promise((resolve) => setTimeout(resolve, STORED_AFTER));
		const times: { ms: number; cpu: number; equal: boolean }[] = [];
		for (let i = 0; i < COLD_OPENINGS; i++) {
			await target.stop();
			times.push(await openCold({ target, world, caseId }));
		}
		return {
			ms: median(times.map(({ ms }) => ms)),
			'CPU ms': median(times.map(({ cpu }) => cpu)),
			equal: String(times.every(({ equal }) => equal)),
			...(afterKill
				? { 'after a kill ms': afterKill.ms, 'then equal': String(afterKill.equal) }
				: {})
		};
	}
};

/** Writes the note in a room; the writer stays. */
async function writeNote(target: Target, caseId: string): Promise<LoadClient> {
	const { body, tail } = longNote();
	const writer = target.open(caseId, 0);
	await writer.synced;
	writer.sendUpdate(body);
	for (const update of tail) {
		await new Promise((resolve) => setTimeout(resolve, TYPING_PAUSE));
		writer.sendUpdate(update);
	}
	if (target.confirms && !(await until(() => writer.confirmed >= tail.length + 1, PATIENCE))) {
		throw new Error('the note was not confirmed');
	}
	return writer;
}

/** Starts the server and opens the note, after another one that warms it up. */
async function openCold({
	target,
	world,
	caseId
}: {
	target: Target;
	world: World;
	caseId: string;
}): Promise<{ ms: number; cpu: number; equal: boolean }> {
	await target.start();
	const [other = ''] = await world.cases(1);
	await freshReplica(target, other);
	const before = target.cpu;
	const began = performance.now();
	const client = target.open(caseId, 0);
	await client.synced;
	const ms = performance.now() - began;
	const cpu = target.cpu - before;
	client.end();
	const doc = await freshReplica(target, caseId);
	// Ours begins a note with titles of its own.
	const equal = doc.getXmlFragment('note').toJSON().includes(longNote().text);
	return { ms, cpu, equal };
}
