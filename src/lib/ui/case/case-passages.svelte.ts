import type { LinkedItem } from '$lib/documents/linked-passage';
import type { CaseFacts } from '$lib/domain/case';
import type { LinkWords, NotePassages } from '$lib/ui/editor/note-passages';

type Kind = LinkedItem['kind'];

/** Words of the notes that became blockers and actions, and the way from one to the other. */
export class CasePassages implements NotePassages {
	readonly #facts: () => CaseFacts | null;
	readonly #ids = $derived.by(() => idsOf(this.#facts()));
	/** What is being made from selected words. */
	#made = $state.raw<{ item: LinkedItem; link: LinkWords } | null>(null);
	wanted = $state.raw<{ id: string } | null>(null);

	constructor(facts: () => CaseFacts | null) {
		this.#facts = facts;
	}

	get known(): ReadonlySet<string> {
		return this.#ids;
	}

	knows({ id }: LinkedItem): boolean {
		return this.#ids.has(id);
	}

	/** Begins an item; with the words that it is made from, they are linked once it is there. */
	begin(kind: Kind, link: LinkWords | null = null): void {
		this.#made = link && { item: { kind, id: crypto.randomUUID() }, link };
	}

	/** Whether what is being made comes from words of a note. */
	fromNote(kind: Kind): boolean {
		return this.#made?.item.kind === kind;
	}

	/** The id of what is being made. */
	newId(kind: Kind): string {
		return this.#made?.item.kind === kind ? this.#made.item.id : crypto.randomUUID();
	}

	/** Links the words once what was made from them is there. Called when the facts change. */
	settle(): void {
		const made = this.#made;
		if (!made || !this.#ids.has(made.item.id)) return;
		this.#made = null;
		made.link(made.item);
	}

	/** Goes to the words of an item. */
	show(id: string): void {
		this.wanted = { id };
	}

	/** Goes to the item that words became. */
	onopen({ kind, id }: LinkedItem): void {
		const row = document.getElementById(`${kind}-${id}`);
		row?.closest('details')?.setAttribute('open', '');
		row?.scrollIntoView({ block: 'center' });
		row?.focus({ preventScroll: true });
	}
}

function idsOf(facts: CaseFacts | null): Set<string> {
	return new Set([...(facts?.blockers ?? []), ...(facts?.actions ?? [])].map(({ id }) => id));
}
