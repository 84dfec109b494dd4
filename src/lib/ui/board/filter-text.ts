import { NO_FILTERS, type Alert, type BoardFilters } from '$lib/domain/board-filters';
import { fullNameOf, type Member } from '$lib/domain/member';
import { organizationsOf } from '$lib/domain/organizations';
import { m } from '$lib/paraglide/messages';
import { blockerLabel } from '$lib/ui/kit/labels';

/** What an alert is called. */
export function alertLabel(alert: Alert): string {
	switch (alert) {
		case 'late':
			return m.board_alert_late();
		case 'silent':
			return m.board_alert_silent();
		case 'agreement':
			return m.board_alert_agreement();
		case 'meeting':
			return m.board_alert_meeting();
	}
}

/** A filter that is set, in words, and the filters without it. */
export interface FilterChip {
	key: keyof BoardFilters;
	text: string;
	without: BoardFilters;
}

/** The filters that no button of the toolbar shows by itself. */
export function chipsOf(filters: BoardFilters, members: readonly Member[]): FilterChip[] {
	const { referentId, organizationId, blocker, alert } = filters;
	const chips: FilterChip[] = [];
	if (alert) chips.push(chip(filters, 'alert', alertLabel(alert)));
	if (blocker) {
		chips.push(chip(filters, 'blocker', m.board_chip_blocker({ name: blockerLabel(blocker) })));
	}
	if (referentId) {
		const member = members.find(({ id }) => id === referentId);
		const name = member ? fullNameOf(member) : m.board_unknown_filter();
		chips.push(chip(filters, 'referentId', m.board_chip_referent({ name })));
	}
	if (organizationId) {
		const found = organizationsOf(members).find(({ id }) => id === organizationId);
		const name = found?.name ?? m.board_unknown_filter();
		chips.push(chip(filters, 'organizationId', m.board_chip_organization({ name })));
	}
	return chips;
}

/** How many filters of the panel are set. */
export function countActive({
	cohort,
	referentId,
	organizationId,
	blocker,
	alert
}: BoardFilters): number {
	return [cohort, referentId, organizationId, blocker, alert].filter(Boolean).length;
}

function chip(filters: BoardFilters, key: FilterChip['key'], text: string): FilterChip {
	return { key, text, without: { ...filters, [key]: NO_FILTERS[key] } };
}
