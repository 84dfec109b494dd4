/** A group, a case with planted secrets, and messages that are kept in a folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf, localMoment } from '../../src/lib/domain/agenda-calendar';
import { sendingHours } from '../../src/lib/domain/sending-hours';
import { mailWorks } from '../../src/lib/server/jobs/mails';
import { createMailer } from '../../src/lib/server/mail/mailer';
import { readMail, type ReadableMail } from '../../src/lib/server/mail/read-mail';
import {
	buildCase,
	buildGroup,
	buildMandate,
	buildOrganization,
	buildProfile,
	type BuiltCase
} from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

/** What no message may hold. */
export const SECRETS = ['Zélie', 'Xanthippe', 'Quintefeuille', 'Observatoire'] as const;

export interface Scene {
	database: TestDatabase;
	folder: string;
	groupId: string;
	/** The one who acts, and the one who is told. */
	author: string;
	reader: string;
	theCase: BuiltCase;
	/** Plans at a time of a working day, and sends what is to leave. */
	run(time: string, day?: string): Promise<void>;
	/** Tells the reader of the case, as if the author had done something. */
	tell(kind: string, key: string): Promise<void>;
	kept(): ReadableMail[];
	drop(): Promise<void>;
}

/** ISO date of the working day after an ISO date; by default, after today. */
export function workingDay(after = localMoment(new Date()).date): string {
	return sendingHours(new Date(instantOf(after, '12:00'))).nextDay;
}

export async function buildScene(): Promise<Scene> {
	const database = await testDatabase();
	const { owner, databases } = database;
	const folder = mkdtempSync(join(tmpdir(), 'maillage-jobs-'));
	const [zelie, xanthippe, quintefeuille, observatoire] = SECRETS;
	const organizationId = await buildOrganization(owner, { name: observatoire, sensitive: true });
	const { id: groupId } = await buildGroup(owner, 'Les Essais');
	const author = await buildProfile(owner, { organizationId, firstName: xanthippe });
	const reader = await buildProfile(owner, { organizationId, lastName: quintefeuille });
	for (const profileId of [author, reader]) await buildMandate(owner, { profileId, groupId });
	const theCase = await buildCase(owner, {
		groupId,
		organizationId,
		createdBy: author,
		referentId: author,
		firstName: zelie,
		circle: [author, reader],
		agreement: [organizationId]
	});
	const mailer = (now: () => Date) =>
		createMailer({ smtpUrl: null, from: 'Maillage <x@essais.example>', folder, now });
	return {
		database,
		folder,
		groupId,
		author,
		reader,
		theCase,
		async run(time, day = workingDay()) {
			const now = (): Date => new Date(instantOf(day, time));
			const works = mailWorks({
				databases,
				mail: mailer(now),
				publicUrl: 'https://maillage.example',
				now
			});
			const asked: unknown[] = [];
			const add = (_: unknown, __: unknown, job: { data: object }): Promise<void> =>
				Promise.resolve(void asked.push(job.data));
			await works['mail-plan']({}, { add });
			for (const data of asked) await works['mail-send'](data, { add });
		},
		async tell(kind, key) {
			await owner.query('select private.tell($1, $2, $3, $4, $5, $6)', [
				reader,
				kind,
				groupId,
				theCase.id,
				key,
				author
			]);
		},
		kept: () =>
			mailer(() => new Date())
				.kept()
				.map(readMail),
		async drop() {
			await database.drop();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** How the reader wants one kind of thing. */
export async function choose(scene: Scene, kind: string, pace: string): Promise<void> {
	await scene.database.owner.query(
		`insert into public.mail_settings as s (profile_id, paces) values ($1, jsonb_build_object($2::text, $3::text))
		 on conflict (profile_id) do update set paces = s.paces || excluded.paces`,
		[scene.reader, kind, pace]
	);
}
