/** Whether a day to act by is over on `today` (ISO dates); what has none is never late. */
export function isLate(dueOn: string | null, today: string): boolean {
	return dueOn !== null && dueOn < today;
}
