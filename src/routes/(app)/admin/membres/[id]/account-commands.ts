/** What administrators do with one account. Whoever it is about is named by the address of the page. */
import type { AuthError } from '@supabase/supabase-js';
import type { Account } from '$lib/domain/administration';
import { Refusal } from '$lib/domain/refusal';
import { authAdmin } from '$lib/server/access/auth-admin';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import {
	endAdministrator,
	endSessionsOf,
	grantAdministrator,
	listAccounts,
	noteAccountAction,
	setAccount
} from '$lib/server/database/administration';
import {
	endMandate,
	grantMandate,
	setMandate,
	type MandateHolder
} from '$lib/server/database/mandates';
import type { Tx } from '$lib/server/database/transaction';
import { securityMail } from '$lib/server/mail/security-mail';
import {
	EmployerForm,
	EmptyForm,
	JobForm,
	MandateForm,
	NewMandateForm,
	OfOneForm
} from '../../forms';

/** How long a suspension lasts unless it is lifted: a hundred years, for the sign-in service knows no "for ever". */
const SUSPENSION = '876000h';

interface Named {
	params: Partial<Record<string, string>>;
}

/** The account that an address names. Throws Refusal('not_found'). */
export async function findAccount(tx: Tx, id: string | undefined): Promise<Account> {
	const account = (await listAccounts(tx)).find((each) => each.id === id);
	if (!account) throw new Refusal('not_found');
	return account;
}

const ofAddress = (tx: Tx, { params }: Named): Promise<Account> => findAccount(tx, params['id']);

/** Decides the access of somebody again at once, and tells it to their groups. */
async function tell({ id, mandates }: Account): Promise<undefined> {
	const { sync } = getApp();
	await sync.recheck([id]);
	await sync.refresh({
		groupIds: [...new Set(mandates.map(({ groupId }) => groupId))],
		profileIds: [id]
	});
	return undefined;
}

async function tellHolder({ profileId, groupId }: MandateHolder): Promise<undefined> {
	const { sync } = getApp();
	await sync.recheck([profileId]);
	await sync.refresh({ groupIds: [groupId], profileIds: [profileId] });
	return undefined;
}

export const grant = command({
	schema: NewMandateForm,
	administrators: true,
	async work(tx, { id, groupId, role, endsOn }, asked) {
		const { id: profileId } = await ofAddress(tx, asked);
		await grantMandate(tx, { id, profileId, groupId, role, endsAt: endsOn });
		return { profileId, groupId };
	},
	after: tellHolder
});

/** Refuses a mandate of somebody else than the address names. */
async function refuseUnlessTheirs(tx: Tx, asked: Named, mandateId: string): Promise<void> {
	const { mandates } = await ofAddress(tx, asked);
	if (!mandates.some(({ id }) => id === mandateId)) throw new Refusal('conflict');
}

export const change = command({
	schema: MandateForm,
	administrators: true,
	async work(tx, { id, role, endsOn, expectedRole, expectedEndsAt }, asked) {
		await refuseUnlessTheirs(tx, asked, id);
		const expected = { role: expectedRole, endsAt: expectedEndsAt };
		return setMandate(tx, { mandateId: id, role, endsAt: endsOn, expected });
	},
	after: tellHolder
});

export const end = command({
	schema: OfOneForm,
	administrators: true,
	async work(tx, { id }, asked) {
		await refuseUnlessTheirs(tx, asked, id);
		return endMandate(tx, id);
	},
	after: tellHolder
});

export const employer = command({
	schema: EmployerForm,
	administrators: true,
	async work(tx, changes, asked) {
		const account = await ofAddress(tx, asked);
		await setAccount(tx, { profileId: account.id, changes });
		return account;
	},
	after: tell
});

export const job = command({
	schema: JobForm,
	administrators: true,
	async work(tx, changes, asked) {
		const account = await ofAddress(tx, asked);
		await setAccount(tx, { profileId: account.id, changes });
		return account;
	},
	after: tell
});

/** What the sign-in service refuses here, it refuses because it is away. */
function refuseIfFailed(error: AuthError | null): void {
	if (error) throw new Refusal('unavailable', { cause: error });
}

export const suspend = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const account = await ofAddress(tx, asked);
		// Whoever suspends stays: there is always an administrator who can sign in.
		if (account.id === asked.caller.profileId) throw new Refusal('not_allowed');
		await noteAccountAction(tx, { profileId: account.id, action: 'suspended' });
		return account;
	},
	async after(account) {
		const admin = authAdmin(getApp().auth);
		const { error } = await admin.updateUserById(account.id, { ban_duration: SUSPENSION });
		refuseIfFailed(error);
		return tell(account);
	}
});

export const lift = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const account = await ofAddress(tx, asked);
		await noteAccountAction(tx, { profileId: account.id, action: 'restored' });
		return account;
	},
	async after(account) {
		const admin = authAdmin(getApp().auth);
		const { error } = await admin.updateUserById(account.id, { ban_duration: 'none' });
		refuseIfFailed(error);
		return tell(account);
	}
});

export const signOut = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const { id } = await ofAddress(tx, asked);
		return endSessionsOf(tx, id);
	},
	async after(sessions) {
		await getApp().sync.endSessions(sessions);
		return undefined;
	}
});

export const removeFactor = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const account = await ofAddress(tx, asked);
		// One's own is removed in one's settings, with a fresh code.
		if (account.id === asked.caller.profileId) throw new Refusal('not_allowed');
		await noteAccountAction(tx, { profileId: account.id, action: 'second_factor' });
		return account;
	},
	async after(account) {
		const { auth, mail, log } = getApp();
		const { mfa } = authAdmin(auth);
		const { data, error } = await mfa.listFactors({ userId: account.id });
		refuseIfFailed(error);
		for (const { id } of data?.factors ?? []) {
			refuseIfFailed((await mfa.deleteFactor({ id, userId: account.id })).error);
		}
		if (account.email) {
			const letter = securityMail({ to: account.email, change: 'factor_removed' });
			await mail.send(letter).catch(() => {
				log.error({ profileId: account.id }, 'a change of sign-in could not be told');
			});
		}
		return tell(account);
	}
});

export const makeAdministrator = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const account = await ofAddress(tx, asked);
		await grantAdministrator(tx, account.id);
		return account;
	},
	after: tell
});

export const unmakeAdministrator = command({
	schema: EmptyForm,
	administrators: true,
	async work(tx, _, asked) {
		const account = await ofAddress(tx, asked);
		await endAdministrator(tx, account.id);
		return account;
	},
	after: tell
});
