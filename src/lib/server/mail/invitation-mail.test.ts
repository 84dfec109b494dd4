import { expect, test } from 'vitest';
import { ROLES } from '$lib/domain/member';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { invitationMail } from './invitation-mail';

const LETTER = {
	email: 'lea@essais.example',
	territory: 'Les Essais',
	inviter: 'Amina Derouiche',
	days: 7,
	link: 'https://maillage.example/invitation/abc_-9'
};
const CASES = locales.flatMap((locale) => ROLES.map((role) => [locale, role] as const));

test.each(CASES)(
	'[M5] in %s, an invitation as %s says who, where, the link and how long',
	(locale, role) => {
		overwriteGetLocale(() => locale);
		const { to, subject, text } = invitationMail({ ...LETTER, role });
		expect(to).toBe(LETTER.email);
		expect(subject).toContain(LETTER.territory);
		for (const part of [LETTER.inviter, LETTER.territory, String(LETTER.days)])
			expect(text).toContain(part);
		expect(text).toMatch(/^https:\/\/maillage\.example\/invitation\/abc_-9$/m);
	}
);

test.each(locales)('[M5] in %s, roles read differently', (locale) => {
	overwriteGetLocale(() => locale);
	const texts = ROLES.map((role) => invitationMail({ ...LETTER, role }).text);
	expect(new Set(texts).size).toBe(ROLES.length);
});
