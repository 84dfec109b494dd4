import BookUser from '@lucide/svelte/icons/book-user';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import EyeOff from '@lucide/svelte/icons/eye-off';
import FileText from '@lucide/svelte/icons/file-text';
import Keyboard from '@lucide/svelte/icons/keyboard';
import FileUp from '@lucide/svelte/icons/file-up';
import Plus from '@lucide/svelte/icons/plus';
import Settings from '@lucide/svelte/icons/settings-2';
import SquareKanban from '@lucide/svelte/icons/square-kanban';
import Sun from '@lucide/svelte/icons/sun';
import UserRound from '@lucide/svelte/icons/user-round';
import Users from '@lucide/svelte/icons/users-round';
import type { Component } from 'svelte';
import { answers } from '$lib/domain/search';
import { m } from '$lib/paraglide/messages';
import type { ShellGroup } from './destinations';

/** A page or a command of the palette. */
export interface Place {
	id: string;
	label: string;
	/** The group it belongs to. */
	detail: string;
	icon: Component;
	/** Where it leads; without an address, `run` does it. */
	href?: string;
	run?: () => void;
}

interface Reader {
	groups: readonly ShellGroup[];
	/** Of the page. */
	current: ShellGroup | undefined;
	administrator: boolean;
}

/** The pages that exist for this reader, those of the current group first. */
export function pagesOf({ groups, current, administrator }: Reader): Place[] {
	const opens = administrator || groups.some(({ role }) => role !== 'observer');
	return [
		...(opens ? [page('/ma-journee', m.shell_inbox(), Sun)] : []),
		...worked(groups, current).flatMap(({ slug, name }) => [
			page(`/q/${slug}/tableau`, m.shell_board(), SquareKanban, name),
			page(`/q/${slug}/reunions`, m.shell_meetings(), CalendarDays, name),
			page(`/q/${slug}/reunions/decisions`, m.finding_page_decisions(), ClipboardList, name),
			page(`/q/${slug}/annuaire`, m.directory_title(), BookUser, name),
			page(`/q/${slug}/membres`, m.shell_members(), Users, name)
		]),
		...(administrator ? [page('/admin', m.shell_administration(), Settings)] : []),
		page('/reglages/profil', m.finding_page_profile(), UserRound),
		page('/reglages/securite', m.finding_page_security(), UserRound),
		page('/reglages/raccourcis', m.finding_keys_title(), Keyboard),
		page('/accessibilite', m.finding_page_accessibility(), FileText),
		page('/donnees', m.auth_data(), FileText)
	];
}

/** What the reader may do from anywhere. `reference`: the case that is open, or the first that answers. */
export function commandsOf(
	{ groups, current }: Reader,
	{
		open,
		toggleNames,
		help
	}: {
		open: { slug: string; reference: string } | null;
		toggleNames: () => void;
		help: () => void;
	}
): Place[] {
	const proposal = open && {
		id: 'propose',
		label: m.finding_propose({ reference: open.reference }),
		detail: '',
		icon: CalendarPlus,
		href: `/q/${open.slug}/tableau?proposer=${open.reference}`
	};
	const mine = worked(groups, current);
	return [
		...mine.map(({ slug, name }) => ({
			id: `new:${slug}`,
			label: m.board_new_case(),
			detail: name,
			icon: Plus,
			href: `/q/${slug}/situations/nouvelle`
		})),
		...(proposal ? [proposal] : []),
		...mine.map(({ slug, name }) => ({
			id: `import:${slug}`,
			label: m.finding_import(),
			detail: name,
			icon: FileUp,
			href: `/q/${slug}/situations/importer`
		})),
		...(mine.length > 0
			? [{ id: 'names', label: m.finding_names(), detail: '', icon: EyeOff, run: toggleNames }]
			: []),
		{ id: 'help', label: m.shell_help(), detail: '', icon: Keyboard, run: help }
	];
}

/** The places whose words a searched text begins. */
export function matching(places: readonly Place[], key: string): Place[] {
	return places.filter(({ label, detail }) => answers(`${label} ${detail}`, key));
}

function worked(groups: readonly ShellGroup[], current: ShellGroup | undefined): ShellGroup[] {
	return groups
		.filter(({ role }) => role !== 'observer')
		.toSorted((a, b) => Number(b.slug === current?.slug) - Number(a.slug === current?.slug));
}

function page(href: string, label: string, icon: Component, detail = ''): Place {
	return { id: href, label, detail, icon, href };
}
