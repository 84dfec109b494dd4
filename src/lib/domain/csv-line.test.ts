import { expect, test } from 'vitest';
import { csvLine } from './csv-line';

test('[K6] a cell keeps its semicolons, quotes and line ends', () => {
	expect(csvLine(['a;b', 'dit « "oui" »', 'deux\nlignes'])).toBe(
		'"a;b";"dit « ""oui"" »";"deux\nlignes"\r\n'
	);
});

test.each(['=1+1', '+33', '-2', '@SUM(A1)', '\t=1', '\r=1'])(
	'[K6] a spreadsheet does not run a cell that holds %j',
	(text) => {
		expect(csvLine([text])).toBe(`"'${text}"\r\n`);
	}
);
