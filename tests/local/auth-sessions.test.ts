import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { IDLE_DAYS, REUSE_SECONDS } from '../../src/lib/server/local/auth/sessions';
import { openBench, PASSWORD, type AuthBench, type AuthClient } from './auth-support';

let bench: AuthBench;
beforeAll(async () => {
	bench = await openBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.pass({ seconds: 3700 }));

test('[A9] a refresh token is exchanged for the next one', async () => {
	const { session } = await signUp('anna');
	const second = await refresh(session.refresh_token);
	const third = await refresh(second.data.session?.refresh_token ?? '');
	expect(third.error).toBeNull();
	expect(third.data.session?.refresh_token).not.toBe(second.data.session?.refresh_token);
	expect(third.data.user?.email).toBe('anna@essais.example');
});

test('[A10] the token just exchanged gets the current one again', async () => {
	const { session } = await signUp('bela');
	const second = await refresh(session.refresh_token);
	const again = await refresh(session.refresh_token);
	expect(again.data.session?.refresh_token).toBe(second.data.session?.refresh_token);
});

test('[A10] two tabs that refresh at once stay signed in', async () => {
	const { session } = await signUp('cyril');
	const both = await Promise.all([refresh(session.refresh_token), refresh(session.refresh_token)]);
	const tokens = both.map(({ data }) => data.session?.refresh_token);
	expect(tokens[0]).toBe(tokens[1]);
});

test('[A11] an older token ends its session, and nothing of it serves any more', async () => {
	const { session } = await signUp('dina');
	const second = await refresh(session.refresh_token);
	const third = await refresh(second.data.session?.refresh_token ?? '');
	bench.pass({ seconds: REUSE_SECONDS + 1 });
	bench.endedSessions.length = 0;
	expect((await refresh(session.refresh_token)).error).toMatchObject({
		code: 'refresh_token_already_used',
		status: 400
	});
	expect(bench.endedSessions).toHaveLength(1);
	expect((await refresh(third.data.session?.refresh_token ?? '')).error).toMatchObject({
		code: 'refresh_token_not_found'
	});
});

test('[A12] a forged token opens nothing and ends nothing', async () => {
	const { session } = await signUp('elio');
	const bytes = Buffer.from(session.refresh_token, 'base64url');
	for (const place of [0, 5, 17, 20, bytes.length - 1]) {
		const forged = Buffer.from(bytes);
		forged[place] = (forged[place] ?? 0) ^ 1;
		const { error } = await refresh(forged.toString('base64url'));
		expect(error).toMatchObject({ code: 'refresh_token_not_found', status: 400 });
	}
	expect((await refresh('')).error).not.toBeNull();
	expect((await refresh(session.refresh_token)).error).toBeNull();
});

test('[A13] a session not used for thirty days is over', async () => {
	const { session } = await signUp('fanta');
	bench.pass({ days: IDLE_DAYS + 1 });
	expect((await refresh(session.refresh_token)).error).toMatchObject({ code: 'session_expired' });
});

test('[A14] signing out ends this session, the others, or all', async () => {
	await bench.account('gael@essais.example');
	const [here, there, elsewhere] = [await open('gael'), await open('gael'), await open('gael')];
	bench.endedSessions.length = 0;
	await here.client.auth.signOut({ scope: 'others' });
	expect(bench.endedSessions).toHaveLength(2);
	expect((await there.client.auth.getUser()).error).not.toBeNull();
	expect((await elsewhere.client.auth.getUser()).error).not.toBeNull();
	expect((await here.client.auth.getUser()).data.user?.email).toBe('gael@essais.example');
	const last = await open('gael');
	await here.client.auth.signOut({ scope: 'local' });
	expect((await last.client.auth.getUser()).error).toBeNull();
	await last.client.auth.signOut({ scope: 'global' });
	expect(bench.endedSessions).toHaveLength(4);
});

test('[A15] a new password needs the current one, and ends the other sessions', async () => {
	await bench.account('hana@essais.example');
	const [here, there] = [await open('hana'), await open('hana')];
	const without = await here.client.auth.updateUser({ password: 'nouvelle phrase 42' });
	expect(without.error).toMatchObject({ code: 'current_password_required' });
	const wrong = await change(here.client, {
		password: 'nouvelle phrase 42',
		current_password: 'no'
	});
	expect(wrong.error).toMatchObject({ code: 'current_password_invalid' });
	const right = await change(here.client, {
		password: 'nouvelle phrase 42',
		current_password: PASSWORD
	});
	expect(right.error).toBeNull();
	expect((await here.client.auth.getUser()).error).toBeNull();
	expect((await there.client.auth.getUser()).error).not.toBeNull();
	await bench.signIn('hana@essais.example', 'nouvelle phrase 42');
});

test('[A15] a session opened by a code chooses a new password for an hour', async () => {
	await bench.account('ines@essais.example');
	const client = await recover('ines');
	expect((await client.auth.updateUser({ password: 'une phrase oubliée' })).error).toBeNull();
	await bench.signIn('ines@essais.example', 'une phrase oubliée');
	const late = await recover('ines');
	bench.pass({ seconds: 3601 });
	await late.auth.refreshSession();
	expect((await late.auth.updateUser({ password: 'encore une autre' })).error).toMatchObject({
		code: 'current_password_required'
	});
});

test('[A16] a weak password is refused', async () => {
	await bench.account('jade@essais.example');
	const client = await recover('jade');
	for (const password of [
		'trop court',
		'aaaaaaaaaaaaaa',
		'x'.repeat(20) + 'é'.repeat(40) + 'abcd'
	]) {
		expect((await client.auth.updateUser({ password })).error).toMatchObject({
			code: 'weak_password'
		});
	}
	expect((await client.auth.updateUser({ password: PASSWORD })).error).toMatchObject({
		code: 'same_password'
	});
});

test('[A20] metadata, which travels in every cookie, stays small', async () => {
	const { client } = await signUp('lila');
	expect((await client.auth.updateUser({ data: { theme: 'x'.repeat(600) } })).error).toBeNull();
	expect((await client.auth.updateUser({ data: { more: 'x'.repeat(600) } })).error).toMatchObject({
		code: 'validation_failed'
	});
});

test('[A18] banning, a new password and deletion end every session', async () => {
	const id = await bench.account('karim@essais.example');
	const { admin } = bench.admin().auth;
	const ways = [
		() => admin.updateUserById(id, { ban_duration: '24h' }),
		() => admin.updateUserById(id, { password: 'donnée par un tiers' }),
		() => admin.deleteUser(id)
	];
	let password = PASSWORD;
	for (const end of ways) {
		const { client, session } = await bench.signIn('karim@essais.example', password);
		bench.endedSessions.length = 0;
		const { error } = await end();
		expect(error).toBeNull();
		expect(bench.endedSessions).toEqual([decodeJwt(session.access_token)['session_id']]);
		expect((await client.auth.getUser()).error).not.toBeNull();
		expect((await refresh(session.refresh_token)).error).not.toBeNull();
		await admin.updateUserById(id, { ban_duration: 'none', password });
		password = 'donnée par un tiers';
		await admin.updateUserById(id, { password });
	}
});

async function signUp(name: string) {
	await bench.account(`${name}@essais.example`);
	return open(name);
}

function open(name: string) {
	return bench.signIn(`${name}@essais.example`);
}

function refresh(token: string) {
	return bench.client().auth.refreshSession({ refresh_token: token });
}

/** Signs in with the code of a recovery e-mail. */
async function recover(name: string): Promise<AuthClient> {
	const email = `${name}@essais.example`;
	const client = bench.client();
	await client.auth.resetPasswordForEmail(email);
	await bench.service.settle();
	const mail = bench.mails.findLast(({ to }) => to === email);
	expect(mail?.purpose).toBe('recovery');
	const { error } = await client.auth.verifyOtp({
		email,
		token: mail?.code ?? '',
		type: 'recovery'
	});
	if (error) throw error;
	return client;
}

/** The types of supabase-js do not name `current_password` yet. */
function change(client: AuthClient, attributes: { password: string; current_password: string }) {
	return client.auth.updateUser(attributes);
}
