import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDays, instantOf } from '../../src/lib/domain/agenda-calendar';
import { sendingHours } from '../../src/lib/domain/sending-hours';
import { fewerMails } from '../../src/lib/server/database/mails';
import { asSystem } from '../../src/lib/server/database/transaction';
import { buildMeeting, buildProfile } from '../support/builders';
import { buildScene, choose, SECRETS, workingDay, type Scene } from './scene';

let scene: Scene;
beforeEach(async () => {
	scene = await buildScene();
});
afterEach(() => scene.drop());

test('[O11] a message says that a case waits, by its reference, and nothing else', async () => {
	const { owner } = scene.database;
	await owner.query(
		`insert into public.blockers (case_id, group_id, type_code, detail, carrier_id, created_by)
		 values ($1, $2, 'health', 'Quintefeuille attend Zélie à l’Observatoire', $3, $4)`,
		[scene.theCase.id, scene.groupId, scene.reader, scene.author]
	);
	await choose(scene, 'work', 'now');
	await scene.run('10:00');
	const [mail] = scene.kept();
	expect(scene.kept()).toHaveLength(1);
	expect(mail?.subject).toBe(`Une situation (${scene.theCase.reference}) vous attend`);
	for (const secret of SECRETS) expect(`${mail?.subject} ${mail?.text}`).not.toContain(secret);
	expect(mail?.text.match(/https:\S+/g)).toEqual([
		'https://maillage.example/ma-journee',
		expect.stringMatching(/^https:\/\/maillage\.example\/courriels\/[0-9a-f]{64}$/)
	]);
});

test('[O11] the morning message holds references only', async () => {
	for (const kind of ['mention', 'request', 'change']) await scene.tell(kind, `${kind}:1`);
	await scene.run('07:30');
	const [mail] = scene.kept();
	expect(mail?.subject).toBe('Votre résumé du matin');
	for (const secret of SECRETS) expect(mail?.text).not.toContain(secret);
	expect(mail?.text.match(/[A-Z]{2,4}-\d{3}/g)).toEqual([
		scene.theCase.reference,
		scene.theCase.reference
	]);
});

test('[O12] one’s own acts are told to nobody, nor a case that one may not know of', async () => {
	const { owner } = scene.database;
	const outside = await buildProfile(owner, { organizationId: await organizationOf(scene) });
	const tell = 'select private.tell($1, $2, $3, $4, $5, $6)';
	const subject = [scene.groupId, scene.theCase.id];
	await owner.query(tell, [scene.author, 'circle', ...subject, 'own', scene.author]);
	await owner.query(tell, [outside, 'circle', ...subject, 'outside', scene.author]);
	expect(await count(scene, 'notices')).toBe(0);
});

test.each([
	['the mandate ends', `update public.mandates set ends_at = now() where profile_id = $1`],
	[
		'they choose never',
		`update public.mail_settings set paces = '{"circle":"never"}' where profile_id = $1`
	],
	['the account is suspended', `update auth.users set banned_until = 'infinity' where id = $1`]
])('[O13] when %s between writing and sending, nothing leaves', async (_, change) => {
	await choose(scene, 'circle', 'now');
	await scene.tell('circle', 'something');
	const { owner } = scene.database;
	// Planned while they may know of it: kept for a moment when nothing may leave.
	const day = workingDay();
	await plan(scene, day);
	expect(await count(scene, 'mail_sends')).toBe(1);
	await owner.query(change, [scene.reader]);
	await scene.run('10:05', day);
	expect(scene.kept()).toEqual([]);
});

test('[O13] what asks nothing any more is not told', async () => {
	const { owner } = scene.database;
	await choose(scene, 'work', 'now');
	await owner.query(
		`insert into public.blockers (case_id, group_id, type_code, carrier_id, created_by) values ($1, $2, 'housing', $3, $4)`,
		[scene.theCase.id, scene.groupId, scene.reader, scene.author]
	);
	expect(await count(scene, 'notices')).toBe(1);
	await owner.query(`update public.blockers set carrier_id = null`);
	await scene.run('10:00');
	expect(scene.kept()).toEqual([]);
});

