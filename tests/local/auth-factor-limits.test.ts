import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHALLENGE_SECONDS, TRIES_MAX } from '../../src/lib/server/local/auth/factor-rows';
import { openBench, type AuthBench } from './auth-support';
import { authenticator, type Authenticator } from './authenticator';

let bench: AuthBench;
let app: Authenticator;
beforeAll(async () => {
	bench = await openBench();
	app = authenticator(bench);
});
afterAll(() => bench.stop());
beforeEach(() => {
	bench.pass({ seconds: 3700 });
	bench.endedSessions.length = 0;
});

test('[A24] five wrong codes, then none is looked at for fifteen minutes, restart or not', async () => {
	const { client } = await open('hana');
	const factor = await app.enrol(client);
	const other = (await bench.signIn('hana@essais.example')).client;
	bench.pass({ seconds: 60 });
	for (let tried = 0; tried < TRIES_MAX; tried++) {
		const { error } = await app.answer(
			tried % 2 ? other : client,
			factor,
			app.wrongCode(factor.secret)
		);
		expect(error).toMatchObject({ code: 'mfa_verification_failed', status: 422 });
	}
	await bench.restart();
	const refused = await app.prove(client, factor);
	expect(refused.error).toMatchObject({ code: 'over_request_rate_limit', status: 429 });
	bench.pass({ seconds: 14 * 60 });
	expect((await app.prove(client, factor)).error).toMatchObject({ status: 429 });
	bench.pass({ seconds: 61 });
	expect((await app.prove(client, factor)).error).toBeNull();
});

test('[A24] guesses sent at once are all counted', async () => {
	const { client } = await open('ines');
	const factor = await app.enrol(client);
	bench.pass({ seconds: 60 });
	const { data } = await client.auth.mfa.challenge({ factorId: factor.id });
	const code = app.wrongCode(factor.secret);
	const guesses = Array.from({ length: 12 }, () =>
		client.auth.mfa.verify({ factorId: factor.id, challengeId: data?.id ?? '', code })
	);
	const statuses = (await Promise.all(guesses)).map(({ error }) => error?.status);
	expect(statuses.filter((status) => status === 422)).toHaveLength(TRIES_MAX);
	expect(statuses.filter((status) => status === 429)).toHaveLength(12 - TRIES_MAX);
});

test('[A24] a right code forgets the wrong ones', async () => {
	const { client } = await open('jade');
	const factor = await app.enrol(client);
	for (let round = 0; round < 2; round++) {
		bench.pass({ seconds: 60 });
		for (let tried = 0; tried < TRIES_MAX - 1; tried++) {
			await app.answer(client, factor, app.wrongCode(factor.secret));
		}
		expect((await app.prove(client, factor)).error).toBeNull();
	}
});

test('[A25] a challenge lives five minutes and serves once', async () => {
	const { client } = await open('kaya');
	const factor = await app.enrol(client);
	const old = await client.auth.mfa.challenge({ factorId: factor.id });
	bench.pass({ seconds: CHALLENGE_SECONDS + 1 });
	const expired = { code: 'mfa_challenge_expired', status: 422 };
	expect((await app.meet(client, factor, old.data?.id)).error).toMatchObject(expired);
	const fresh = await client.auth.mfa.challenge({ factorId: factor.id });
	expect((await app.meet(client, factor, fresh.data?.id)).error).toBeNull();
	bench.pass({ seconds: 30 });
	expect((await app.meet(client, factor, fresh.data?.id)).error).toMatchObject(expired);
});

test('[A25] a factor and a challenge of somebody else serve nothing', async () => {
	const { client } = await open('leon');
	const factor = await app.enrol(client);
	const { client: other } = await open('mael');
	const theirs = await app.enrol(other);
	bench.pass({ seconds: 60 });
	const unknown = { code: 'mfa_factor_not_found', status: 404 };
	expect((await other.auth.mfa.challenge({ factorId: factor.id })).error).toMatchObject(unknown);
	expect((await other.auth.mfa.unenroll({ factorId: factor.id })).error).toMatchObject(unknown);
	const mine = await client.auth.mfa.challenge({ factorId: factor.id });
	expect((await app.meet(other, factor, mine.data?.id)).error).toMatchObject(unknown);
	expect((await app.meet(other, theirs, mine.data?.id)).error).toMatchObject({
		code: 'mfa_challenge_expired'
	});
});

async function open(name: string) {
	await bench.account(`${name}@essais.example`);
	return bench.signIn(`${name}@essais.example`);
}
