/** A PostgreSQL for the run, as safe as in production: a database of ours with people and cases, another for the peer. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Caller } from '../../../src/lib/domain/caller.ts';
import type { DatabaseUrls } from '../../../src/lib/server/database/database.ts';
import { startPostgres } from '../../../src/lib/server/local/postgres.ts';
import { prepareDatabase } from '../../../src/lib/server/local/prepare-database.ts';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildOrganization,
	buildProfile,
	callerFor
} from '../../support/builders.ts';

const OURS = 'bench_maillage';
const THEIRS = 'bench_peer';
const MIGRATIONS = new URL('../../../supabase/migrations/', import.meta.url);
/** People of the group: as many as the largest meeting with cursors. */
const PEOPLE = 50;
/** People in the circle of a case where no more are needed. */
const CIRCLE = 5;
/** References of a group have three digits. */
const GROUP_CASES = 500;

export interface World {
	urls: DatabaseUrls;
	peerUrl: string;
	/** Process of PostgreSQL, whose children do the work. */
	postgresPid: number;
	people: Caller[];
	/** Ids of new cases; everybody is in their circle, or the first five people only. */
	cases(count: number, who?: 'everybody' | 'few'): Promise<string[]>;
	/** Empties the database of the peer. */
	forget(): Promise<void>;
	/** Rows and bytes of the log and snapshot of a document. */
	drop(): Promise<void>;
}

/** Starts PostgreSQL in a folder of its own and builds a group of fifty. */
export async function buildWorld(): Promise<World> {
	const folder = mkdtempSync(join(tmpdir(), 'maillage-bench-'));
	const report = (): void => undefined;
	const postgres = await startPostgres({ folder, report });
	await prepareDatabase({ postgres, database: OURS, migrations: migrations(), report });
	const owner = new pg.Client({ connectionString: postgres.urlFor('postgres', OURS) });
	await owner.connect();
	await owner.query(`create database ${THEIRS}`);
	const peerUrl = postgres.urlFor('postgres', THEIRS);
	const organizationId = await buildOrganization(owner);
	const people: Caller[] = [];
	for (let i = 0; i < PEOPLE; i++) {
		const profileId = await buildProfile(owner, { organizationId });
		people.push(await callerFor(owner, profileId));
	}
	let group = '';
	let made = 0;
	const [first] = people;
	if (!first) throw new Error('nobody');
	const pid = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8');
	return {
		urls: {
			person: postgres.urlFor('app_server', OURS),
			system: postgres.urlFor('app_worker', OURS)
		},
		peerUrl,
		postgresPid: Number.parseInt(pid, 10),
		people,
		async cases(count, who = 'few') {
			const circle = people.slice(0, who === 'few' ? CIRCLE : PEOPLE);
			const ids: string[] = [];
			for (let i = 0; i < count; i++) {
				if (made++ % GROUP_CASES === 0) group = await groupOf(owner, people);
				const { id } = await buildCase(owner, {
					groupId: group,
					organizationId,
					createdBy: first.profileId,
					circle: circle.map(({ profileId }) => profileId)
				});
				ids.push(id);
			}
			return ids;
		},
		async forget() {
			const client = new pg.Client({ connectionString: peerUrl });
			await client.connect();
			await client.query('drop table if exists documents');
			await client.end();
		},
		async drop() {
			await owner.end();
			await postgres.stop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Id of a new group with a mandate for everybody. */
async function groupOf(owner: pg.Client, people: readonly Caller[]): Promise<string> {
	const { id: groupId } = await buildGroup(owner);
	for (const { profileId } of people) await buildMandate(owner, { profileId, groupId });
	return groupId;
}

function migrations(): { version: string; name: string; sql: string }[] {
	return readdirSync(MIGRATIONS)
		.filter((file) => file.endsWith('.sql'))
		.sort()
		.map((file) => {
			const [, version = '', name = ''] = /^(\d{14})_(\w+)\.sql$/.exec(file) ?? [];
			return { version, name, sql: readFileSync(new URL(file, MIGRATIONS), 'utf8') };
		});
}
