/** Production entry: pages and sync socket on one port, in one process. */
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type ServerResponse
} from 'node:http';
import type { Duplex } from 'node:stream';

/** What this entry needs of the application, which the build publishes when its first module is loaded. */
interface RunningApp {
	settings: { host: string; port: number; publicUrl: string };
	notices: string[];
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	collab(request: IncomingMessage, response: ServerResponse): void;
	stop(): Promise<void>;
}

/** Sockets, and what stands for them where networks refuse WebSocket. */
const COLLAB_PATH = '/collab/';
const PROTOCOL_HEADER = 'x-maillage-protocol';
const PORT = Number(process.env['PORT'] || 3000);
const HOST = process.env['HOST'] || '127.0.0.1';
const STOP_PATIENCE = 20_000;
/** A file to import and the form around it; other addresses take less. */
const BODY_SIZE_LIMIT = '11M';

let app: RunningApp | null = null;
let pages: RequestListener | null = null;

/** Says one sentence and ends. */
function giveUp(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}

/** Without a public address, only the names of this machine are answered: another one would be a rebinding of DNS. */
function isOurs(host: string | undefined): boolean {
	if (process.env['PUBLIC_URL']) return true;
	return [`localhost:${PORT}`, `127.0.0.1:${PORT}`, `[::1]:${PORT}`].includes(host ?? '');
}

function answer(request: IncomingMessage, response: ServerResponse): void {
	if (!isOurs(request.headers.host)) {
		response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
		response.end('Adresse inconnue : renseignez PUBLIC_URL.\n');
	} else if (app && request.url?.startsWith(COLLAB_PATH)) {
		app.collab(request, response);
	} else if (pages) {
		request.headers[PROTOCOL_HEADER] = 'http';
		pages(request, response);
	} else {
		response.writeHead(503, { 'retry-after': '1' }).end();
	}
}

/** The pages learn their own address, and the most they are sent, from the environment, before they are loaded. */
function describeAddress(): void {
	process.env['BODY_SIZE_LIMIT'] ??= BODY_SIZE_LIMIT;
	const publicUrl = process.env['PUBLIC_URL'];
	if (publicUrl) process.env['ORIGIN'] ??= new URL(publicUrl).origin;
	else Object.assign(process.env, { PROTOCOL_HEADER, HOST_HEADER: 'host' });
}

function findApp(): RunningApp | null {
	const place = globalThis as unknown as Record<symbol, RunningApp | undefined>;
	return place[Symbol.for('maillage.app')] ?? null;
}

function listen(): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(PORT, HOST, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

/** Sockets first: they keep the server open. What was started is stopped, whatever goes wrong before. */
async function stop(): Promise<void> {
	setTimeout(() => giveUp('L’arrêt prend trop de temps : abandon.'), STOP_PATIENCE).unref();
	server.close();
	await app?.stop();
	server.closeAllConnections();
}

const server = createServer(answer);
server.on('upgrade', (request, socket, head) => {
	if (app && isOurs(request.headers.host)) app.upgrade(request, socket, head);
	else socket.destroy();
});

let stopping: Promise<never> | null = null;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	process.on(signal, () => {
		stopping ??= stop().then(
			() => process.exit(0),
			(error: unknown) => giveUp(`Arrêt incomplet : ${String(error)}`)
		);
	});
}

try {
	await listen();
	describeAddress();
	const build = new URL('../build/handler.js', import.meta.url).href;
	const { handler } = (await import(build)) as { handler: RequestListener };
	app = findApp();
	pages = handler;
	const ready = `\nMaillage est prêt : ${app?.settings.publicUrl ?? ''}`;
	// In one piece: whoever reads this to start something else must not get half of the accounts.
	process.stdout.write(`${[ready, ...(app?.notices ?? [])].join('\n')}\n`);
} catch (error) {
	giveUp(sentenceOf(error));
}

/** One sentence for what somebody can act on, the whole error for a bug. */
function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ('code' in error && error.code === 'EADDRINUSE') {
		return `Le port ${PORT} est déjà pris : arrêtez ce qui l’utilise, ou choisissez-en un autre avec PORT.`;
	}
	if ('code' in error && error.code === 'EACCES' && 'port' in error) {
		return `Ce compte ne peut pas ouvrir le port ${PORT} : choisissez-en un autre avec PORT.`;
	}
	const isExpected = error.name === 'StartFailure' || error.name === 'SettingsError';
	return isExpected ? error.message : (error.stack ?? error.message);
}
