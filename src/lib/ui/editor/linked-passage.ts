/** Words of a note that became a blocker or an action: a mark that everybody who reads the note sees. */
import { Mark, mergeAttributes, type Editor } from '@tiptap/core';
import type { Node as DocumentNode } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import {
	absolutePositionToRelativePosition,
	relativePositionToAbsolutePosition,
	ySyncPluginKey
} from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { LINKED, readLinked, type LinkedItem } from '$lib/documents/linked-passage';
import { passageLook } from './passage-look';

/** What a passage needs of the page around the note. */
export interface PassageHooks {
	/** Whether the case has this item: a passage of another case, or of an item that is gone, is plain text. */
	knows(item: LinkedItem): boolean;
	onopen(item: LinkedItem): void;
}

const KEY = new PluginKey<DecorationSet>('linkedPassages');
const SELECTOR = '[data-passage]';

/** The mark, and what draws it where the item is known. */
export function linkedPassages(hooks: PassageHooks): Mark {
	return Mark.create({
		name: LINKED,
		// What is typed after the passage is not part of it.
		inclusive: false,
		addAttributes: () => ({ kind: { default: null }, id: { default: null } }),
		parseHTML: () => [
			{
				tag: 'span[data-linked-id]',
				getAttrs: (element) => {
					const { linkedKind, linkedId } = element.dataset;
					const item = readLinked({ kind: linkedKind, id: linkedId });
					// Pasted from elsewhere: only the words stay.
					return item && hooks.knows(item) ? { ...item } : false;
				}
			}
		],
		renderHTML: ({ mark, HTMLAttributes }) => {
			const item = readLinked(mark.attrs);
			const names = item ? { 'data-linked-kind': item.kind, 'data-linked-id': item.id } : {};
			return ['span', mergeAttributes(withoutItem(HTMLAttributes), names), 0];
		},
		addProseMirrorPlugins: () => [passagePlugin(hooks)]
	});
}

/** Remembers the selected words while a form is filled; the result marks them, wherever they are by then. Null: none. */
export function holdPassage(editor: Editor): ((item: LinkedItem) => void) | null {
	const { from, to } = editor.state.selection;
	const start = relativeOf(editor.state, from);
	const end = relativeOf(editor.state, to);
	if (from === to || start === null || end === null) return null;
	return (item) => {
		if (editor.isDestroyed) return;
		const [first, last] = [absoluteOf(editor.state, start), absoluteOf(editor.state, end)];
		const mark = editor.schema.marks[LINKED];
		if (first === null || last === null || first >= last || !mark) return;
		editor.view.dispatch(editor.state.tr.addMark(first, last, mark.create({ ...item })));
	};
}

/** Draws the passages again, once the case has other items. */
export function drawPassages(editor: Editor): void {
	if (!editor.isDestroyed) editor.view.dispatch(editor.state.tr.setMeta(KEY, true));
}

function passagePlugin(hooks: PassageHooks): Plugin<DecorationSet> {
	/** The passage that the keyboard is on. Drawing it again, e.g. for a caret, takes the focus off without leaving it. */
	let reached: LinkedItem | null = null;
	const itemAt = (target: EventTarget | null): LinkedItem | null => {
		const passage = target instanceof Element ? target.closest<HTMLElement>(SELECTOR) : null;
		return (
			passage && readLinked({ kind: passage.dataset['linkedKind'], id: passage.dataset['passage'] })
		);
	};
	const open = (event: Event, item: LinkedItem | null): boolean => {
		if (!item) return false;
		event.preventDefault();
		hooks.onopen(item);
		return true;
	};
	return new Plugin({
		key: KEY,
		state: {
			init: (_, { doc }) => decorationsOf(doc, hooks),
			apply: (tr, before) =>
				tr.docChanged || tr.getMeta(KEY) ? decorationsOf(tr.doc, hooks) : before
		},
		props: {
			decorations: (state) => KEY.getState(state),
			handleDOMEvents: {
				click: (view, event) => view.state.selection.empty && open(event, itemAt(event.target)),
				focusin: (_, event) => {
					reached = itemAt(event.target) ?? reached;
					return false;
				},
				focusout: (view, { relatedTarget }) => {
					if (relatedTarget instanceof Node && !view.dom.contains(relatedTarget)) reached = null;
					return false;
				},
				mousedown: () => {
					reached = null;
					return false;
				},
				// On a passage Enter is no new line; any other key writes or moves the caret.
				keydown: (_, event) => {
					const item = reached;
					if (event.key !== 'Shift') reached = null;
					return event.key === 'Enter' && open(event, item);
				}
			}
		}
	});
}

function decorationsOf(doc: DocumentNode, hooks: PassageHooks): DecorationSet {
	const drawn: Decoration[] = [];
	const seen = new Set<string>();
	doc.descendants((node, position) => {
		const mark = node.marks.find(({ type }) => type.name === LINKED);
		const item = mark && readLinked(mark.attrs);
		if (!item || !hooks.knows(item)) return;
		// Once in the order of the keyboard, however its words are cut.
		const look = passageLook(item, seen.has(item.id));
		drawn.push(Decoration.inline(position, position + node.nodeSize, look));
		seen.add(item.id);
	});
	return DecorationSet.create(doc, drawn);
}

function withoutItem({ kind: _, id: __, ...others }: Record<string, unknown>): typeof others {
	return others;
}

interface Binding {
	type: Y.XmlFragment;
	doc: Y.Doc;
	mapping: Map<Y.AbstractType<unknown>, DocumentNode | DocumentNode[]>;
}

function bindingOf(state: EditorState): Binding | null {
	const sync = ySyncPluginKey.getState(state) as { binding: Binding | null } | undefined;
	return sync?.binding ?? null;
}

function relativeOf(state: EditorState, position: number): Y.RelativePosition | null {
	const binding = bindingOf(state);
	if (!binding) return null;
	return absolutePositionToRelativePosition(
		position,
		binding.type,
		binding.mapping as never
	) as Y.RelativePosition | null;
}

function absoluteOf(state: EditorState, position: Y.RelativePosition): number | null {
	const binding = bindingOf(state);
	if (!binding) return null;
	return relativePositionToAbsolutePosition(
		binding.doc,
		binding.type,
		position,
		binding.mapping as never
	);
}
