const DAY_MS = 86_400_000;

/** Whole days from one ISO date (or date-time) to another; negative when `to` is before `from`. */
export function daysBetween({ from, to }: { from: string; to: string }): number {
	return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY_MS);
}

/** Whole months from one ISO date (or date-time) to another; 0 when `to` is before `from`. */
export function monthsBetween({ from, to }: { from: string; to: string }): number {
	const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.slice(0, 10).split('-').map(Number);
	const [toYear = 0, toMonth = 0, toDay = 0] = to.slice(0, 10).split('-').map(Number);
	const months = (toYear - fromYear) * 12 + (toMonth - fromMonth) - (toDay < fromDay ? 1 : 0);
	return Math.max(0, months);
}
