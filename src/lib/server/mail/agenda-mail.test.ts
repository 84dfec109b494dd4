import { expect, test } from 'vitest';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime';
import { agendaMail } from './agenda-mail';

const LETTER = {
	to: 'lea@essais.example',
	territory: 'Les Essais',
	day: 'jeudi 26 novembre',
	start: '9 h 30',
	end: '11 h 30',
	place: 'La Passerelle',
	itemCount: 7,
	caseCount: 5,
	link: 'https://maillage.example/q/les-essais/reunions/2026-11-26/preparer',
	again: false
};

test.each(locales)('[M6] in %s, an agenda says when, where, how much and its link', (locale) => {
	overwriteGetLocale(() => locale);
	const { to, subject, text } = agendaMail(LETTER);
	expect(to).toBe(LETTER.to);
	for (const part of [LETTER.territory, LETTER.day]) expect(subject).toContain(part);
	for (const part of [LETTER.day, LETTER.start, LETTER.end, LETTER.place, '7', '5'])
		expect(text).toContain(part);
	expect(text.split('\n')).toContain(LETTER.link);
});

test.each(locales)(
	'[M6] in %s, one that changed says so, and a place that is not known',
	(locale) => {
		overwriteGetLocale(() => locale);
		const first = agendaMail({ ...LETTER, place: '' });
		const again = agendaMail({ ...LETTER, again: true });
		expect(again.subject).not.toBe(first.subject);
		expect(again.text).not.toBe(agendaMail(LETTER).text);
		expect(first.text).not.toContain('undefined');
		expect(first.text).not.toMatch(/^(?:Où\u00a0|Where):\s*$/m);
	}
);
