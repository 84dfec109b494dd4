import { m } from '$lib/paraglide/messages';
import { requireCaller } from '$lib/server/access/session';
import { listImportedCases } from '$lib/server/database/imports';
import { csvFile, ofCurrentImport } from '../current-import';
import type { RequestHandler } from './$types';

/** Which row of the file of the caller became which case. */
export const GET: RequestHandler = ({ locals, params }) =>
	ofCurrentImport(requireCaller(locals), params.territory, async (tx, { id }) => {
		const cases = await listImportedCases(tx, id);
		const head = [m.import_preview_row(), m.import_csv_own_reference(), m.import_csv_reference()];
		const lines = cases.map(({ row, ownReference, reference }) => [
			String(row),
			ownReference,
			reference
		]);
		return csvFile(m.import_csv_references_name(), [head, ...lines]);
	});
