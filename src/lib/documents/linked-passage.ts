import * as Y from 'yjs';

/** Name of the mark of words that became a blocker or an action. */
export const LINKED = 'linked';

/** What words of a note became. */
export interface LinkedItem {
	kind: 'blocker' | 'action';
	id: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The item that a mark names, or null when it names none. */
export function readLinked(mark: unknown): LinkedItem | null {
	if (typeof mark !== 'object' || mark === null) return null;
	const { kind, id } = mark as Partial<Record<string, unknown>>;
	if ((kind !== 'blocker' && kind !== 'action') || typeof id !== 'string') return null;
	return UUID.test(id) ? { kind, id } : null;
}

/** The items whose words are in a rich text, as ids. */
export function linkedIdsOf(fragment: Y.XmlFragment): Set<string> {
	const ids = new Set<string>();
	for (const node of fragment.createTreeWalker((each) => each instanceof Y.XmlText)) {
		if (!(node instanceof Y.XmlText)) continue;
		for (const { attributes } of node.toDelta() as { attributes?: Record<string, unknown> }[]) {
			const item = readLinked(attributes?.[LINKED]);
			if (item) ids.add(item.id);
		}
	}
	return ids;
}
