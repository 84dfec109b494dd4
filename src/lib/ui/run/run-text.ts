import type { AgendaItem } from '$lib/documents/meeting-document';
import type { AgendaCase } from '$lib/domain/meeting';
import { m } from '$lib/paraglide/messages';

/** How the person of a case is called: their initials where a screen is projected, else their short name. */
export type RunNames = 'initials' | 'short';

/** `S. H.` from `Samira H.`, and `J.-L. R.` from `Jean-Luc R.`. */
export function initialsOf(shortName: string): string {
	return shortName
		.split(' ')
		.filter((word) => word !== '')
		.map((word) =>
			word
				.split('-')
				.map((part) => `${part.charAt(0).toUpperCase()}.`)
				.join('-')
		)
		.join('\u00a0');
}

/** How an item is called on the screens of a meeting: the person of its case, or its title. */
export function runNameOf(
	item: Pick<AgendaItem, 'kind' | 'title'>,
	subject: AgendaCase | null,
	names: RunNames
): string {
	if (item.kind !== 'case') return item.title === '' ? m.meeting_item_untitled() : item.title;
	if (!subject) return m.meeting_item_gone();
	return names === 'initials' ? initialsOf(subject.shortName) : subject.shortName;
}
