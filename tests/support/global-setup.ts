/** One embedded PostgreSQL for the whole run of vitest, with a migrated database that each test file copies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { MIGRATIONS } from '../../src/lib/server/local/migrations';
import { startPostgres } from '../../src/lib/server/local/postgres';
import { prepareDatabase } from '../../src/lib/server/local/prepare-database';

declare module 'vitest' {
	interface ProvidedContext {
		/** Addresses on the test PostgreSQL, `ROLE` and `DATABASE` standing for the parts. */
		postgresUrl: string;
	}
}

const TEMPLATE = 'maillage_template';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), 'maillage-test-'));
	const postgres = await startPostgres({ folder, report: () => undefined, unsafe: true });
	await prepareDatabase({
		postgres,
		database: TEMPLATE,
		migrations: MIGRATIONS,
		report: () => undefined
	});
	project.provide('postgresUrl', postgres.urlFor('ROLE', 'DATABASE'));
	return async () => {
		await postgres.stop();
		rmSync(folder, { recursive: true, force: true });
	};
}
