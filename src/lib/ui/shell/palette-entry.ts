import type { FoundCase, FoundMember } from '$lib/domain/search';
import type { Place } from './palette-places';
import type { RecentCase } from './recent-cases';

/** A line of the palette. */
export interface Entry {
	id: string;
	label: string;
	detail: string;
	reference?: string;
	/** What is drawn before the label. */
	look: { case: FoundCase | RecentCase } | { member: FoundMember } | Pick<Place, 'icon'>;
	href?: string | undefined;
	run?: (() => void) | undefined;
}
