import { expect, test } from 'vitest';
import { localPath } from './local-path';

test.each([
	['/ma-journee', '/ma-journee'],
	[
		'/q/les-tilleuls/tableau?cohorte=jeunes#VT-018',
		'/q/les-tilleuls/tableau?cohorte=jeunes#VT-018'
	],
	['/é', '/%C3%A9'],
	['/q/../ma-journee', '/ma-journee']
])('%j leads to %s', (asked, path) => {
	expect(localPath(asked)).toBe(path);
});

test.each([
	null,
	'',
	'ma-journee',
	'https://evil.example/',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/\n/evil.example',
	'/\r\n\\evil.example',
	'/.//evil.example',
	'/..//evil.example',
	'/q/..//evil.example',
	'javascript:alert(1)',
	'//:80'
])('%j leads out of this site, or nowhere', (asked) => {
	expect(localPath(asked)).toBeNull();
});
