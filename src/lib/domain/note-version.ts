/** Who wrote in a note. */
export interface NoteAuthor {
	id: string;
	firstName: string;
	lastName: string;
	color: number;
}

/** How a note read at the end of a session of work. */
export interface NoteVersion {
	id: string;
	/** ISO date-times. */
	startedAt: string;
	endedAt: string;
	authors: NoteAuthor[];
}

/** Words of a note, and who wrote them; null: from before it was kept, or the server. */
export interface WrittenPassage {
	heading: boolean;
	runs: { author: NoteAuthor | null; text: string }[];
}

/** Part of a comparison. */
export interface ComparedPart {
	kind: 'same' | 'added' | 'removed';
	text: string;
}

/** Days for which each session of work keeps its version, and days for which one a day is kept. */
export const VERSIONS_THINNED_AFTER_DAYS = 30;
export const VERSIONS_KEPT_DAYS = 365;

/** Shortest passage that may be erased, in characters: a shorter one stands everywhere. */
export const ERASED_MIN = 4;
export const ERASED_MAX = 2000;
