/** What leaves by e-mail: to an SMTP server when there is one, else to files. */
import { randomUUID } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

export interface Mail {
	to: string;
	subject: string;
	text: string;
	/** Of a message that may be tried again: its files and its Message-ID are the same each time. */
	once?: { id: string; at: Date };
	/** Address that gives fewer messages, of messages that one may do without. */
	fewer?: string;
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
/** How long a server may take to answer, and to say nothing, in milliseconds. */
const ANSWER_WITHIN = 10_000;
const SILENT_FOR = 30_000;

export function createMailer(options: MailerOptions): Mailer {
	return options.smtpUrl ? smtpMailer(options.smtpUrl, options.from) : fileMailer(options);
}

function smtpMailer(url: string, from: string): Mailer {
	const transport = createTransport({
		url,
		connectionTimeout: ANSWER_WITHIN,
		greetingTimeout: ANSWER_WITHIN,
		socketTimeout: SILENT_FOR
	});
	return {
		async send(mail) {
			await transport.sendMail({ from, ...contentOf(mail, from) });
		},
		kept: () => []
	};
}

/** Files are named by their time, so that their order is that of their names. */
function fileMailer({ from, folder, now }: MailerOptions): Mailer {
	const compose = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
	return {
		async send(mail) {
			const { id, at } = mail.once ?? { id: randomUUID(), at: now() };
			const name = `${at.toISOString().replaceAll(':', '-')}-${id.slice(0, 8)}${SUFFIX}`;
			const path = join(folder, name);
			if (existsSync(path)) return;
			const { message } = await compose.sendMail({ from, ...contentOf(mail, from), date: at });
			mkdirSync(folder, { recursive: true, mode: 0o700 });
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

/** A message with its headers; one click on "fewer" is a POST to its address (RFC 8058). */
function contentOf({ to, subject, text, once, fewer }: Mail, from: string) {
	const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
	return {
		to,
		subject,
		text,
		...(once ? { messageId: `<${once.id}@${domain}>` } : {}),
		...(fewer
			? {
					headers: {
						'List-Unsubscribe': `<${fewer}>`,
						'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
					}
				}
			: {})
	};
}
