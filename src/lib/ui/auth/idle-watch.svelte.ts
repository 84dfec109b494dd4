import { BEAT_EVERY, phaseOf, type IdlePhase, type IdleWord } from './idle';

/** How often the clock is looked at, in milliseconds. A computer that slept is noticed at the first look. */
const LOOK_EVERY = 1_000;
const GESTURES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

export interface IdleHooks {
	/** Tells the server that somebody is there; false when it says that the session is locked. */
	beat: () => Promise<boolean>;
	/** This window locked, by itself or with another. */
	onlock: () => void;
	/** This window was unlocked, here or in another. */
	onunlock: () => void;
}

/** Watches for gestures in every window of this device, and says when this one is to lock. */
export class IdleWatch {
	readonly #hooks: IdleHooks;
	readonly #channel: BroadcastChannel;
	#activeAt = Date.now();
	#beatAt = Date.now();
	#phase = $state<IdlePhase>('active');

	/** Windows of `profileId` only hear each other: somebody else may sign in on this device. */
	constructor(profileId: string, hooks: IdleHooks) {
		this.#hooks = hooks;
		this.#channel = new BroadcastChannel(`maillage-idle-${profileId}`);
	}

	get phase(): IdlePhase {
		return this.#phase;
	}

	/** Begins; returns how to end. */
	start(): () => void {
		const timer = setInterval(this.#look, LOOK_EVERY);
		this.#channel.onmessage = ({ data }: MessageEvent<IdleWord>) => this.#hear(data);
		for (const gesture of GESTURES) addEventListener(gesture, this.#gesture, { passive: true });
		document.addEventListener('visibilitychange', this.#look);
		// A page opens in an open session only: windows that locked come back with it, the others stay open.
		this.#say({ kind: 'unlock' });
		return () => {
			clearInterval(timer);
			this.#channel.close();
			for (const gesture of GESTURES) removeEventListener(gesture, this.#gesture);
			document.removeEventListener('visibilitychange', this.#look);
		};
	}

	/** Locks every window now. */
	lock(): void {
		this.#say({ kind: 'lock' });
		this.#locked();
	}

	/** The session is open again: every window comes back. */
	unlock(): void {
		this.#say({ kind: 'unlock' });
		this.#unlocked();
	}

	readonly #look = (): void => {
		if (this.#phase === 'locked') return;
		const phase = phaseOf(this.#activeAt, Date.now());
		if (phase === 'locked') this.lock();
		else this.#phase = phase;
	};

	readonly #gesture = (): void => {
		// The clock first: a gesture that wakes a computer left alone does not unlock it.
		this.#look();
		if (this.#phase === 'locked') return;
		const now = Date.now();
		this.#activeAt = now;
		this.#phase = 'active';
		if (now - this.#beatAt < BEAT_EVERY) return;
		this.#beatAt = now;
		this.#say({ kind: 'active', at: now });
		void this.#hooks.beat().then((open) => {
			if (!open) this.lock();
		});
	};

	#say(word: IdleWord): void {
		this.#channel.postMessage(word);
	}

	#hear(word: IdleWord): void {
		if (word.kind === 'lock') this.#locked();
		else if (word.kind === 'unlock') this.#unlocked();
		else this.#activeAt = Math.max(this.#activeAt, word.at);
	}

	#locked(): void {
		if (this.#phase === 'locked') return;
		this.#phase = 'locked';
		this.#hooks.onlock();
	}

	#unlocked(): void {
		this.#activeAt = Date.now();
		if (this.#phase !== 'locked') return;
		this.#beatAt = Date.now();
		this.#phase = 'active';
		this.#hooks.onunlock();
	}
}
