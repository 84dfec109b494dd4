/** Hocuspocus with its database extension on PostgreSQL, as its documentation sets it up. */
import pg from 'pg';
import { optionsOf, serveRunner } from './child.ts';
import { loadPeer } from './install.ts';

interface Hocuspocus {
	Server: new (options: unknown) => {
		listen(port: number): Promise<unknown>;
		destroy(): Promise<unknown>;
	};
}
interface Database {
	Database: new (options: {
		fetch: (data: { documentName: string }) => Promise<Uint8Array | null>;
		store: (data: { documentName: string; state: Buffer }) => Promise<void>;
	}) => unknown;
}

const { port, url } = optionsOf();
const { Server } = (await loadPeer('hocuspocus', '@hocuspocus/server')) as Hocuspocus;
const { Database } = (await loadPeer('hocuspocus', '@hocuspocus/extension-database')) as Database;
const pool = new pg.Pool({ connectionString: url, max: 10 });
pool.on('error', () => undefined);
await pool.query(
	'create table if not exists documents (name text primary key, state bytea not null)'
);
const database = new Database({
	async fetch({ documentName }) {
		const { rows } = await pool.query<{ state: Buffer }>(
			'select state from documents where name = $1',
			[documentName]
		);
		return rows[0]?.state ?? null;
	},
	async store({ documentName, state }) {
		await pool.query(
			`insert into documents values ($1, $2) on conflict (name) do update set state = excluded.state`,
			[documentName, state]
		);
	}
});
const server = new Server({
	address: '127.0.0.1',
	quiet: true,
	stopOnSignals: false,
	extensions: [database]
});
await server.listen(port);
serveRunner(port, async () => {
	await server.destroy();
	await pool.end();
});
