/**
 * What a professional is told of by e-mail. `work`: an action or a blocker given to them. `referral`: somebody sends a
 * person to their service, or answers. `circle`: a request to join, an invitation, a case offered. `due`: what is due
 * today or late. `presenting`: they present a case tomorrow. `change`: a case of theirs moved.
 */
export const NOTICE_KINDS = [
	'mention',
	'request',
	'work',
	'referral',
	'circle',
	'due',
	'agenda',
	'presenting',
	'course',
	'change'
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** When one is told of a kind of thing. `digest`: in the message of the morning. */
export const PACES = ['now', 'digest', 'never'] as const;
export type Pace = (typeof PACES)[number];
export type MailPaces = Record<NoticeKind, Pace>;

/** What somebody may choose for a kind: what is due is told in the morning. */
export function pacesOf(kind: NoticeKind): readonly Pace[] {
	return kind === 'due' ? ['digest', 'never'] : PACES;
}

export const MAIL_LANGUAGES = ['fr', 'en'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** How somebody is written to. */
export interface MailChoices {
	language: MailLanguage;
	paces: MailPaces;
}
