import type { Outline, OutlineBlock } from '$lib/domain/outline';
import { m } from '$lib/paraglide/messages';

/** Writes a text without any layout: headings underlined, a table as one entry per row with the name of each cell. */
export function outlineText({ title, subtitle, notices, blocks }: Outline): string {
	const lines = [...underlined(title, '='), '', subtitle, '', ...notices];
	for (const block of blocks) lines.push('', ...blockLines(block));
	return `${lines.join('\n')}\n`;
}

function blockLines(block: OutlineBlock): string[] {
	switch (block.type) {
		case 'heading':
			return block.level === 2 ? ['', ...underlined(block.text, '-')] : [`### ${block.text}`];
		case 'paragraph':
			return [block.text];
		case 'facts':
			return block.facts.map(({ label, value }) => pair(label, value));
		case 'list':
			return block.items.map((item) => `- ${indented(item)}`);
		case 'table':
			return block.rows.flatMap(([first = '', ...cells]) => [
				`- ${indented(first)}`,
				...cells.map((cell, index) => `  ${pair(block.columns[index + 1] ?? '', cell)}`)
			]);
	}
}

function pair(label: string, value: string): string {
	return m.minutes_pair({ label, value: indented(value) });
}

/** Further lines stay under the first one. */
function indented(text: string): string {
	return text.replaceAll('\n', '\n  ');
}

function underlined(text: string, sign: string): string[] {
	return [text, sign.repeat(text.length)];
}
