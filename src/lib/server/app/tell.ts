/** E-mails that no answer waits for. */
import { securityMail, type SecurityChange } from '$lib/server/mail/security-mail';
import type { App } from './app';

/** Tells somebody that their sign-in changed, which cannot be turned off; a server that refuses is in the log, without the address. */
export function tellChange({ mail, log }: App, to: string, change: SecurityChange): void {
	// Written now: the language is that of the request.
	const message = securityMail({ to, change });
	void mail.send(message).catch((error: unknown) => {
		const { name } = error instanceof Error ? error : { name: 'unknown' };
		log.error({ change, name }, 'a message about a change of sign-in was not sent');
	});
}
