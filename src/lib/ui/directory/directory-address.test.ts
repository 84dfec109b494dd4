import { expect, test } from 'vitest';
import { directoryQuery, readQuery } from './directory-address';

test('the address of the directory says what is looked for, and reads it back', () => {
	const asked = { type: 'childcare', text: 'avant 8 h 30', service: 'abc' } as const;
	expect(readQuery(new URLSearchParams(directoryQuery(asked)))).toEqual(asked);
	expect(directoryQuery({ type: null, text: ' ', service: null })).toBe('?');
	expect(readQuery(new URLSearchParams('frein=meteo'))).toEqual({
		type: null,
		text: '',
		service: null
	});
});
