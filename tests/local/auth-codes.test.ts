import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CODE_GUESSES, CODE_MINUTES } from '../../src/lib/server/local/auth/codes';
import { LIMITS } from '../../src/lib/server/local/auth/limits';
import { openBench, type AuthBench } from './auth-support';

let bench: AuthBench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.pass({ seconds: 3700 }));

test('[A5] asking for a code answers the same for a known and an unknown account', async () => {
	await bench.account('anna@essais.example');
	const known = await bench.client().auth.signInWithOtp({ email: 'anna@essais.example' });
	const unknown = await bench.client().auth.signInWithOtp({ email: 'nobody@essais.example' });
	await bench.service.settle();
	expect(unknown).toEqual(known);
	expect(bench.mails.filter(({ to }) => to === 'nobody@essais.example')).toEqual([]);
});

test('[A6] the code of the e-mail opens a session, once', async () => {
	await bench.account('bela@essais.example');
	const code = await codeFor('bela@essais.example');
	expect(code).toMatch(/^\d{6}$/);
	const first = await verify('bela@essais.example', code);
	expect(first.data.session?.user.email).toBe('bela@essais.example');
	expect((await verify('bela@essais.example', code)).error).toMatchObject(REFUSED);
});

test('[A6] a code is not in the database in clear', async () => {
	await bench.account('cyril@essais.example');
	const code = await codeFor('cyril@essais.example');
	const { rows } = await bench.database.owner.query<{ dump: string }>(
		`select coalesce(string_agg(to_jsonb(t)::text, ''), '') || (select string_agg(to_jsonb(u)::text, '') from auth.users u) as dump from auth.one_time_tokens t`
	);
	expect(rows[0]?.dump).not.toContain(`"${code}"`);
});

test('[A6] a code is replaced by the next', async () => {
	await bench.account('dina@essais.example');
	const first = await codeFor('dina@essais.example');
	const second = await codeFor('dina@essais.example');
	if (first !== second) {
		expect((await verify('dina@essais.example', first)).error).toMatchObject(REFUSED);
	}
	expect((await verify('dina@essais.example', second)).error).toBeNull();
});

test('[A6] a code lives one hour', async () => {
	await bench.account('elio@essais.example');
	const code = await codeFor('elio@essais.example');
	bench.pass({ seconds: CODE_MINUTES * 60 + 1 });
	expect((await verify('elio@essais.example', code)).error).toMatchObject(REFUSED);
});

test('[A7] five wrong guesses destroy a code, even made at the same time', async () => {
	await bench.account('fanta@essais.example');
	const code = await codeFor('fanta@essais.example');
	const wrong = code === '000000' ? '000001' : '000000';
	await Promise.all(
		Array.from({ length: CODE_GUESSES }, () => verify('fanta@essais.example', wrong))
	);
	expect((await verify('fanta@essais.example', code)).error).toMatchObject(REFUSED);
});

test('[A7] the fifth guess may be the right one', async () => {
	await bench.account('gael@essais.example');
	const code = await codeFor('gael@essais.example');
	const wrong = code === '000000' ? '000001' : '000000';
	for (let n = 1; n < CODE_GUESSES; n += 1) await verify('gael@essais.example', wrong);
	expect((await verify('gael@essais.example', code)).error).toBeNull();
});

test('[A7] an unknown account and a wrong code get one answer', async () => {
	await bench.account('hana@essais.example');
	await codeFor('hana@essais.example');
	const unknown = await verify('nobody@essais.example', '000000');
	const wrong = await verify('hana@essais.example', 'no');
	expect(unknown.error).toEqual(wrong.error);
});

test('[A8] messages to an account are limited, known or not', async () => {
	await bench.account('ines@essais.example');
	for (const email of ['ines@essais.example', 'ghost@essais.example']) {
		for (let n = 0; n < LIMITS.mailByAccount.count; n += 1) {
			expect((await bench.client().auth.signInWithOtp({ email })).error).toBeNull();
		}
		expect((await bench.client().auth.resetPasswordForEmail(email)).error).toMatchObject({
			status: 429,
			code: 'over_email_send_rate_limit'
		});
	}
});

const REFUSED = { status: 403, code: 'otp_expired' };

/** Asks for a code and reads it in the e-mail. */
async function codeFor(email: string): Promise<string> {
	const { error } = await bench.client().auth.signInWithOtp({ email });
	if (error) throw error;
	await bench.service.settle();
	return bench.mails.findLast(({ to }) => to === email)?.code ?? '';
}

function verify(email: string, token: string) {
	return bench.client().auth.verifyOtp({ email, token, type: 'email' });
}
