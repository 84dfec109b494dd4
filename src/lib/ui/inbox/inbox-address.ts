import type { InboxFilter } from '$lib/domain/inbox-groups';

/** Address of Ma journée with a filter and an item, so that the browser's back button walks through them. */
export function inboxAddress({
	filter,
	item
}: {
	filter: InboxFilter;
	item: string | null;
}): string {
	const query = new URLSearchParams();
	if (filter !== 'all') query.set('filtre', filter);
	if (item !== null) query.set('item', item);
	return query.size === 0 ? '/ma-journee' : `/ma-journee?${query.toString()}`;
}
