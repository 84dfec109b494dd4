import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listAccounts } from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import { readJournalAddress } from './journal-query';
import { listRows } from './journal-rows';
import type { PageServerLoad } from './$types';

const ROWS_PER_PAGE = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const address = readJournalAddress(url);
	const { rows, accounts } = await asCaller(getApp().databases, caller, async (tx) => ({
		rows: await listRows(tx, address, ROWS_PER_PAGE),
		accounts: await listAccounts(tx)
	})).catch(refuse);
	return {
		address,
		rows,
		/** Where the next page begins; null: this is the last. */
		next: rows.length === ROWS_PER_PAGE ? (rows.at(-1)?.id ?? null) : null,
		people: accounts.map(({ id, firstName, lastName }) => ({ id, firstName, lastName }))
	};
};