test('[O14] nothing leaves at night, on a Sunday or before offices open; it leaves then', async () => {
	await scene.tell('circle', 'something');
	const day = workingDay();
	await scene.run('07:29', day);
	await scene.run('18:30', day);
	await scene.run('10:00', sundayAfter(day));
	expect(scene.kept()).toEqual([]);
	await scene.run('07:30', day);
	expect(scene.kept()).toHaveLength(1);
});

test('[O15] the morning message leaves once a day, and not when there is nothing to tell', async () => {
	const day = workingDay();
	await scene.run('07:30', day);
	expect(scene.kept()).toEqual([]);
	await scene.tell('mention', 'late');
	await scene.run('09:00', day);
	expect(scene.kept()).toEqual([]);
	await scene.run('07:30', workingDay(day));
	await scene.run('07:31', workingDay(day));
	expect(scene.kept()).toHaveLength(1);
});

test('[O16] one line for a case and an author in half an hour', async () => {
	for (const key of ['first', 'second']) await scene.tell('circle', key);
	await scene.run('10:00');
	const [mail] = scene.kept();
	expect(mail?.text.match(new RegExp(scene.theCase.reference, 'g'))).toHaveLength(1);
	await scene.tell('circle', 'third');
	await scene.run('10:29');
	expect(scene.kept()).toHaveLength(1);
	await scene.run('10:31');
	expect(scene.kept()).toHaveLength(2);
});

test('[O17] what is due is told once on its day, then each week that it is late', async () => {
	const { owner } = scene.database;
	const monday = mondayAfter(workingDay());
	await owner.query(
		`insert into public.actions (case_id, group_id, label, owner_id, due_on, created_by) values ($1, $2, 'Appeler Zélie', $3, $4, $3)`,
		[scene.theCase.id, scene.groupId, scene.reader, monday]
	);
	const told: number[] = [];
	for (const days of [0, 1, 4, 7, 8, 14]) {
		await scene.run('07:30', addDays(monday, days));
		told.push(scene.kept().length);
	}
	expect(told).toEqual([1, 1, 1, 2, 2, 3]);
});

test('[O18] a meeting is told three days before, and who presents the working day before at 16 h', async () => {
	const { owner } = scene.database;
	const thursday = addDays(mondayAfter(workingDay()), 3);
	const meetingId = await buildMeeting(owner, {
		groupId: scene.groupId,
		createdBy: scene.author,
		startsAt: instantOf(thursday, '09:30'),
		status: 'sent'
	});
	await owner.query(
		`insert into public.agenda_items (meeting_id, item_id, group_id, kind, case_id, question, rank, presenter_id)
		 values ($1, 'one', $2, 'case', $3, 'Zélie viendra-t-elle ?', 0, $4)`,
		[meetingId, scene.groupId, scene.theCase.id, scene.reader]
	);
	await scene.run('10:00', addDays(thursday, -3));
	expect(subjects(scene)).toEqual([
		expect.stringMatching(/^Réunion du jeudi .+ – Les Essais$/),
		expect.stringMatching(/^Réunion du jeudi .+ – Les Essais$/)
	]);
	await scene.run('15:59', addDays(thursday, -1));
	expect(subjects(scene)).toHaveLength(2);
	await scene.run('16:00', addDays(thursday, -1));
	expect(subjects(scene)[0]).toContain(`Vous présentez une situation (${scene.theCase.reference})`);
});

test('[O19] the link of a message puts what leaves at once in the morning message', async () => {
	await scene.tell('circle', 'first');
	await scene.run('10:00');
	const { databases, owner } = scene.database;
	const [raw = ''] = files(scene);
	const token = /List-Unsubscribe: <https:\/\/maillage\.example\/courriels\/([0-9a-f]{64})>/.exec(
		raw.replaceAll(/\n\s+/g, ' ')
	)?.[1];
	expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
	const language = await asSystem(databases, (tx) => fewerMails(tx, token ?? '', true));
	expect(language).toBe('fr');
	const { rows } = await owner.query<{ paces: Record<string, string> }>(
		'select r.paces from private.mail_readers as r where r.profile_id = $1',
		[scene.reader]
	);
	expect(Object.values(rows[0]?.paces ?? {})).not.toContain('now');
	expect(await asSystem(databases, (tx) => fewerMails(tx, 'another', true))).toBeNull();
});

