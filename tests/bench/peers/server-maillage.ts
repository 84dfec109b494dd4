/** Ours, with everything on: access, PostgreSQL, projection, `saved`. */
import { connect, disconnect } from '../../../src/lib/server/database/database.ts';
import { serve } from '../../sync/serve.ts';
import { optionsOf, serveRunner } from './child.ts';

const { port, urls, limits } = optionsOf();
const databases = connect(urls);
const server = await serve(databases, { port, limits });
serveRunner(server.port, async () => {
	await server.stop();
	await disconnect(databases);
});
