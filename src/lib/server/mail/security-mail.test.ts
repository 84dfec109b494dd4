import { expect, test } from 'vitest';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { securityMail, type SecurityChange } from './security-mail';

const CHANGES: SecurityChange[] = [
	'factor_added',
	'factor_removed',
	'codes_replaced',
	'backup_used',
	'password'
];
const CASES = locales.flatMap((locale) => CHANGES.map((change) => [locale, change] as const));

test.each(CASES)(
	'[M6] in %s, the message of %s tells nothing of whom it is for',
	(locale, change) => {
		overwriteGetLocale(() => locale);
		const { to, ...message } = securityMail({ to: 'amina.derouiche@essais.example', change });
		expect(securityMail({ to: 'karim@ailleurs.example', change })).toEqual({
			...message,
			to: 'karim@ailleurs.example'
		});
		expect(to).toBe('amina.derouiche@essais.example');
		expect(message.text).not.toContain('{');
	}
);
