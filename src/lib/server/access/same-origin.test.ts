import { expect, test } from 'vitest';
import { isFromHere, isOneClick } from './same-origin';

const HERE = 'https://maillage.example';

test.each([
	['POST', HERE, true],
	['POST', 'https://evil.example', false],
	['POST', 'https://autre.maillage.example', false],
	['POST', 'http://maillage.example', false],
	['POST', 'null', false],
	['POST', null, false],
	['DELETE', null, false],
	['PUT', 'https://evil.example', false],
	['GET', 'https://evil.example', true],
	['HEAD', null, true]
])('%s from %s: %s', (method, origin, expected) => {
	const headers = new Headers(origin === null ? {} : { origin });
	expect(isFromHere(new Request(`${HERE}/session`, { method, headers }), HERE)).toBe(expected);
});

test.each([
	['POST', '/courriels/abc', null, true],
	['POST', '/courriels/abc', 'https://evil.example', false],
	['DELETE', '/courriels/abc', null, false],
	['POST', '/courriels/abc/def', null, false],
	['POST', '/session', null, false]
])('%s %s from %s is one click in a message: %s', (method, path, origin, expected) => {
	const headers = new Headers(origin === null ? {} : { origin });
	expect(isOneClick(new Request(`${HERE}${path}`, { method, headers }), path)).toBe(expected);
});
