import { COLLAB_PATH } from '$lib/documents/wire';
import { httpSockets } from './http-socket';
import { postTo } from './http-tunnel';
import type { World } from './world';

/** WebSocket is tried again after this long, in milliseconds: people carry their computer elsewhere. */
const TRY_AGAIN_AFTER = 10 * 60_000;
/** An address that answers any page, to tell a network that refuses sockets from a server that is away. */
const ALIVE_PATH = '/horloge';

/** Tries WebSocket again now and then, while something else is used. */
let probing: ReturnType<typeof setInterval> | undefined;

interface Choice {
	/** What is used instead of WebSocket so far. */
	current: World['WebSocket'] | null;
	/** When an earlier page of this tab came to use it. */
	since: number | null;
	remember: (since: number | null) => void;
	/** Told whether neither way passes while the server answers. */
	block: (blocked: boolean) => void;
	use: (socket: World['WebSocket'] | null) => void;
}

/**
 * Chooses again after refusals: sockets over HTTP when the server answers, WebSocket again when these fail too. Nothing
 * changes while the server does not answer.
 */
export async function chooseTransport(choice: Choice): Promise<void> {
	const { current, since, remember, use, block } = choice;
	if (current !== null || (since !== null && Date.now() - since > TRY_AGAIN_AFTER)) {
		clearInterval(probing);
		if (current !== null) block(await isAnswering());
		remember(null);
		use(null);
		return;
	}
	if (since === null && !(await isAnswering())) {
		block(false);
		return;
	}
	const { Socket, tunnel } = httpSockets(COLLAB_PATH, postTo(COLLAB_PATH));
	use(Socket);
	remember(since ?? Date.now());
	probing = setInterval(() => {
		const probe = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${COLLAB_PATH}`);
		probe.onopen = () => {
			clearInterval(probing);
			probe.close();
			remember(null);
			use(null);
			// Its documents come back at once, by WebSocket.
			tunnel.end();
		};
	}, TRY_AGAIN_AFTER);
}

/** Whether the server gives pages, whatever becomes of sockets. */
async function isAnswering(): Promise<boolean> {
	try {
		return (await fetch(ALIVE_PATH, { cache: 'no-store' })).ok;
	} catch {
		return false; // No network, or no server: that is not a network that chooses.
	}
}
