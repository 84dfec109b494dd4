/** An authenticator application for tests, computed on its own, and what somebody does with it. */
import { createHmac } from 'node:crypto';
import { decodeBase32 } from '../../src/lib/server/local/auth/totp';
import type { AuthBench, AuthClient } from './auth-support';

export interface Enrolled {
	id: string;
	secret: string;
}

export type Authenticator = ReturnType<typeof authenticator>;

/** The application of the people of a bench: its clock is the bench's. */
export function authenticator(bench: AuthBench) {
	/** What it shows `steps` steps from now. */
	const codeNow = (secret: string, steps = 0): string => {
		const step = Math.floor(bench.now().getTime() / 30_000) + steps;
		const counter = Buffer.from(step.toString(16).padStart(16, '0'), 'hex');
		const mac = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
		const offset = (mac.at(-1) ?? 0) & 15;
		return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
	};
	/** A code that is right at no step near now. */
	const wrongCode = (secret: string): string => {
		const near = [-1, 0, 1].map((steps) => codeNow(secret, steps));
		return ['111111', '222222', '333333', '444444'].find((code) => !near.includes(code)) ?? '';
	};
	const answer = (client: AuthClient, { id }: Enrolled, code: string) =>
		client.auth.mfa.challengeAndVerify({ factorId: id, code });
	const prove = (client: AuthClient, factor: Enrolled) =>
		answer(client, factor, codeNow(factor.secret));
	/** Answers a challenge asked for before. */
	const meet = (client: AuthClient, { id, secret }: Enrolled, challengeId = '') =>
		client.auth.mfa.verify({ factorId: id, challengeId, code: codeNow(secret) });
	return {
		codeNow,
		wrongCode,
		answer,
		prove,
		meet,
		/** Gives an account its first factor: the session of the client is raised. */
		async enrol(client: AuthClient): Promise<Enrolled> {
			const { data, error } = await client.auth.mfa.enroll({ factorType: 'totp' });
			if (error) throw error;
			const factor = { id: data.id, secret: data.totp.secret };
			const proved = await prove(client, factor);
			if (proved.error) throw proved.error;
			// The step just used serves no more.
			bench.pass({ seconds: 30 });
			return factor;
		}
	};
}
