import { m } from '$lib/paraglide/messages';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { asCaller } from '$lib/server/database/transaction';
import { journalKindText } from '$lib/ui/admin/journal-text';
import { csvLine } from '$lib/domain/csv-line';
import { readJournalAddress } from '../journal-query';
import { listRows, type JournalRow } from '../journal-rows';
import type { RequestHandler } from './$types';

/** The most that one file holds: more is asked for by period. */
const ROWS_MAX = 10_000;
/** What the database gives at once. */
const PAGE = 100;
/** Tells spreadsheets that the file is in UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** The journal that the address of the page asks for, as a file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const caller = requireCaller(locals);
	const address = readJournalAddress(url);
	const rows: JournalRow[] = [];
	for (let more = true; more;) {
		const before = rows.at(-1)?.id ?? null;
		const page = await asCaller(getApp().databases, caller, (tx) =>
			listRows(tx, { ...address, before }, PAGE)
		).catch(refuse);
		rows.push(...page);
		more = page.length === PAGE && rows.length < ROWS_MAX;
	}
	const head = [
		m.admin_journal_when(),
		m.admin_journal_who(),
		m.admin_journal_what(),
		m.admin_territory(),
		m.admin_journal_reference()
	];
	const lines = rows.map(({ at, author, kind, territory, reference }) =>
		csvLine([
			at.toISOString(),
			author ? `${author.firstName} ${author.lastName}` : m.admin_journal_system(),
			journalKindText(kind),
			territory ?? '',
			reference ?? ''
		])
	);
	return new Response(BYTE_ORDER_MARK + csvLine(head) + lines.join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="journal.csv"',
			'cache-control': 'no-store'
		}
	});
};
