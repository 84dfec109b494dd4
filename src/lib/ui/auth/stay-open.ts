import { BEAT_EVERY, LOCK_AFTER, type IdleWord } from './idle';

/** A screen that a whole room reads stays open for this long after the last gesture, in milliseconds. */
const OPEN_FOR = 3 * 3_600_000;
const GESTURES = ['pointerdown', 'keydown'] as const;

/** Keeps the windows of `profileId` on this device, and its session, from locking while a meeting runs on it; returns how to stop. */
export function stayOpen(profileId: string): () => void {
	const channel = new BroadcastChannel(`maillage-idle-${profileId}`);
	let usedAt = Date.now();
	let beatAt = usedAt;
	let locked = false;
	channel.onmessage = ({ data }: MessageEvent<IdleWord>) => {
		if (data.kind !== 'active') locked = data.kind === 'lock';
	};
	const gesture = (): void => {
		usedAt = Date.now();
	};
	const beat = (): void => {
		const now = Date.now();
		const slept = now - beatAt >= LOCK_AFTER;
		beatAt = now;
		// What was locked on purpose stays so; a room that was left, or a computer that slept, is not kept open.
		if (locked || slept || now - usedAt > OPEN_FOR) return;
		const word: IdleWord = { kind: 'active', at: now };
		channel.postMessage(word);
		// No answer is no news: the sockets tell what the network does.
		void fetch('/session/active', { method: 'POST' }).catch(() => null);
	};
	for (const name of GESTURES) addEventListener(name, gesture, { passive: true });
	const timer = setInterval(beat, BEAT_EVERY);
	beat();
	return () => {
		clearInterval(timer);
		channel.close();
		for (const name of GESTURES) removeEventListener(name, gesture);
	};
}
