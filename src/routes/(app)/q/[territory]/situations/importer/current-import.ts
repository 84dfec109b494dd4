import type { Caller } from '$lib/domain/caller';
import { csvLine } from '$lib/domain/csv-line';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { getApp } from '$lib/server/app/app';
import { findImport, type FoundImport } from '$lib/server/database/imports';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';

/** Tells spreadsheets that the file is in UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** Asks something of the last import of a caller in a group; answers 404 when there is none. */
export function ofCurrentImport<T>(
	caller: Caller,
	territory: string,
	work: (tx: Tx, found: FoundImport, groupId: string) => Promise<T>
): Promise<T> {
	return asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, territory);
		const found = await findImport(tx, group.id);
		if (!found) throw new Refusal('not_found');
		return work(tx, found, group.id);
	}).catch(refuse);
}

/** A table to download. */
export function csvFile(name: string, rows: readonly (readonly string[])[]): Response {
	return new Response(BYTE_ORDER_MARK + rows.map(csvLine).join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
}
