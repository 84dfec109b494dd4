/** What leaves by e-mail: to an SMTP server when there is one, else to files. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

export interface Mail {
	to: string;
	subject: string;
	text: string;
}

export interface Mailer {
	/** Resolves once the message is handed over. Throws when it cannot be. */
	send(mail: Mail): Promise<void>;
	/** Messages kept as files, newest first; none when they leave by SMTP. */
	kept(): KeptMail[];
}

export interface KeptMail {
	id: string;
	/** The whole message, headers included. */
	content: string;
}

export interface MailerOptions {
	smtpUrl: string | null;
	from: string;
	/** Folder of the messages that no server takes. */
	folder: string;
	now: () => Date;
}

const SUFFIX = '.eml';
const SHOWN = 50;

export function createMailer(options: MailerOptions): Mailer {
	return options.smtpUrl ? smtpMailer(options.smtpUrl, options.from) : fileMailer(options);
}

function smtpMailer(url: string, from: string): Mailer {
	const transport = createTransport(url);
	return {
		async send({ to, subject, text }) {
			await transport.sendMail({ from, to, subject, text });
		},
		kept: () => []
	};
}

/** Files are named by their time, so that their order is that of their names. */
function fileMailer({ from, folder, now }: MailerOptions): Mailer {
	const compose = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
	return {
		async send({ to, subject, text }) {
			const { message } = await compose.sendMail({ from, to, subject, text, date: now() });
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			const name = `${now().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}${SUFFIX}`;
			const path = join(folder, name);
			writeFileSync(`${path}.partial`, message as Buffer, { mode: 0o600 });
			renameSync(`${path}.partial`, path);
		},
		kept() {
			mkdirSync(folder, { recursive: true, mode: 0o700 });
			return readdirSync(folder)
				.filter((name) => name.endsWith(SUFFIX))
				.sort()
				.reverse()
				.slice(0, SHOWN)
				.map((name) => ({
					id: name.slice(0, -SUFFIX.length),
					content: readFileSync(join(folder, name), 'utf8')
				}));
		}
	};
}
