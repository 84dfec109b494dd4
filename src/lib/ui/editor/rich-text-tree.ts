import * as Y from 'yjs';
import { LINKED, readLinked, type LinkedItem } from '$lib/documents/linked-passage';

/** A run of text with the same marks. */
export interface TextRun {
	text: string;
	bold: boolean;
	italic: boolean;
	/** Address of a link, http(s) or mailto only. */
	href: string | null;
	/** What the words became. */
	linked: LinkedItem | null;
}

export type InlineNode =
	| { kind: 'run'; run: TextRun }
	| { kind: 'mention'; mentionId: string; label: string }
	| { kind: 'break' };

export type BlockNode =
	| { kind: 'paragraph'; inline: InlineNode[] }
	| { kind: 'heading'; level: 2 | 3; inline: InlineNode[] }
	| { kind: 'list'; ordered: boolean; items: BlockNode[][] }
	| { kind: 'tasks'; items: { checked: boolean; blocks: BlockNode[] }[] };

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

/** A rich text as plain data, to draw it without the editor. Elements that are not known are left out. */
export function treeOf(fragment: Y.XmlFragment): BlockNode[] {
	return elementsOf(fragment).flatMap((element) => blockOf(element) ?? []);
}

function elementsOf(parent: Y.XmlFragment): Y.XmlElement[] {
	return parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);
}

function blockOf(element: Y.XmlElement): BlockNode | null {
	switch (element.nodeName) {
		case 'paragraph':
			return { kind: 'paragraph', inline: inlineOf(element) };
		case 'heading':
			return {
				kind: 'heading',
				level: Number(element.getAttribute('level')) === 3 ? 3 : 2,
				inline: inlineOf(element)
			};
		case 'bulletList':
		case 'orderedList':
			return {
				kind: 'list',
				ordered: element.nodeName === 'orderedList',
				items: elementsOf(element).map(treeOf)
			};
		case 'taskList':
			return {
				kind: 'tasks',
				items: elementsOf(element).map((item) => ({
					checked: String(item.getAttribute('checked')) === 'true',
					blocks: treeOf(item)
				}))
			};
		default:
			return null;
	}
}

function inlineOf(element: Y.XmlElement): InlineNode[] {
	return element.toArray().flatMap((child): InlineNode[] => {
		if (child instanceof Y.XmlText) return runsOf(child);
		if (!(child instanceof Y.XmlElement)) return [];
		if (child.nodeName === 'hardBreak') return [{ kind: 'break' }];
		const mentionId = child.getAttribute('mentionId');
		const label = child.getAttribute('label');
		if (child.nodeName !== 'mention' || !mentionId || !label) return [];
		return [{ kind: 'mention', mentionId, label }];
	});
}

function runsOf(text: Y.XmlText): InlineNode[] {
	const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	return delta.flatMap(({ insert, attributes = {} }): InlineNode[] => {
		if (typeof insert !== 'string') return [];
		const link = attributes['link'] as { href?: unknown } | undefined;
		const href = typeof link?.href === 'string' && SAFE_LINK.test(link.href) ? link.href : null;
		const run = {
			text: insert,
			bold: 'bold' in attributes,
			italic: 'italic' in attributes,
			href,
			linked: readLinked(attributes[LINKED])
		};
		return [{ kind: 'run', run }];
	});
}
