/** Ours, with everything on: access, PostgreSQL, projection, `saved`. */
import { connect, disconnect } from '../../../src/lib/server/database/database.ts';
import { RedisBus } from '../../../src/lib/server/sync/redis-bus.ts';
import { serve, SILENT } from '../../sync/serve.ts';
import { optionsOf, serveRunner } from './child.ts';

const { port, urls, limits, redisUrl } = optionsOf();
const databases = connect(urls);
const server = await serve(databases, {
	port,
	limits,
	...(redisUrl ? { bus: new RedisBus({ url: redisUrl, log: SILENT }) } : {})
});
serveRunner(server.port, async () => {
	await server.stop();
	await disconnect(databases);
});
