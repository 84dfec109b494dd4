import { m } from '$lib/paraglide/messages';
import type { Mail } from './mailer';

/**
 * Writes the message that carries the link of a guest, in the language of whoever asks. It is the same for everybody but
 * for the link: no name, no organisation, and not the question, which is read behind the link only.
 */
export function guestMail({ to, link }: { to: string; link: string }): Mail {
	return { to, subject: m.request_guest_mail_subject(), text: m.request_guest_mail_text({ link }) };
}
