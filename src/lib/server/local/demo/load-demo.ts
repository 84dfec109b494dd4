import type pg from 'pg';
import { calendarOf } from './calendar';
import { rowsOfCase } from './case-rows';
import { DIAGNOSIS } from './cases-diagnosis';
import { DIAGNOSIS_NEXT } from './cases-diagnosis-next';
import { EMPLOYMENT } from './cases-employment';
import { EXIT } from './cases-exit';
import { OUTREACH } from './cases-outreach';
import { PROJECT } from './cases-project';
import { UNBLOCKING } from './cases-unblocking';
import { UNBLOCKING_NEXT } from './cases-unblocking-next';
import { UNBLOCKING_STUCK } from './cases-unblocking-stuck';
import { demoAccounts, emailOf, type DemoAccount } from './demo-accounts';
import { rowsOfCourse } from './course-rows';
import type { DemoCase } from './demo-case';
import {
	boardDocuments,
	caseDocuments,
	meetingDocument,
	type DemoDocument
} from './demo-documents';
import { rowsOfGroup } from './group-rows';
import { rowsOfMeeting, rowsOfSeries } from './meeting-rows';
import { MEETINGS } from './meetings';
import { mentionRows } from './mention-rows';
import { demoId, type Plan, type Rows } from './plan';
import { rowsOfServices } from './services';
import { rowsOfWaiting } from './waiting-rows';
import { signInsOf } from './sign-ins';
import { writeDocuments, writeRows, writeSignIns } from './write-rows';
import { listTeam, type MemberKey } from './team';

export interface DemoContext {
	/** A connection of the owner of the tables. */
	owner: Pick<pg.Client, 'query'>;
	now: Date;
	/** Makes an account that can sign in and returns its id. */
	createUser: (email: string, password: string) => Promise<string>;
}

const CASES: readonly DemoCase[] = [
	...OUTREACH,
	...DIAGNOSIS,
	...DIAGNOSIS_NEXT,
	...UNBLOCKING,
	...UNBLOCKING_STUCK,
	...UNBLOCKING_NEXT,
	...PROJECT,
	...EMPLOYMENT,
	...EXIT
];

/** Loads the demo group « Les Tilleuls » into an empty database, all or nothing but the accounts. Out: its accounts. */
export async function loadDemo({ owner, now, createUser }: DemoContext): Promise<DemoAccount[]> {
	const accounts = demoAccounts();
	const profileIds = {} as Record<MemberKey, string>;
	for (const [key, { passphrase }] of listTeam()) {
		profileIds[key] = await createUser(emailOf(key), passphrase);
	}
	const plan = { calendar: calendarOf(now), groupId: demoId('group'), profileIds };

	await owner.query('begin');
	try {
		for (const rows of rowsOfAll(plan)) await writeRows(owner, rows);
		await writeSignIns(owner, signInsOf(plan));
		await writeDocuments(owner, documentsOfAll(plan));
		await owner.query('commit');
	} catch (error) {
		await owner.query('rollback');
		throw error;
	}
	return accounts;
}

function rowsOfAll(plan: Plan): Rows[] {
	return [
		...rowsOfGroup(plan, CASES.length),
		...CASES.flatMap((demo) => rowsOfCase(demo, plan)),
		...MEETINGS.slice(0, 1).map((next) => rowsOfSeries(next, plan)),
		...MEETINGS.flatMap((meeting) => rowsOfMeeting(meeting, plan)),
		...rowsOfWaiting(plan),
		...rowsOfServices(plan),
		...rowsOfCourse(plan),
		{ table: 'mentions', rows: mentionRows({ cases: CASES, meetings: MEETINGS }, plan) }
	];
}

function documentsOfAll(plan: Plan): DemoDocument[] {
	return [
		...boardDocuments(CASES, plan),
		...CASES.flatMap((demo) => caseDocuments(demo, plan)),
		...MEETINGS.map((meeting) => meetingDocument(meeting, plan))
	];
}
