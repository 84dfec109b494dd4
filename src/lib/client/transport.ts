import type { WebsocketProvider } from 'y-websocket';
import type { Timers } from './timers';

/**
 * How many sockets may fail in a row before another way is looked for: first ones, those of the other way, those of a
 * network where neither passes, and once one has opened.
 */
const REFUSALS = 6;
const REFUSALS_INSTEAD = 3;
const REFUSALS_BLOCKED = 2;
const REFUSALS_AFTER_ONE = 18;
/** A socket that has not opened after this long, in milliseconds, will not. */
const OPENS_WITHIN = 15_000;
/** Remembers, for the session of the tab, when this network was found to refuse WebSocket. */
const REMEMBERED = 'maillage-http';

let opened = false;
let refusals = 0;
let instead: typeof WebSocket | null = null;
let looking: Promise<void> | null = null;
let blocked = false;
const listeners = new Set<() => void>();

/** Whether the server answers while no way to it passes: what is typed would reach nobody for as long. */
export function isBlocked(): boolean {
	return blocked;
}

function setBlocked(now: boolean): void {
	if (blocked === now) return;
	blocked = now;
	for (const listener of listeners) listener();
}

/** What a document of this tab opens: a WebSocket, or what stands for one where the network refuses it. */
export function socketClass(): typeof WebSocket {
	return instead ?? WebSocket;
}

/** Resolves once what an earlier page of this tab had to use instead is there. */
export async function transportReady(): Promise<void> {
	if (instead === null && !opened && remembered() !== null) await look();
}

/**
 * Watches the sockets of a document: one that does not open in time is given up, and after several that did not, another
 * way is looked for. Between them a pause with some chance: y-websocket's has none, everybody would come back at once.
 * `onblocked` is called when `isBlocked` changes, until what is returned is called.
 */
export function watchSockets(
	provider: WebsocketProvider,
	timers: Timers,
	onblocked: () => void
): () => void {
	const listener = (): void => {
		// What comes back for one document does for all.
		if (!blocked && provider.shouldConnect) provider.connect();
		onblocked();
	};
	listeners.add(listener);
	provider.on('status', ({ status }) => {
		timers.clear('opening');
		if (status === 'connected') {
			opened = true;
			refusals = 0;
			setBlocked(false);
		} else if (status === 'connecting') {
			// A proxy may hold the request for minutes, without a word.
			timers.after('opening', OPENS_WITHIN, () => {
				refused();
				provider.disconnect();
				provider.connect();
			});
		}
	});
	provider.on('connection-close', (event) => {
		timers.clear('opening');
		if (event && !provider.wsconnected) refused();
		const pause = Math.min(4_000, 100 * 2 ** (provider.wsUnsuccessfulReconnects + 1));
		provider.maxBackoffTime = pause * (0.5 + Math.random());
	});
	return () => listeners.delete(listener);
}

function refused(): void {
	refusals++;
	if (refusals >= patience()) void look();
}

function patience(): number {
	if (blocked) return REFUSALS_BLOCKED;
	if (opened) return REFUSALS_AFTER_ONE;
	return instead ? REFUSALS_INSTEAD : REFUSALS;
}

/** Loaded by those who need it only. What cannot be loaded now is tried again at the next refusal. */
function look(): Promise<void> {
	looking ??= import('./http-transport')
		.then(({ chooseTransport }) =>
			chooseTransport({
				current: instead,
				since: remembered(),
				remember,
				block: setBlocked,
				use(socket) {
					instead = socket;
					refusals = 0;
				}
			})
		)
		.catch(() => undefined)
		.finally(() => {
			looking = null;
		});
	return looking;
}

function remembered(): number | null {
	try {
		const since = sessionStorage.getItem(REMEMBERED);
		return since === null ? null : Number(since);
	} catch {
		return null; // A browser that keeps nothing finds out again.
	}
}

function remember(since: number | null): void {
	try {
		if (since === null) sessionStorage.removeItem(REMEMBERED);
		else sessionStorage.setItem(REMEMBERED, String(since));
	} catch {
		// Found out again by the next page.
	}
}
