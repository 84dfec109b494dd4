import { AuthApiError, AuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { afterSignIn, Code, Email, signInError, signInStatus, tryAgainAt } from './sign-in-form';

describe('after sign-in', () => {
	test('one goes on to the page that was asked for', () => {
		expect(afterSignIn('/q/les-tilleuls/tableau?vue=liste')).toBe(
			'/q/les-tilleuls/tableau?vue=liste'
		);
	});

	test.each([
		null,
		'',
		'https://elsewhere.test',
		'//elsewhere.test',
		'/\\elsewhere.test',
		'tableau'
	])('%j leads to Ma journée, never to another site', (asked) => {
		expect(afterSignIn(asked)).toBe('/ma-journee');
	});
});

test.each([
	['482019', '482019'],
	[' 482 019 ', '482019'],
	['482\u00a0019', '482019']
])('a code may be typed as %j', (typed, code) => {
	expect(v.parse(Code, typed)).toBe(code);
});

test.each(['', '48201', '4820199', '48201a', '４８２０１９'])('%j is no code', (typed) => {
	expect(v.safeParse(Code, typed).success).toBe(false);
});

test('an address is read without its spaces and capitals', () => {
	expect(v.parse(Email, ' Amina@Tilleuls.example ')).toBe('amina@tilleuls.example');
	expect(v.safeParse(Email, 'amina').success).toBe(false);
});

describe('a refusal of the service', () => {
	test.each<[AuthError, string, number]>([
		[new AuthApiError('', 400, 'invalid_credentials'), 'credentials', 400],
		[new AuthApiError('', 403, 'otp_expired'), 'credentials', 400],
		[new AuthApiError('', 429, 'over_request_rate_limit'), 'too_many', 429],
		[new AuthApiError('', 422, 'weak_password'), 'password', 400],
		[new AuthApiError('', 422, 'same_password'), 'password', 400],
		[new AuthApiError('', 500, 'unexpected_failure'), 'server', 503],
		[new AuthRetryableFetchError('', 0), 'server', 503]
	])('%s is told as %s', (error, told, status) => {
		const code = signInError(error, 'credentials');
		expect(code).toBe(told);
		expect(signInStatus(code)).toBe(status);
	});
});

test('who tried too much is told when to come back, never too early', () => {
	const now = new Date('2026-11-24T08:36:40Z');
	expect(tryAgainAt('too_many', 'password', now)).toBe('2026-11-24T08:42:40.000Z');
	expect(tryAgainAt('credentials', 'password', now)).toBeNull();
});
