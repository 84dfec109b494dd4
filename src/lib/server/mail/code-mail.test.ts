import { expect, test } from 'vitest';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { codeMail } from './code-mail';

const PURPOSES = ['sign_in', 'recovery'] as const;
const CASES = locales.flatMap((locale) => PURPOSES.map((purpose) => [locale, purpose] as const));

test.each(CASES)(
	'[M4] in %s, a message for %s tells nothing of whom it is for',
	(locale, purpose) => {
		overwriteGetLocale(() => locale);
		const write = (to: string) => codeMail({ to, code: '012345', purpose, minutes: 60 });
		const { to, ...message } = write('amina.derouiche@essais.example');
		expect(write('karim@ailleurs.example')).toEqual({ ...message, to: 'karim@ailleurs.example' });
		expect(to).toBe('amina.derouiche@essais.example');
		expect(`${message.subject} ${message.text}`).toContain('012345');
	}
);
