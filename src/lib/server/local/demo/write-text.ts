import * as Y from 'yjs';
import { fullNameOf } from '$lib/domain/member';
import type { DemoMention, DemoNote, Line } from './demo-case';
import { demoId, type Plan } from './plan';
import { MEMBERS } from './team';

/** Where a text is, so that each mention in it has an id of its own. */
interface Place {
	key: string;
	plan: Plan;
}

/** A paragraph of rich text with its mentions. */
export function writeLines(into: Y.XmlFragment, lines: readonly Line[], place: Place): void {
	into.push(lines.map((line) => paragraph(line, place)));
}

/** The three headings of a common note, each with what is under it; empty ones are left out. */
export function writeNote(into: Y.XmlFragment, note: DemoNote, who: Who, place: Place): void {
	const parts: [string, readonly Line[]][] = [
		[`Où en est ${who.firstName}`, note.now],
		[who.she ? 'Ce qu’elle souhaite' : 'Ce qu’il souhaite', note.wants],
		['Pistes', note.leads]
	];
	for (const [title, lines] of parts) {
		if (lines.length === 0) continue;
		into.push([headingOf(title)]);
		writeLines(into, lines, place);
	}
}

interface Who {
	firstName: string;
	she: boolean;
}

/** The mentions of some lines. */
export function mentionsIn(lines: readonly Line[]): { mention: DemoMention; excerpt: string }[] {
	return lines.flatMap((line) =>
		typeof line === 'string'
			? []
			: line.flatMap((part) =>
					typeof part === 'string' ? [] : [{ mention: part, excerpt: plain(line) }]
				)
	);
}

export function mentionIdOf(key: string, { to, by }: DemoMention): string {
	return demoId(`mention ${key} ${by} ${to}`);
}

function headingOf(title: string): Y.XmlElement {
	const heading = new Y.XmlElement<{ level: number }>('heading');
	heading.setAttribute('level', 2);
	// `push` would ask an element outside a document for its length.
	heading.insert(0, [new Y.XmlText(title)]);
	// The types of Yjs hold that an attribute is text; the editor writes and looks for a number here.
	return heading as unknown as Y.XmlElement;
}

function paragraph(line: Line, { key, plan }: Place): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	const parts = typeof line === 'string' ? [line] : line;
	element.insert(
		0,
		parts.map((part) => {
			if (typeof part === 'string') return new Y.XmlText(part);
			const mention = new Y.XmlElement('mention');
			mention.setAttribute('id', plan.profileIds[part.to]);
			mention.setAttribute('label', fullNameOf(MEMBERS[part.to]));
			mention.setAttribute('mentionId', mentionIdOf(key, part));
			return mention;
		})
	);
	return element;
}

/** The words of a line, mentions as names. */
export function plain(line: Line): string {
	const parts = typeof line === 'string' ? [line] : line;
	return parts
		.map((part) => (typeof part === 'string' ? part : `@${fullNameOf(MEMBERS[part.to])}`))
		.join('');
}
