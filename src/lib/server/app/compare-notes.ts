import { diffWordsWithSpace } from 'diff';
import type { ComparedPart } from '$lib/domain/note-version';

/** How long two texts are compared before they are told apart as wholes, in milliseconds. */
const PATIENCE = 1000;

/** What was added to and removed from a text, by words. */
export function compareNotes(before: string, after: string): ComparedPart[] {
	const parts = diffWordsWithSpace(before, after, { timeout: PATIENCE }) ?? [
		{ value: before, removed: true, added: false },
		{ value: after, removed: false, added: true }
	];
	return parts.map(({ value, added, removed }) => ({
		kind: added ? 'added' : removed ? 'removed' : 'same',
		text: value
	}));
}
