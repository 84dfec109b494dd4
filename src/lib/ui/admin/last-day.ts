import { dayOf } from '$lib/ui/kit/dates';

/** The last day of a mandate that ends at a moment, `YYYY-MM-DD`: one that ends at midnight has the day before. */
export function lastDayOf(endsAt: string): string {
	return dayOf(new Date(Date.parse(endsAt) - 1));
}
