/** Parts of the sheet that is handed to the person. */
export const SHEET_PARTS = ['who', 'agreement', 'stage', 'plan', 'blockers'] as const;
export type SheetPart = (typeof SHEET_PARTS)[number];

/** Field of the parts, and the one that says that they were chosen. */
export const PART = 'partie';
export const CHOSEN = 'choix';

/** The parts that an address asks for: all of them until some are chosen. */
export function partsOf(query: URLSearchParams): SheetPart[] {
	const asked = query.getAll(PART);
	return SHEET_PARTS.filter((part) => !query.has(CHOSEN) || asked.includes(part));
}
