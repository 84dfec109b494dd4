import type { DeviceOutbox } from './device-outbox';
import { type KeptUpdate } from './device-outbox';
import type { SaveFacts } from './save-state';
import type { Timers } from './timers';
import type { Unsaved } from './unsaved';

/** The device copy follows the changes at this pace, in milliseconds. */
const KEEP_AFTER = 250;

interface DeviceCopyOptions {
	outbox: DeviceOutbox;
	unsaved: Unsaved;
	timers: Timers;
	/** Everything that the server has not stored. */
	unsent: () => Uint8Array;
	onchange: () => void;
}

/** The copy that this device keeps of what the server has not stored, and the truth about it. */
export class DeviceCopy {
	readonly #options: DeviceCopyOptions;
	#state: SaveFacts['device'] = 'none';
	#restored: KeptUpdate[] = [];

	constructor(options: DeviceCopyOptions) {
		this.#options = options;
	}

	get state(): SaveFacts['device'] {
		return this.#state;
	}

	/** Keeps what is unsent, soon. */
	keepSoon(): void {
		if (this.#state !== 'failed') this.#state = 'writing';
		this.#options.timers.after('keep', KEEP_AFTER, () => void this.keep());
	}

	/** Keeps what is unsent, now. */
	async keep(): Promise<void> {
		const { outbox, unsaved, unsent, onchange } = this.#options;
		const made = unsaved.pending;
		try {
			await outbox.keep(unsent(), unsaved.changes);
			if (unsaved.pending === 0) this.forget();
			else if (unsaved.pending <= made) this.#state = 'kept';
		} catch {
			this.#state = 'failed'; // Said by the indicator: this device keeps nothing.
		}
		onchange();
	}

	/** Forgets what was kept: the server has it. What cannot be forgotten changes nothing when it is sent again. */
	forget(): void {
		this.#options.timers.clear('keep');
		this.#state = 'none';
		const forgetting = [this.#options.outbox, ...this.#restored.splice(0)];
		for (const each of forgetting) each.forget().catch(() => undefined);
	}

	/** What this device kept last time, to be put back in the document; nothing where it keeps nothing. */
	async restore(): Promise<KeptUpdate[]> {
		this.#restored = await this.#options.outbox.kept().catch(() => []);
		if (this.#restored.length > 0) this.#state = 'kept';
		return this.#restored;
	}
}
