import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { FACTORS_MAX } from '../../src/lib/server/local/auth/factors';
import { encodeBase32 } from '../../src/lib/server/local/auth/totp';
import { openBench, PASSWORD, type AuthBench } from './auth-support';
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

test('[A26] a refresh token copied before the proof profits nothing from it', async () => {
	const { client, session } = await open('nils');
	await app.enrol(client);
	bench.endedSessions.length = 0;
	const stolen = await refresh(session.refresh_token);
	expect(stolen.error).toMatchObject({ code: 'refresh_token_not_found' });
	expect(stolen.data.session).toBeNull();
	expect(bench.endedSessions).toEqual([]);
	expect((await client.auth.refreshSession()).error).toBeNull();
});

test('[A27] who has a factor proves it before changing anything of it, or the password', async () => {
	const { client } = await open('oria');
	const factor = await app.enrol(client);
	const { client: later, session } = await bench.signIn('oria@essais.example');
	const refused = { code: 'insufficient_aal' };
	const second = await later.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Second' });
	expect(second.error).toMatchObject({ ...refused, status: 403 });
	expect((await later.auth.mfa.unenroll({ factorId: factor.id })).error).toMatchObject({
		...refused,
		status: 422
	});
	const change = { password: 'nouvelle phrase 42', current_password: PASSWORD };
	expect((await later.auth.updateUser(change)).error).toMatchObject({ ...refused, status: 401 });
	// A token of the first level, kept from before the proof, gains nothing: the session decides.
	expect(decodeJwt(session.access_token)['aal']).toBe('aal1');
	await app.prove(later, factor);
	const raised = await later.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Second' });
	expect(raised.error).toBeNull();
	expect((await later.auth.updateUser(change)).error).toBeNull();
});

test('[A27] a code by e-mail does not stand for the second factor', async () => {
	const { client } = await open('paul');
	await app.enrol(client);
	const recovering = bench.client();
	await recovering.auth.resetPasswordForEmail('paul@essais.example');
	await bench.service.settle();
	const token = bench.mails.at(-1)?.code ?? '';
	await recovering.auth.verifyOtp({ email: 'paul@essais.example', token, type: 'recovery' });
	const { error } = await recovering.auth.updateUser({ password: 'une phrase oubliée' });
	expect(error).toMatchObject({ code: 'insufficient_aal' });
});

test('[A27] a factor begun before another was proved is no way around it', async () => {
	const { client } = await open('quentin');
	const factor = await app.enrol(client);
	const planted = encodeBase32(Buffer.alloc(20, 7));
	const { rows } = await bench.database.owner.query<{ id: string }>(
		`insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
		 select gen_random_uuid(), user_id, 'planted', 'totp', 'unverified', created_at, updated_at, $2
		 from auth.mfa_factors where id = $1 returning id`,
		[factor.id, planted]
	);
	const later = (await bench.signIn('quentin@essais.example')).client;
	const { error } = await app.prove(later, { id: rows[0]?.id ?? '', secret: planted });
	expect(error).toMatchObject({ code: 'insufficient_aal' });
});

test('[A28] removing a factor lowers the sessions that it raised', async () => {
	const { client } = await open('rosa');
	const factor = await app.enrol(client);
	const other = (await bench.signIn('rosa@essais.example')).client;
	await app.prove(other, factor);
	expect((await client.auth.mfa.unenroll({ factorId: factor.id })).data).toEqual({ id: factor.id });
	for (const each of [client, other]) {
		await each.auth.refreshSession();
		const level = await each.auth.mfa.getAuthenticatorAssuranceLevel();
		expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
		expect(level.data?.currentAuthenticationMethods.map(methodOf)).toEqual(['password']);
	}
});

test('[A28] administration lists and removes the factors of somebody, with the secret key only', async () => {
	const { client, session } = await open('saul');
	const factor = await app.enrol(client);
	const target = { userId: session.user.id, id: factor.id };
	const asSelf = bench.client(session.access_token).auth.admin.mfa;
	expect((await asSelf.listFactors({ userId: target.userId })).error).not.toBeNull();
	expect((await asSelf.deleteFactor(target)).error).toMatchObject({ code: 'not_admin' });
	const { mfa } = bench.admin().auth.admin;
	const listed = await mfa.listFactors({ userId: target.userId });
	expect(listed.data?.factors).toMatchObject([{ id: factor.id, status: 'verified' }]);
	const { client: stranger } = await open('tess');
	const theirs = await app.enrol(stranger);
	expect((await mfa.deleteFactor({ ...target, id: theirs.id })).error).toMatchObject({
		code: 'mfa_factor_not_found'
	});
	expect((await mfa.deleteFactor(target)).error).toBeNull();
	await client.auth.refreshSession();
	const level = await client.auth.mfa.getAuthenticatorAssuranceLevel();
	expect(level.data).toMatchObject({ currentLevel: 'aal1', nextLevel: 'aal1' });
});

test('[A29] ten factors at most, of different names', async () => {
	const { client } = await open('ulla');
	const begin = (name: string) =>
		client.auth.mfa.enroll({ factorType: 'totp', friendlyName: name });
	await begin('Téléphone');
	expect((await begin('Téléphone')).error).toMatchObject({
		code: 'mfa_factor_name_conflict',
		status: 422
	});
	for (let count = 1; count < FACTORS_MAX; count++) await begin(`Autre ${count}`);
	expect((await begin('Un de trop')).error).toMatchObject({
		code: 'too_many_enrolled_mfa_factors',
		status: 422
	});
	expect((await client.auth.mfa.listFactors()).data?.all).toHaveLength(FACTORS_MAX);
});

async function open(name: string) {
	await bench.account(`${name}@essais.example`);
	return bench.signIn(`${name}@essais.example`);
}

function refresh(token: string) {
	return bench.client().auth.refreshSession({ refresh_token: token });
}

function methodOf(entry: string | { method: string }): string {
	return typeof entry === 'string' ? entry : entry.method;
}
