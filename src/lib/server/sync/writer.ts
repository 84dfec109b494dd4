import { CLOSE } from '$lib/documents/wire';
import type { Taken } from './backlog';
import type { Limits } from './limits';
import type { Log } from './log';
import type { Room } from './room';
import type { Appended, DocumentStore, Missing, Row, Subjects } from './store';

interface Write {
	room: Room;
	taken: Taken;
}

export interface WriterOptions {
	store: DocumentStore;
	limits: Limits;
	log: Log;
	/** After a commit: what the tables learnt from a room. */
	onprojected: (touched: Subjects) => void;
	/** After a commit: what the log has of a room now, the last of it at `seq`. */
	onstored: (room: Room, rows: readonly Row[], seq: number) => void;
	/** The history of a document was replaced under a room. */
	onreplaced: (room: Room) => void;
}

/**
 * Stores what all rooms have, one write at a time: whatever came while the last one took is in the next. What
 * cannot be stored waits, is tried again, and is never called saved.
 */
export class Writer {
	readonly #options: WriterOptions;
	readonly #waiting = new Set<Room>();
	#running: Promise<void> | null = null;
	#failures = 0;
	#beganAt = -Infinity;
	#wake: (() => void) | null = null;
	#timer: NodeJS.Timeout | null = null;

	constructor(options: WriterOptions) {
		this.#options = options;
	}

	/** Something of this room waits to be stored. */
	mark(room: Room): void {
		this.#waiting.add(room);
		if (this.#failures > 0) this.#refuseWhenFull(room);
		this.#running ??= this.#run().finally(() => {
			this.#running = null;
			const late = [...this.#waiting].find(({ backlog }) => !backlog.empty && !backlog.busy);
			if (late) this.mark(late);
		});
	}

	/** Tries again now instead of when the pause ends. */
	hurry(): void {
		this.#wake?.();
	}

	/** Whether the last write failed. */
	get failing(): boolean {
		return this.#failures > 0;
	}

	async #run(): Promise<void> {
		await new Promise<void>((resolve) => setImmediate(resolve));
		while (this.#waiting.size > 0) {
			// The first after a silence at once; then what comes together is stored together.
			const wait = this.#beganAt + this.#options.limits.writeEvery - performance.now();
			if (wait > 0) await this.#sleep(wait);
			this.#beganAt = performance.now();
			const writes = this.#takeAll();
			if (writes.length === 0) return;
			const failed = await this.#store(writes);
			if (failed.length === 0) this.#recovered();
			else await this.#pause(failed);
		}
	}

	#takeAll(): Write[] {
		const { projectionsPerWrite } = this.#options.limits;
		const writes: Write[] = [];
		let projections = 0;
		for (const room of this.#waiting) {
			if (room.backlog.busy) continue;
			this.#waiting.delete(room);
			const taken = room.take({ project: projections < projectionsPerWrite });
			if (taken?.projection) projections++;
			if (taken) writes.push({ room, taken });
		}
		return writes;
	}

	/** Words alone do not wait for those that the tables must know of. Returns the writes that failed. */
	async #store(writes: Write[]): Promise<Write[]> {
		const { words = [], projected = [] } = Object.groupBy(writes, ({ taken }) =>
			taken.projection ? 'projected' : 'words'
		);
		const groups = [words, projected].filter(({ length }) => length > 0);
		return (await Promise.all(groups.map((group) => this.#storeTogether(group)))).flat();
	}

	/** Stores writes together; when that fails, one by one, so that none makes the others wait. Returns those that failed. */
	async #storeTogether(writes: Write[]): Promise<Write[]> {
		const error = await this.#append(writes, true);
		if (error === null) return [];
		this.#options.log.warn({ error, rooms: writes.length }, 'store failed');
		const failed: Write[] = [];
		for (const write of writes) {
			// Words matter more than what the tables make of them: the next edit projects again.
			const alone = (await this.#append([write], true)) && (await this.#append([write], false));
			if (alone !== null) failed.push(write);
		}
		return failed;
	}

	async #append(writes: Write[], project: boolean): Promise<unknown> {
		const { store } = this.#options;
		const batches = writes.map(({ room, taken }) => ({
			documentId: room.documentId,
			name: room.name,
			epoch: room.epoch,
			after: taken.after,
			rows: taken.rows,
			clients: taken.clients,
			projection: taken.projection,
			catchUp: (missing: Missing) => room.catchUp(missing, taken)
		}));
		let appended: Appended[];
		try {
			appended = await store.append(batches, { project });
		} catch (error) {
			return error ?? new Error('store failed');
		}
		writes.forEach((write, i) => this.#stored(write, appended[i], project));
		return null;
	}

	#stored({ room, taken }: Write, appended: Appended | undefined, projected: boolean): void {
		const seq = appended?.seq ?? null;
		if (!appended || seq === null) {
			room.backlog.unlock();
			this.#options.onreplaced(room);
			return;
		}
		room.stored({ ...taken, projection: projected ? taken.projection : null }, seq);
		this.#options.onstored(room, taken.rows, seq);
		this.#options.onprojected(appended.touched);
		if (room.refusing && room.backlog.empty) {
			// What was refused meanwhile is sent again by those who come back.
			room.close(CLOSE.busy);
			room.refusing = false;
		}
	}

	#recovered(): void {
		if (this.#failures > 0) this.#options.log.info({}, 'store is back');
		this.#failures = 0;
	}

	async #pause(failed: Write[]): Promise<void> {
		const { limits } = this.#options;
		for (const { room, taken } of failed) {
			room.backlog.putBack(taken);
			this.#waiting.add(room);
			this.#refuseWhenFull(room);
		}
		const wait = Math.min(limits.retryLast, limits.retryFirst * 2 ** this.#failures);
		this.#failures++;
		await this.#sleep(wait * (0.75 + Math.random() / 2));
	}

	/** Waits this many milliseconds, or until somebody hurries. */
	async #sleep(wait: number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.#wake = resolve;
			this.#timer = setTimeout(resolve, wait);
		});
		if (this.#timer) clearTimeout(this.#timer);
		this.#wake = null;
	}

	#refuseWhenFull(room: Room): void {
		const { limits, log } = this.#options;
		const total = [...this.#waiting].reduce((sum, { backlog }) => sum + backlog.bytes, 0);
		if (room.refusing) return;
		if (room.backlog.bytes <= limits.backlogBytes && total <= limits.totalBacklogBytes) return;
		room.refusing = true;
		log.error({ name: room.name, bytes: room.backlog.bytes }, 'room refuses edits');
		room.tellReadOnly(true);
	}
}
