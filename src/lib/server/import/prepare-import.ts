import type { Duplicate, ImportChoices, ImportPlan, Sheet, SheetReading } from '$lib/domain/import';
import { findDuplicates, planImport, readRows, type Referent } from '$lib/domain/import-rows';
import { findColleaguesByEmail, findSimilarCases } from '$lib/server/database/imports';
import { findMe, listMembers } from '$lib/server/database/members';
import type { Tx } from '$lib/server/database/transaction';
import { listOfferedBlockerTypes } from '$lib/server/database/vocabulary';

export interface PreparedImport {
	reading: SheetReading;
	duplicates: Duplicate[];
	/** People of the group who look like some of the file and whose case the caller may not know of. */
	similarElsewhere: number;
	plan: ImportPlan;
}

/** Reads the rows of a sheet as they would be imported now. Throws Refusal('not_found') without a mandate in the group. */
export async function prepareImport(
	tx: Tx,
	input: { groupId: string; sheet: Sheet; choices: ImportChoices; today: string }
): Promise<PreparedImport> {
	const { groupId, sheet, choices, today } = input;
	const reading = readRows(sheet, choices, {
		today,
		referents: await referentsOf(tx, input),
		blockerTypes: await listOfferedBlockerTypes(tx)
	});
	const similar = await findSimilarCases(tx, { groupId, lines: reading.lines });
	const duplicates = findDuplicates(reading.lines, similar.known);
	return {
		reading,
		duplicates,
		similarElsewhere: similar.others,
		plan: planImport(reading, duplicates, choices)
	};
}

/** Colleagues of the caller's organisation who work in the group, with the addresses that the file says. */
async function referentsOf(
	tx: Tx,
	{ groupId, sheet, choices }: { groupId: string; sheet: Sheet; choices: ImportChoices }
): Promise<Referent[]> {
	const me = await findMe(tx);
	const members = await listMembers(tx, groupId);
	const column = choices.fields.indexOf('referent');
	const emails = new Set(
		sheet.rows.map(({ cells }) => cells[column] ?? '').filter((cell) => cell.includes('@'))
	);
	const found =
		emails.size === 0 ? [] : await findColleaguesByEmail(tx, { groupId, emails: [...emails] });
	return members
		.filter(
			({ organizationId, role }) => organizationId === me?.organizationId && role !== 'observer'
		)
		.map(({ id, firstName, lastName }) => ({
			id,
			firstName,
			lastName,
			email: found.find((each) => each.id === id)?.email ?? null
		}));
}
