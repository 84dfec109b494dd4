import { m } from '$lib/paraglide/messages';
import type { Mail } from './mailer';

/** What the letter of an agenda says; the day and the hours are ready to read. */
export interface AgendaLetter {
	to: string;
	territory: string;
	day: string;
	start: string;
	end: string;
	place: string;
	itemCount: number;
	caseCount: number;
	link: string;
	/** It was sent before, and changed since. */
	again: boolean;
}

/** Writes the message that an agenda is ready, in the language of the request: when, where and how much; no name, title or question. */
export function agendaMail({
	to,
	again,
	itemCount,
	caseCount,
	place,
	...letter
}: AgendaLetter): Mail {
	const text = again ? m.mail_agenda_text_again : m.mail_agenda_text;
	const subject = again ? m.mail_agenda_subject_again : m.mail_agenda_subject;
	return {
		to,
		subject: subject({ day: letter.day, territory: letter.territory }),
		text: text({
			...letter,
			place: place === '' ? m.mail_agenda_place_none() : place,
			counts: m.mail_agenda_counts({ items: itemCount, cases: caseCount })
		})
	};
}
