import { demoAccounts } from '../../../src/lib/server/local/demo/demo-accounts';

/** Those of the demo group who act in the browser tests. */
export const PEOPLE = [
	'amina',
	'lea',
	'thomas',
	'karim',
	'nathalie',
	'bruno',
	'sophie',
	'isabelle',
	'damien'
] as const;
export type Person = (typeof PEOPLE)[number];

/** Environment variable in which the global setup leaves the address for the workers. */
export const URL_VARIABLE = 'MAILLAGE_E2E_URL';

export const SESSIONS = 'test-results/sessions';

export const BOARD = '/q/les-tilleuls/tableau';

export function sessionFile(person: Person): string {
	return `${SESSIONS}/${person}.json`;
}

export function caseAddress(reference: string): string {
	return `/q/les-tilleuls/situations/${reference}`;
}

export function emailOf(person: Person): string {
	return `${person}@tilleuls.example`;
}

/** The pass phrase of a demo account. */
export function passphraseOf(person: Person): string {
	const account = demoAccounts().find(({ email }) => email === emailOf(person));
	if (!account) throw new Error(`${person} has no demo account.`);
	return account.password;
}
