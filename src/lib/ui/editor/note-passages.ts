import type { LinkedItem } from '$lib/documents/linked-passage';

/** Links the words that were selected to the item that was made from them. */
export type LinkWords = (item: LinkedItem) => void;

/** What the page of a note tells of the items that its words became. */
export interface NotePassages {
	/** Ids of the items of the case. */
	readonly known: ReadonlySet<string>;
	/** The item whose words are to be shown; another object each time. */
	readonly wanted: { id: string } | null;
	knows(item: LinkedItem): boolean;
	onopen(item: LinkedItem): void;
}
