import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import { buildMandate, buildOrganization, buildProfile, callerFor } from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';
import { fillGroups } from './many-cases';

const GROUPS = 60;
const CASES_PER_GROUP = 3_334;
/** Groups of the one who reads: about 10,000 cases. */
const READ_GROUPS = 3;
const PAGE_RUNS = 300;
const COUNT_RUNS = 60;

interface Question {
	name: string;
	runs: number;
	/** As the owner, who passes over the policies: what they say, as one would write it for this question alone. */
	byHand: string;
	/** As a professional: the policies say the rest. `$1`: the group of a page. */
	asked: string;
}

/** `$1`: the groups of the reader, `$2`: their organisation, `$3`: today; `$4`: the group of a page. */
const VISIBLE = `c.group_id = any ($1::uuid[]) and (c.organization_id = $2::uuid or c.id in (
	select a.case_id from public.agreements as a
	where a.group_id = any ($1::uuid[]) and a.withdrawn_at is null and a.replaced_at is null
		and a.given_on <= $3::date and a.expires_on > $3::date
))`;
const VISIBLE_ONE = `c.group_id = any ($1::uuid[]) and (c.organization_id = $2::uuid or exists (
	select from public.agreements as a
	where a.case_id = c.id and a.withdrawn_at is null and a.replaced_at is null
		and a.given_on <= $3::date and a.expires_on > $3::date
))`;
const page = (where: string): string => `
	select c.id, c.reference, c.stage from public.cases as c where ${where} order by c.reference limit 50`;
const pageOfPeople = (where: string): string => `
	with page as materialized (
		select c.person_id, c.reference from public.cases as c where ${where} order by c.reference limit 50
	)
	select page.reference, p.first_name, p.last_initial
	from page join public.people as p on p.id = page.person_id order by page.reference`;
const count = 'select count(*)::integer as count from public.cases as c';

const QUESTIONS: Question[] = [
	{
		name: 'page of 50 cases of one group',
		runs: PAGE_RUNS,
		byHand: page(`c.group_id = $4::uuid and ${VISIBLE_ONE}`),
		asked: page('c.group_id = $1::uuid')
	},
	{
		name: 'the same, with short identities',
		runs: PAGE_RUNS,
		byHand: pageOfPeople(`c.group_id = $4::uuid and ${VISIBLE_ONE}`),
		asked: pageOfPeople('c.group_id = $1::uuid')
	},
	{
		name: 'count of the visible cases',
		runs: COUNT_RUNS,
		byHand: `${count} where ${VISIBLE}`,
		asked: count
	}
];

/** Who asks, by a column of the table. */
const ASKERS = ['by hand', 'policies', '2nd factor'] as const;

let database: TestDatabase;
let groups: string[];
let organizationId: string;
let clients: pg.Client[];

beforeAll(async () => {
	database = await testDatabase();
	const { owner, urls } = database;
	const filled = await fillGroups(owner, { groups: GROUPS, casesPerGroup: CASES_PER_GROUP });
	groups = filled.slice(0, READ_GROUPS);
	organizationId = await buildOrganization(owner);
	const plain = await reader();
	const proved = await withSecondFactor(await reader());
	await owner.query('vacuum analyze');
	clients = [await connected(urls.owner), await asking(plain), await asking(proved)];
	const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
	say(
		`${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, commit ${commit}`
	);
	say(`${GROUPS * CASES_PER_GROUP} cases in ${GROUPS} groups, ${READ_GROUPS} of them read; p50`);
}, 600_000);
afterAll(async () => {
	await Promise.all(clients.map((client) => client.end()));
	await database.drop();
});

test.each(QUESTIONS)('what policies cost: $name', async (question) => {
	const { rows } = await database.owner.query<{ today: string }>(
		'select private.today()::text as today'
	);
	const byHand = [groups, organizationId, rows[0]?.today, groups[0]];
	const times: number[][] = ASKERS.map(() => []);
	const answers: unknown[] = [];
	for (let run = 0; run < question.runs; run++) {
		// In turn, so that whatever else the machine does slows all of them alike.
		for (const [place, client] of clients.entries()) {
			const [query, given] =
				place === 0 ? [question.byHand, byHand] : [question.asked, [groups[0]]];
			const values = given.slice(0, highestPlace(query));
			const began = performance.now();
			const answer = await client.query(query, values);
			times[place]?.push(performance.now() - began);
			answers[place] = answer.rows;
		}
	}
	const medians = times.map(median);
	const cells = medians.map((time, place) => {
		const ratio = place === 0 ? '' : ` (× ${(time / (medians[0] ?? NaN)).toFixed(2)})`;
		const best = Math.min(...(times[place] ?? [])).toFixed(2);
		return `${ASKERS[place] ?? ''} ${time.toFixed(2)} ms, best ${best}${ratio}`;
	});
	say(`${question.name.padEnd(34)} ${cells.join('   ')}`);
	expect(answers[1]).toEqual(answers[0]);
	expect(answers[2]).toEqual(answers[0]);
});

async function reader(): Promise<Caller> {
	const profileId = await buildProfile(database.owner, { organizationId });
	for (const groupId of groups) await buildMandate(database.owner, { profileId, groupId });
	return callerFor(database.owner, profileId);
}

async function withSecondFactor(caller: Caller): Promise<Caller> {
	const { owner } = database;
	const { profileId, sessionId } = caller;
	await owner.query(
		`insert into auth.mfa_factors (id, user_id, factor_type, status, created_at, updated_at)
		 values (gen_random_uuid(), $1, 'totp', 'verified', now(), now())`,
		[profileId]
	);
	await owner.query('insert into public.session_states (session_id, profile_id) values ($1, $2)', [
		sessionId,
		profileId
	]);
	return { ...caller, claims: { ...caller.claims, aal: 'aal2' } };
}

async function connected(url: string): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	return client;
}

/** A connection that is the caller for as long as it lasts. */
async function asking(caller: Caller): Promise<pg.Client> {
	const client = await connected(database.urls.person);
	await client.query(
		`select set_config('role', 'authenticated', false), set_config('request.jwt.claims', $1, false)`,
		[JSON.stringify(caller.claims)]
	);
	return client;
}

/** How many parameters a query has. */
function highestPlace(query: string): number {
	return Math.max(0, ...[...query.matchAll(/\$(\d)/g)].map(([, place]) => Number(place)));
}

function median(times: number[]): number {
	return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
