import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { codeMail } from './code-mail';
import { createMailer } from './mailer';
import { readMail } from './read-mail';

const folder = mkdtempSync(join(tmpdir(), 'maillage-mail-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[M1] without a server, a message is kept in a file that only this account reads', async () => {
	await filesMailer().send({ to: 'a@essais.example', subject: 'Été', text: 'Voilà\n' });
	const [name = ''] = readdirSync(folder);
	expect(name).toMatch(/^2026-11-22T.*[.]eml$/);
	expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test('[M2] what is kept reads back, accents and long lines included', async () => {
	const mailer = filesMailer();
	await mailer.send(
		codeMail({ to: 'a@essais.example', code: '012345', purpose: 'recovery', minutes: 60 })
	);
	const [mail] = mailer.kept().map(readMail);
	expect(mail).toMatchObject({
		to: 'a@essais.example',
		subject: '012345 est votre code pour choisir un nouveau mot de passe'
	});
	expect(mail?.text).toContain('Vous n’avez rien demandé\u00a0? Ignorez ce message');
});

test('[M3] the newest message is first', async () => {
	const mailer = filesMailer();
	for (const subject of ['one', 'two'])
		await mailer.send({ to: 'a@essais.example', subject, text: '.' });
	expect(mailer.kept().map((mail) => readMail(mail).subject)).toEqual(['two', 'one']);
});

let clock = Date.parse('2026-11-22T09:00:00Z');
function filesMailer() {
	const now = (): Date => new Date((clock += 1000));
	return createMailer({ smtpUrl: null, from: 'Maillage <x@essais.example>', folder, now });
}
