import type { LinkWords } from '$lib/ui/editor/note-passages';
import type { CasePassages } from './case-passages.svelte';

/** Longest line of a blocker or an action, in characters. */
const LINE_MAX = 200;

/** What is written in the forms of new blockers and actions, before it is sent; null: the form is closed. */
export class CaseDrafts {
	readonly #passages: CasePassages;
	blocker = $state<string | null>(null);
	action = $state<string | null>(null);
	/** The blocker that the new action is about. */
	actionBlocker = $state<string | null>(null);

	constructor(passages: CasePassages) {
		this.#passages = passages;
	}

	/** Opens the form of a new item, with the words of a note that it is made from. */
	begin(kind: 'blocker' | 'action', text = '', link: LinkWords | null = null): void {
		this.#passages.begin(kind, link);
		this[kind] = text.slice(0, LINE_MAX);
	}

	/** Opens the form of an action about a blocker, or about none. */
	beginAbout({ label, blockerId }: { label: string; blockerId: string | null }): void {
		this.begin('action', label);
		this.actionBlocker = blockerId;
	}
}
