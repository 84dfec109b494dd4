import { expect, test } from 'vitest';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { guestMail } from './guest-mail';

const LINK = 'https://maillage.example/reponse/abc_-9';

test.each(locales)('[M20] in %s, the letter of a guest is the same but for its link', (locale) => {
	overwriteGetLocale(() => locale);
	const one = guestMail({ to: 'accueil@essais.example', link: LINK });
	const other = guestMail({ to: 'maison@essais.example', link: `${LINK}z` });
	expect(one.to).toBe('accueil@essais.example');
	expect(one.text).toMatch(/^https:\/\/maillage\.example\/reponse\/abc_-9$/m);
	expect({ ...one, to: '', text: one.text.replace(LINK, '') }).toEqual({
		...other,
		to: '',
		text: other.text.replace(`${LINK}z`, '')
	});
});
