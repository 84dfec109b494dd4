/** What somebody may send who means no good, or whose browser is broken. */
import { caseAddress } from './people';

export const FORM = 'application/x-www-form-urlencoded';

/** Addresses that take a form. */
export const ACTIONS = [
	'/connexion',
	'/connexion/lien',
	'/connexion/code',
	'/mot-de-passe',
	'/mot-de-passe/code',
	'/mot-de-passe/nouveau',
	'/premier-compte',
	'/affichage',
	'/deconnexion',
	'/ma-journee?/finish',
	'/q/les-tilleuls/reunions?/plan',
	'/q/les-tilleuls/situations/nouvelle',
	`${caseAddress('VT-018')}?/addBlocker`
];

/** Addresses to return to that leave this site, or lead nowhere. */
export const ELSEWHERE = [
	'https://evil.example/',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'/.//evil.example',
	'javascript:alert(1)',
	''
];

/** Bodies and what they say they are. */
export const BODIES = [
	['application/json', '{}'],
	['text/plain', 'back=/'],
	['multipart/form-data; boundary=x', 'cut short'],
	[FORM, '%%%=%&&=&=='],
	[FORM, '']
] as const;

/** Values of the session's cookie that are no session. */
export const COOKIES = [
	'',
	'%',
	'null',
	'[]',
	'1',
	'base64-!!!',
	'base64-AAAA',
	'base64-_____w',
	'base64-bnVsbA',
	'base64-IiI',
	'{"access_token":"x","refresh_token":{"a":1},"expires_at":1}',
	`base64-${Buffer.from('{"access_token":"x.y.z","refresh_token":"x","expires_at":4000000000}').toString('base64url')}`,
	'a'.repeat(12_000)
];

/** Forms behind sign-in and their fields. */
export const FORMS: [string, string[]][] = [
	['/ma-journee?/finish', ['item', 'done']],
	['/q/les-tilleuls/reunions?/plan', ['id', 'date', 'start', 'end', 'place', 'video']],
	[
		'/q/les-tilleuls/reunions?/planSeries',
		['id', 'kind', 'weeks', 'first', 'start', 'end', 'place', 'video', 'dates']
	],
	[
		'/q/les-tilleuls/reunions?/answer',
		['meetingId', 'profileId', 'answer', 'word', 'representedBy']
	],
	[
		'/q/les-tilleuls/situations/nouvelle',
		['id', 'firstName', 'lastInitial', 'birthYear', 'cohort', 'stage', 'referentId', 'agreement']
	],
	[`${caseAddress('VT-018')}?/addBlocker`, ['id', 'type', 'detail', 'carrierId']],
	[`${caseAddress('VT-018')}?/setBlocker`, ['id', 'detail']],
	[`${caseAddress('VT-018')}?/addAction`, ['id', 'label', 'ownerId', 'dueOn', 'reserved']],
	[`${caseAddress('VT-018')}?/recordAgreement`, ['id', 'form', 'givenOn', 'organizationIds']],
	[`${caseAddress('VT-018')}?/withdrawAgreement`, ['organizationId']],
	[`${caseAddress('VT-018')}?/addToCircle`, ['profileId', 'reason', 'form', 'agreedOn']],
	[`${caseAddress('VT-018')}?/leaveCircle`, ['profileId']],
	[`${caseAddress('VT-018')}?/setReferent`, ['profileId']],
	[`${caseAddress('VT%00018')}?/viewIdentity`, []],
	['/q/les-tilleuls/reunions?/plan', ['date']],
	['/q/les%00tilleuls/situations/nouvelle', ['id']]
];

/** Values that no field takes. */
export const VALUES = [
	'\u0000',
	'0000-00-00',
	'2026-11-31',
	'\u202e<script>',
	'\ud800',
	'x'.repeat(5000)
];
