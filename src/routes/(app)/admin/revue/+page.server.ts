import * as v from 'valibot';
import type { Account } from '$lib/domain/administration';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import {
	findLastAccessReview,
	listAccounts,
	listDormantAccounts,
	listOrganizations,
	recordAccessReview
} from '$lib/server/database/administration';
import { asCaller } from '$lib/server/database/transaction';
import type { Actions, PageServerLoad } from './$types';

/** Somebody who has not signed in for this long is asked about, in days. */
const DORMANT_DAYS = 90;
/** A mandate without an end is asked about after this long, in milliseconds: a year. */
const OPEN_MANDATE_MS = 365 * 86_400_000;

const Ids = v.array(v.pipe(v.string(), v.uuid()));

/** The mandates that a form or an address ticks; those that are none are left out. */
function tickedOf(values: FormDataEntryValue[]): string[] {
	const parsed = v.safeParse(Ids, values);
	return parsed.success ? [...new Set(parsed.output)] : [];
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const { accounts, dormant, organizations, last } = await asCaller(
		getApp().databases,
		caller,
		async (tx) => ({
			accounts: await listAccounts(tx),
			dormant: await listDormantAccounts(tx, DORMANT_DAYS),
			organizations: await listOrganizations(tx),
			last: await findLastAccessReview(tx)
		})
	).catch(refuse);
	const demanding = new Set(
		organizations.filter(({ secondFactor }) => secondFactor).map(({ id }) => id)
	);
	const since = new Date(Date.now() - OPEN_MANDATE_MS).toISOString();
	const isOld = ({ mandates }: Account): boolean =>
		mandates.some(({ endsAt, startsAt }) => endsAt === null && startsAt < since);
	const ticked = tickedOf(url.searchParams.getAll('mandat'));
	return {
		days: DORMANT_DAYS,
		last,
		accounts: accounts.length,
		lists: {
			dormant,
			open: accounts.filter(isOld),
			suspended: accounts.filter(
				({ bannedUntil, mandates }) => bannedUntil !== null && mandates.length > 0
			),
			bare: accounts.filter(
				({ secondFactor, organizationId, mandates }) =>
					!secondFactor && demanding.has(organizationId) && mandates.length > 0
			)
		},
		/** Null: nothing to confirm yet. */
		summary: url.searchParams.has('resume')
			? accounts.flatMap(({ id, firstName, lastName, mandates }) =>
					mandates
						.filter((mandate) => ticked.includes(mandate.id))
						.map((mandate) => ({ ...mandate, profileId: id, firstName, lastName }))
				)
			: null
	};
};

export const actions: Actions = {
	record: command({
		schema: v.object({}),
		administrators: true,
		work: (tx, _, { form }) =>
			recordAccessReview(tx, { endedMandates: tickedOf(form.getAll('mandat')) }),
		async after(ended) {
			const { sync } = getApp();
			const profileIds = [...new Set(ended.map(({ profileId }) => profileId))];
			if (profileIds.length > 0) await sync.recheck(profileIds);
			const groupIds = [...new Set(ended.map(({ groupId }) => groupId))];
			await sync.refresh({ groupIds, profileIds });
			return { ended: ended.length };
		}
	})
};
