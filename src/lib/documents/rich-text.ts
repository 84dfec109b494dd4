import * as Y from 'yjs';

/** Longest excerpt kept around a mention, in characters. */
export const EXCERPT_MAX_LENGTH = 300;

export type MentionTarget = 'person' | 'organization';

/** Somebody called in a rich text, or an organisation. */
export interface MentionNode {
	mentionId: string;
	targetId: string;
	/** What is called: somebody, or an organisation. */
	targetKind: MentionTarget;
	label: string;
	/** The block of text around it. */
	excerpt: string;
	/** Yjs client that wrote it. */
	client: number | null;
}

/** Elements of a rich text that stand inside a line. */
const INLINE = new Set(['mention', 'hardBreak']);

/** A rich text as plain text: one line per block, a mention as `@Prénom Nom`. */
export function plainTextOf(fragment: Y.XmlFragment): string {
	return blocksOf(fragment)
		.map((block) => inlineText(block))
		.join('\n')
		.trim();
}

/** The mentions of a rich text in reading order; a copy of one (same `mentionId`) is left out. */
export function mentionsOf(fragment: Y.XmlFragment): MentionNode[] {
	const found = new Map<string, MentionNode>();
	for (const block of blocksOf(fragment)) {
		let before = '';
		for (const child of block.toArray()) {
			if (child instanceof Y.XmlElement && child.nodeName === 'mention') {
				const mention = decodeMention(child);
				if (mention && !found.has(mention.mentionId)) {
					const excerpt = excerptAround(inlineText(block), before.length);
					found.set(mention.mentionId, { ...mention, excerpt });
				}
			}
			before += textOfChild(child);
		}
	}
	return [...found.values()];
}

type Container = Y.XmlFragment;
type Child = ReturnType<Y.XmlFragment['toArray']>[number];

/** The innermost elements that hold text, in order. */
function blocksOf(container: Container): Container[] {
	const children = container.toArray();
	const nested = children.filter(
		(child): child is Y.XmlElement => child instanceof Y.XmlElement && !INLINE.has(child.nodeName)
	);
	if (nested.length === 0) return children.length > 0 || isParagraph(container) ? [container] : [];
	return nested.flatMap(blocksOf);
}

function isParagraph(container: Container): boolean {
	return container instanceof Y.XmlElement;
}

function inlineText(block: Container): string {
	return block.toArray().map(textOfChild).join('');
}

function textOfChild(child: Child): string {
	if (child instanceof Y.XmlText) return textOf(child);
	if (!(child instanceof Y.XmlElement)) return '';
	if (child.nodeName === 'hardBreak') return '\n';
	if (child.nodeName !== 'mention') return '';
	return `@${attribute(child, 'label') ?? ''}`;
}

function textOf(text: Y.XmlText): string {
	// Its words alone: a delta works out formats first, and an XML text writes them as tags.
	return Y.Text.prototype.toString.call(text);
}

function decodeMention(element: Y.XmlElement): Omit<MentionNode, 'excerpt'> | null {
	const mentionId = attribute(element, 'mentionId');
	const targetId = attribute(element, 'id');
	if (mentionId === null || targetId === null) return null;
	return {
		mentionId,
		targetId,
		targetKind: attribute(element, 'targetKind') === 'organization' ? 'organization' : 'person',
		label: attribute(element, 'label') ?? '',
		client: element._item?.id.client ?? null
	};
}

function attribute(element: Y.XmlElement, name: string): string | null {
	const value: unknown = element.getAttribute(name);
	return typeof value === 'string' ? value : null;
}

function excerptAround(text: string, at: number): string {
	if (text.length <= EXCERPT_MAX_LENGTH) return text;
	const room = EXCERPT_MAX_LENGTH - 2;
	const start = Math.max(0, Math.min(at - room / 2, text.length - room));
	const cut = text.slice(start, start + room);
	return `${start > 0 ? '…' : ''}${cut}${start + room < text.length ? '…' : ''}`;
}
