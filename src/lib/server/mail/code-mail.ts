import { m } from '$lib/paraglide/messages';
import type { Mail } from './mailer';

export interface CodeMail {
	to: string;
	code: string;
	purpose: 'sign_in' | 'recovery';
	minutes: number;
}

/** Writes the message that carries a code, in the language of the request. It holds nothing about anybody. */
export function codeMail({ to, code, purpose, minutes }: CodeMail): Mail {
	switch (purpose) {
		case 'sign_in':
			return {
				to,
				subject: m.mail_code_subject({ code }),
				text: m.mail_code_text({ code, minutes })
			};
		case 'recovery':
			return {
				to,
				subject: m.mail_recovery_subject({ code }),
				text: m.mail_recovery_text({ code, minutes })
			};
	}
}
