/** Run in a process of its own, to be killed: starts PostgreSQL and stays. */
import { startPostgres } from '../../src/lib/server/local/postgres';

const folder = process.argv[2] ?? '';
await startPostgres({ folder, report: () => undefined, unsafe: true });
process.stdout.write('ready\n');
