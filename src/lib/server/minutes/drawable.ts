/** What the fonts of the PDF draw: European languages written in Latin letters. */
const DRAWN =
	/^[\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u00b4\u00b6-\u0107\u010a-\u0113\u0116-\u011b\u011e-\u0123\u0126-\u0127\u012a-\u012b\u012e-\u0133\u0136-\u0137\u0139-\u013e\u0141-\u0148\u0150-\u0155\u0158-\u015b\u015e-\u0165\u016a-\u016b\u016e-\u017e\u0218-\u021b\u02c6-\u02c7\u02d8-\u02dd\u1e80-\u1e85\u1e9e\u1ef2-\u1ef3\u2009\u2013-\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039-\u203a\u2044\u20ac\u2122\u2212\u2248\u2260\u2264-\u2265\u03bc]*$/u;
/** Signs that look the same as one that the fonts draw, or as nothing. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
	[/[\u202f\u2000-\u2008\u200a\u3000]/gu, '\u00a0'],
	[/[\u2010\u2011\u2015]/gu, '-'],
	[/\u02bc/gu, '’'],
	[/\u00b5/gu, '\u03bc'],
	[/\u2192/gu, '->'],
	[/\t/gu, ' '],
	[/[\u00ad\u200b\u2060]/gu, '']
];
const UNKNOWN = '?';

/** A text with the signs of the fonts only, and whether nothing was lost. A letter loses its marks before it goes. */
export function drawable(text: string): { drawn: string; complete: boolean } {
	let drawn = text.normalize('NFC');
	for (const [sign, same] of ALIKE) drawn = drawn.replace(sign, same);
	if (DRAWN.test(drawn)) return { drawn, complete: true };
	const signs = [...new Intl.Segmenter('fr').segment(drawn)].map(({ segment }) => {
		if (DRAWN.test(segment)) return segment;
		// Its marks go one by one, the last first.
		const [letter = '', ...marks] = Array.from(segment.normalize('NFD'));
		while (marks.length > 0) {
			marks.pop();
			const bare = [letter, ...marks].join('').normalize('NFC');
			if (DRAWN.test(bare)) return bare;
		}
		return UNKNOWN;
	});
	return { drawn: signs.join(''), complete: false };
}
