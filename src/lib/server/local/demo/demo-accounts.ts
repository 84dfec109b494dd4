import { listTeam, ORGANIZATIONS, type MemberKey } from './team';

/** An account of the demo group, as it is printed. */
export interface DemoAccount {
	email: string;
	password: string;
	role: string;
	organization: string;
}

/** The accounts of the demo group, whether it is loaded or not. */
export function demoAccounts(): DemoAccount[] {
	return listTeam().map(([key, member]) => ({
		email: emailOf(key),
		password: member.passphrase,
		role: member.role,
		organization: ORGANIZATIONS[member.organization].name
	}));
}

/** The address with which a member signs in. */
export function emailOf(key: MemberKey): string {
	return `${key}@tilleuls.example`;
}
