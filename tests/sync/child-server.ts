/** A sync server in a process of its own: `node --import ./resolve-lib.ts child-server.ts <urls> <port>`. */
import { connect, type DatabaseUrls } from '../../src/lib/server/database/database.ts';
import { serve } from './serve.ts';

const [urls = '{}', port = '0'] = process.argv.slice(2);
// The test types faster than people do.
const limits = { framesPerSecond: 1e6, framesBurst: 1e6, bytesPerSecond: 1e9 };
const databases = connect(JSON.parse(urls) as DatabaseUrls);
const server = await serve(databases, { port: Number(port), limits });
process.on('SIGTERM', () => {
	void server.stop().then(() => process.exit(0));
});
process.send?.({ port: server.port });