test('[O21] what was told is forgotten as the journals are', async () => {
	const { owner } = scene.database;
	const day = workingDay();
	await scene.tell('circle', 'something');
	await scene.run('10:00', day);
	expect(await count(scene, 'notices')).toBe(1);
	for (const table of ['notices', 'mail_sends'])
		await owner.query(`update public.${table} set created_at = created_at - interval '2 years'`);
	await scene.run('10:00', workingDay(day));
	expect([await count(scene, 'notices'), await count(scene, 'mail_sends')]).toEqual([0, 0]);
});

test.each(['before', 'after'])(
	'[O20] killed just %s the message is written, it is there once',
	async (moment) => {
		await scene.tell('circle', 'something');
		const day = workingDay();
		const id = await plan(scene, day);
		const file = (name: string): string => new URL(name, import.meta.url).pathname;
		const { person, system } = scene.database.urls;
		const child = fork(
			file('child-sender.ts'),
			[JSON.stringify({ person, system }), scene.folder, id, instantOf(day, '10:00'), moment],
			{ execArgv: ['--import', file('../sync/resolve-lib.ts')] }
		);
		await once(child, 'message');
		child.kill('SIGKILL');
		await once(child, 'exit');
		const before = files(scene);
		expect(before).toHaveLength(moment === 'after' ? 1 : 0);
		await expect
			.poll(() => scene.run('10:05', day).then(() => count(scene, 'sent')), { timeout: 10_000 })
			.toBe(1);
		const after = files(scene);
		expect(after).toHaveLength(1);
		expect(after[0]).toContain(`Message-ID: <${id}@essais.example>`);
		if (moment === 'after') expect(after).toEqual(before);
	}
);

/** Plans at ten and sends nothing. Returns the id of the message. */
async function plan({ database }: Scene, day: string): Promise<string> {
	const now = new Date(instantOf(day, '10:00'));
	const hours = sendingHours(now);
	const { rows } = await database.owner.query<{ id: string }>(
		'select p.id from private.plan_mails($1, $2, $3, true, false) as p (id)',
		[now, hours.day, hours.nextDay]
	);
	return rows[0]?.id ?? '';
}

async function count(
	{ database }: Scene,
	what: 'notices' | 'mail_sends' | 'sent'
): Promise<number> {
	const table = what === 'sent' ? `mail_sends where outcome = 'sent'` : what;
	const { rows } = await database.owner.query<{ count: string }>(
		`select count(*) from public.${table}`
	);
	return Number(rows[0]?.count);
}

async function organizationOf({ database, reader }: Scene): Promise<string> {
	const { rows } = await database.owner.query<{ organization_id: string }>(
		'select p.organization_id from public.profiles as p where p.id = $1',
		[reader]
	);
	return rows[0]?.organization_id ?? '';
}

function subjects(of: Scene): string[] {
	return of.kept().map(({ subject }) => subject);
}

function files({ folder }: Scene): string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.eml'))
		.map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`);
}

/** Weeks without a public holiday, so that the days that follow are working days. */
function mondayAfter(date: string): string {
	let monday = addDays(date, (8 - weekdayOf(date)) % 7 || 7);
	const works = (days: number): boolean =>
		sendingHours(new Date(instantOf(addDays(monday, days), '12:00'))).open;
	while (![0, 1, 2, 3, 4, 7, 8, 14].every(works)) monday = addDays(monday, 7);
	return monday;
}

function sundayAfter(date: string): string {
	return addDays(date, (7 - weekdayOf(date)) % 7 || 7);
}

function weekdayOf(date: string): number {
	return new Date(`${date}T00:00:00Z`).getUTCDay();
}
