/**
 * Sends one message in a process of its own, to be killed in the middle:
 * `node --import resolve-lib.ts child-sender.ts <urls> <folder> <mail> <now> <before or after>`.
 */
import { connect, type DatabaseUrls } from '../../src/lib/server/database/database.ts';
import { mailWorks } from '../../src/lib/server/jobs/mails.ts';
import { createMailer } from '../../src/lib/server/mail/mailer.ts';

const [urls = '{}', folder = '', id = '', now = '', moment = ''] = process.argv.slice(2);
const mailer = createMailer({
	smtpUrl: null,
	from: 'Maillage <x@essais.example>',
	folder,
	now: () => new Date(now)
});
const works = mailWorks({
	databases: connect(JSON.parse(urls) as DatabaseUrls),
	mail: {
		async send(mail) {
			if (moment === 'after') await mailer.send(mail);
			process.send?.('in the middle');
			// Until it is killed.
			await new Promise((resolve) => setInterval(resolve, 1 << 30));
		}
	},
	publicUrl: 'https://maillage.example',
	now: () => new Date(now)
});
await works['mail-send']({ id }, { add: () => Promise.resolve() });
