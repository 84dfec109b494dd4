import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import { fullNameOf } from '$lib/domain/member';
import type { FoundCase, FoundMember, FoundService } from '$lib/domain/search';
import { m } from '$lib/paraglide/messages';
import type { Entry } from './palette-entry';
import type { Place } from './palette-places';
import type { RecentCase } from './recent-cases';

/** How lines read for their reader. */
interface Reading {
	/** What a case is called: its short name, or its reference where names are hidden. */
	nameOf: (one: { shortName: string; reference: string }) => string;
	/** Somebody of one group needs no name of group. */
	manyGroups: boolean;
}

/** Address of a case that was found. */
function addressOf({ slug, reference }: FoundCase): string {
	return `/q/${slug}/situations/${reference}`;
}

/** The cases that the reader opened last come first. */
export function byRecent(
	recent: readonly RecentCase[]
): (one: FoundCase, other: FoundCase) => number {
	const place = (one: FoundCase): number => {
		const at = recent.findIndex(({ href }) => href === addressOf(one));
		return at < 0 ? recent.length : at;
	};
	return (one, other) => place(one) - place(other);
}

/** The line of a case that was found, with why it was. */
export function caseEntry(one: FoundCase, { nameOf, manyGroups }: Reading): Entry {
	const why = {
		reference: '',
		name: '',
		identity: m.finding_by_identity(),
		note: m.finding_in_notes()
	};
	return {
		id: addressOf(one),
		label: nameOf(one),
		detail: [why[one.why], manyGroups ? one.territory : ''].filter(Boolean).join(' · '),
		reference: one.reference,
		look: { case: one },
		href: addressOf(one)
	};
}

/** The line of a case opened lately. */
export function recentEntry(one: RecentCase, { nameOf }: Reading): Entry {
	return {
		id: one.href,
		label: nameOf(one),
		detail: '',
		reference: one.reference,
		look: { case: one },
		href: one.href
	};
}

/** The line of a colleague. */
export function memberEntry(member: FoundMember): Entry {
	return {
		id: member.id,
		label: fullNameOf(member),
		detail: [member.jobTitle, member.organization].filter(Boolean).join(', '),
		look: { member },
		href: `/q/${member.slug}/membres#membre-${member.id}`
	};
}

/** The line of a service of the directory. */
export function serviceEntry(one: FoundService): Entry {
	return {
		id: one.id,
		label: one.name,
		detail: one.organization,
		look: { icon: HeartHandshake },
		href: `/q/${one.slug}/annuaire?service=${one.id}`
	};
}

/** The line of a page or of a command. */
export function placeEntry(place: Place, { manyGroups }: Reading): Entry {
	const { id, label, detail, href, run } = place;
	return { id, label, detail: manyGroups ? detail : '', look: place, href, run };
}
