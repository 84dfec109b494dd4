import type { CarriedItem, CarryReason } from '$lib/domain/carried-item';
import { m } from '$lib/paraglide/messages';
import { formatMonthDay } from '$lib/ui/kit/dates';

const REASONS: Record<CarryReason, () => string> = {
	not_reached: m.closing_carried_not_reached,
	postponed: m.closing_carried_postponed,
	parked: m.closing_carried_parked
};

/** Why an item is carried over. */
export function carryText(reason: CarryReason): string {
	return REASONS[reason]();
}

/** `Reportée du 15 octobre, 2e fois`. */
export function lineageText({ fromOn, times }: Pick<CarriedItem, 'fromOn' | 'times'>): string {
	const day = formatMonthDay(fromOn);
	return times > 1 ? m.closing_carried_again({ day, times }) : m.closing_carried_once({ day });
}
