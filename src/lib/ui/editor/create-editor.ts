/** The editor itself: heavy, loaded only where somebody writes. */
import { Editor, mergeAttributes } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { Link } from '@tiptap/extension-link';
import { BulletList, ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list';
import { Mention } from '@tiptap/extension-mention';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { Placeholder } from '@tiptap/extensions';
import type { SuggestionKeyDownProps, SuggestionProps } from '@tiptap/suggestion';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { linkedPassages, type PassageHooks } from './linked-passage';
import type { Mentionable } from './mention-search';

export type { Editor } from '@tiptap/core';
export { drawPassages, holdPassage } from './linked-passage';

/** What the menu of mentions is told. */
export interface MentionMenuHooks {
	find(query: string): Mentionable[];
	onchange(open: OpenMentionMenu | null): void;
	/** True when the menu took the key. */
	onkey(event: KeyboardEvent): boolean;
}

export interface OpenMentionMenu {
	items: Mentionable[];
	/** Where the typed text stands on screen. */
	rect: DOMRect | null;
	choose(proposal: Mentionable): void;
}

export interface EditorOptions {
	element: HTMLElement;
	fragment: Y.XmlFragment;
	awareness: Awareness;
	editable: boolean;
	/** Attributes of the text box: its name, what controls it. */
	attributes: Record<string, string>;
	placeholder: string;
	mentions: MentionMenuHooks;
	passages: PassageHooks;
	ontransaction(): void;
}

/** Tab leaves the editor: lists are indented with Ctrl ] and Ctrl [, or with the toolbar. */
const KEYS = {
	ListItem: ListItem.extend({
		addKeyboardShortcuts() {
			return {
				Enter: () => this.editor.commands.splitListItem(this.name),
				'Mod-]': () => this.editor.commands.sinkListItem(this.name),
				'Mod-[': () => this.editor.commands.liftListItem(this.name)
			};
		}
	}),
	TaskItem: TaskItem.extend({
		addKeyboardShortcuts() {
			return {
				Enter: () => this.editor.commands.splitListItem(this.name),
				'Mod-]': () => this.editor.commands.sinkListItem(this.name),
				'Mod-[': () => this.editor.commands.liftListItem(this.name)
			};
		}
	})
};

/** Headings of a note stand under the headings of the page: level 2 is drawn as h3. */
const NoteHeading = Heading.extend({
	renderHTML({ node, HTMLAttributes }) {
		const tag = node.attrs['level'] === 3 ? 'h4' : 'h3';
		return [tag, mergeAttributes(this.options.HTMLAttributes, HTMLAttributes), 0];
	},
	parseHTML() {
		return [
			...['h1', 'h2', 'h3'].map((tag) => ({ tag, attrs: { level: 2 } })),
			...['h4', 'h5', 'h6'].map((tag) => ({ tag, attrs: { level: 3 } }))
		];
	}
});

const NoteMention = Mention.extend({
	addAttributes() {
		return {
			...this.parent?.(),
			mentionId: {
				default: null,
				parseHTML: (element) => element.getAttribute('data-mention-id'),
				renderHTML: (attributes) => ({ 'data-mention-id': attributes['mentionId'] as string })
			},
			// Null: somebody.
			targetKind: {
				default: null,
				parseHTML: (element) => element.getAttribute('data-target-kind'),
				renderHTML: (attributes) =>
					attributes['targetKind'] === 'organization' ? { 'data-target-kind': 'organization' } : {}
			}
		};
	}
});

/** Makes the editor of a shared rich text. The caller destroys it. */
export function createEditor(options: EditorOptions): Editor {
	const { element, fragment, awareness, editable, attributes, placeholder } = options;
	return new Editor({
		element,
		editable,
		injectCSS: false,
		editorProps: { attributes },
		onTransaction: () => options.ontransaction(),
		extensions: [
			Document,
			Paragraph,
			Text,
			Bold,
			Italic,
			HardBreak,
			NoteHeading.configure({ levels: [2, 3] }),
			BulletList,
			OrderedList,
			KEYS.ListItem,
			TaskList,
			KEYS.TaskItem.configure({ nested: true }),
			Link.configure({
				openOnClick: false,
				HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' },
				isAllowedUri: (url) => /^(?:https?:\/\/|mailto:)/i.test(url)
			}),
			linkedPassages(options.passages),
			Placeholder.configure({ placeholder, showOnlyWhenEditable: true }),
			NoteMention.configure({
				HTMLAttributes: { class: 'mention' },
				renderText: ({ node }) => `@${String(node.attrs['label'])}`,
				renderHTML: ({ options: { HTMLAttributes }, node }) => [
					'span',
					mergeAttributes(HTMLAttributes, { 'data-mention-id': String(node.attrs['mentionId']) }),
					`@${String(node.attrs['label'])}`
				],
				suggestion: suggestionOf(options.mentions)
			}),
			Collaboration.configure({ fragment }),
			CollaborationCaret.configure({
				provider: { awareness },
				user: awareness.getLocalState()?.['user'] as Record<string, unknown>,
				render: drawCaret,
				selectionRender: (user) => ({ class: `remote-selection av-line-${colorOf(user)}` })
			})
		]
	});
}

type Suggestion = SuggestionProps<
	Mentionable,
	{ id: string; label: string; mentionId: string; targetKind: 'organization' | null }
>;

function suggestionOf(hooks: MentionMenuHooks): object {
	const tell = (props: Suggestion): void =>
		hooks.onchange({
			items: props.items,
			rect: props.clientRect?.() ?? null,
			choose: ({ id, label, kind }) =>
				props.command({
					id,
					label,
					mentionId: crypto.randomUUID(),
					targetKind: kind === 'organization' ? kind : null
				})
		});
	return {
		char: '@',
		items: ({ query }: { query: string }) => hooks.find(query),
		render: () => ({
			onStart: tell,
			onUpdate: tell,
			onKeyDown: ({ event }: SuggestionKeyDownProps) => hooks.onkey(event),
			onExit: () => hooks.onchange(null)
		})
	};
}

/** The caret of somebody else; its name is drawn by the style sheet, so that it is no text of the note. */
function drawCaret(user: Record<string, unknown>): HTMLElement {
	const caret = document.createElement('span');
	caret.className = `remote-caret av-line-${colorOf(user)}`;
	caret.setAttribute('aria-hidden', 'true');
	caret.dataset['name'] = typeof user['firstName'] === 'string' ? user['firstName'] : '';
	return caret;
}

/** One of the eight avatar colours. */
function colorOf(user: Record<string, unknown>): number {
	const color = user['avatar'];
	return typeof color === 'number' && color >= 1 && color <= 8 ? color : 1;
}
