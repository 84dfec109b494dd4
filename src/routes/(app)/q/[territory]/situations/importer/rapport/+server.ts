import { Refusal } from '$lib/domain/refusal';
import { m } from '$lib/paraglide/messages';
import { requireCaller } from '$lib/server/access/session';
import { prepareImport } from '$lib/server/import/prepare-import';
import { fieldLabel, problemText } from '$lib/ui/import/import-text';
import { dayOf } from '$lib/ui/kit/dates';
import { csvFile, ofCurrentImport } from '../current-import';
import type { RequestHandler } from './$types';

/** What is wrong in the file of the caller, and who is there already, row by row. */
export const GET: RequestHandler = ({ locals, params }) =>
	ofCurrentImport(requireCaller(locals), params.territory, async (tx, found, groupId) => {
		const { choices } = found;
		const sheet = choices && found.sheets?.[choices.sheet];
		if (!sheet) throw new Refusal('not_found');
		const today = dayOf(new Date());
		const { reading, duplicates } = await prepareImport(tx, { groupId, sheet, choices, today });
		const rows = [
			...reading.problems.map((problem) => ({
				row: problem.row,
				cells: [fieldLabel(problem.field), problem.value, problemText(problem)]
			})),
			...duplicates.map(({ row, of }) => ({
				row,
				cells: [
					m.import_preview_duplicates_title(),
					'',
					typeof of === 'number'
						? m.import_preview_duplicate_row({ row, of })
						: `${m.import_preview_duplicate_case({ row })} ${of}`
				]
			}))
		].toSorted((a, b) => a.row - b.row);
		const head = [
			m.import_preview_row(),
			m.import_csv_column(),
			m.import_csv_value(),
			m.import_csv_problem()
		];
		const lines = rows.map(({ row, cells }) => [String(row), ...cells]);
		return csvFile(m.import_csv_report_name(), [head, ...lines]);
	});
