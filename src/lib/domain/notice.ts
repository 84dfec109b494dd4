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
