import BookUser from '@lucide/svelte/icons/book-user';
import Calendar from '@lucide/svelte/icons/calendar-days';
import SquareKanban from '@lucide/svelte/icons/square-kanban';
import Settings from '@lucide/svelte/icons/settings-2';
import Sun from '@lucide/svelte/icons/sun';
import Users from '@lucide/svelte/icons/users-round';
import type { Component } from 'svelte';
import type { Role } from '$lib/domain/member';
import { m } from '$lib/paraglide/messages';
import { formatWeekday } from '$lib/ui/kit/dates';

/** A group of the reader, as the shell needs it. */
export interface ShellGroup {
	slug: string;
	name: string;
	commune: string;
	role: Role;
	nextMeeting: { date: string } | null;
}

export interface Destination {
	href: string;
	label: string;
	icon: Component;
	/** What waits there. */
	count?: number;
	/** A word after the label: the next date. */
	note?: string;
}

/** The places that exist for this reader, in the order of the navigation. */
export function destinationsOf(
	group: ShellGroup | undefined,
	waiting: number,
	administrator: boolean
): Destination[] {
	const home = { href: '/ma-journee', label: m.shell_inbox(), icon: Sun, count: waiting };
	const administration = administrator
		? [{ href: '/admin', label: m.shell_administration(), icon: Settings }]
		: [];
	if (!group || group.role === 'observer') return [home, ...administration];
	const next = group.nextMeeting;
	return [
		home,
		{ href: `/q/${group.slug}/tableau`, label: m.shell_board(), icon: SquareKanban },
		{
			href: `/q/${group.slug}/reunions`,
			label: m.shell_meetings(),
			icon: Calendar,
			...(next ? { note: formatWeekday(next.date) } : {})
		},
		{ href: `/q/${group.slug}/annuaire`, label: m.directory_title(), icon: BookUser },
		{ href: `/q/${group.slug}/membres`, label: m.shell_members(), icon: Users },
		...administration
	];
}
