/** A sync server in a process of its own: `node --import ./resolve-lib.ts child-server.ts <urls> <port>`. */
import { connect, type DatabaseUrls } from '../../src/lib/server/database/database.ts';
import { serve } from './serve.ts';

const [urls = '{}', port = '0'] = process.argv.slice(2);
const server = await serve(connect(JSON.parse(urls) as DatabaseUrls), { port: Number(port) });
process.on('SIGTERM', () => {
	void server.stop().then(() => process.exit(0));
});
process.send?.({ port: server.port });
