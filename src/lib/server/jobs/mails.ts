/** Messages of the follow-up: planned every minute while offices are open, each sent once. */
import { sendingHours } from '$lib/domain/sending-hours';
import type { Databases } from '$lib/server/database/database';
import { planMails, settleMail, takeMail } from '$lib/server/database/mails';
import { asSystem } from '$lib/server/database/transaction';
import type { Mailer } from '$lib/server/mail/mailer';
import { noticeMail } from '$lib/server/mail/notice-mail';
import type { QueueName, Work } from './queue';

interface MailWorkOptions {
	databases: Databases;
	mail: Pick<Mailer, 'send'>;
	publicUrl: string;
	now: () => Date;
}

/** The works of messages, by queue. */
export function mailWorks({
	databases,
	mail,
	publicUrl,
	now
}: MailWorkOptions): Record<QueueName, Work> {
	return {
		async 'mail-plan'(_, { add }) {
			const at = now();
			const hours = sendingHours(at);
			// What happens at night or on a Sunday is planned when offices open.
			if (!hours.open) return;
			await asSystem(databases, async (tx) => {
				for (const id of await planMails(tx, at, hours)) {
					await add(tx, 'mail-send', { data: { id }, key: id });
				}
			});
		},
		async 'mail-send'(data) {
			const id = idOf(data);
			// A try that comes late waits for the next plan.
			if (id === null || !sendingHours(now()).open) return;
			// One transaction holds the message until it has left: nobody else sends it meanwhile.
			await asSystem(databases, async (tx) => {
				const taken = await takeMail(tx, id);
				if (!taken) return;
				await mail.send(noticeMail(taken, publicUrl));
				await settleMail(tx, id);
			});
		}
	};
}

function idOf(data: unknown): string | null {
	const found = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
	return typeof found === 'string' ? found : null;
}
