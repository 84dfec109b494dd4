import { setImmediate } from 'node:timers/promises';
import type { Outline, OutlineBlock, OutlineTable } from '$lib/domain/outline';
import { m } from '$lib/paraglide/messages';
import { openPdf, type PdfPage } from './pdf-page';

/** Distances and sizes in points. */
const SIZE = { title: 20, heading2: 14, heading3: 11.5, text: 10.5, small: 9 };
const SPACE = { before: 16, heading3: 12, after: 5, cell: 4 };
/** A heading is not left alone at the foot of a page. */
const KEPT_WITH_HEADING = 60;

/**
 * Writes an outline as a tagged PDF (PDF/UA): title, language, headings, lists, tables with head cells, and embedded
 * fonts. The library and the fonts are read when the first one is asked for.
 */
export async function outlinePdf(outline: Outline): Promise<Buffer> {
	const { title, subtitle, notices, blocks, language } = outline;
	const page = await openPdf({ title, language });
	text(page, 'H1', title, { size: SIZE.title, bold: true });
	text(page, 'P', subtitle, { size: SIZE.text });
	for (const notice of notices) text(page, 'P', notice, { size: SIZE.text, bold: true });
	for (const block of blocks) {
		drawBlock(page, block);
		// Meetings go on meanwhile on the same thread: they wait for one table at most.
		await setImmediate();
	}
	if (page.lacksSigns) text(page, 'P', m.minutes_missing_signs(), { size: SIZE.small });
	return page.close((n, total) => m.minutes_page_of({ title, n, total }));
}

function drawBlock(page: PdfPage, block: OutlineBlock): void {
	switch (block.type) {
		case 'heading': {
			const first = block.level === 2;
			page.space(first ? SPACE.before : SPACE.heading3, KEPT_WITH_HEADING);
			text(page, first ? 'H2' : 'H3', block.text, {
				size: first ? SIZE.heading2 : SIZE.heading3,
				bold: true
			});
			return;
		}
		case 'paragraph':
			text(page, 'P', block.text, { size: SIZE.text });
			return;
		case 'facts':
			for (const { label, value } of block.facts) {
				const [before = '', after = ''] = m.minutes_pair({ label, value: '\n' }).split('\n');
				page.add('P', () => {
					page.write(before, { size: SIZE.text, bold: true, continued: true });
					page.write(`${value}${after}`, { size: SIZE.text });
				});
				page.space(SPACE.after);
			}
			return;
		case 'list':
			page.list(block.items, SIZE.text);
			page.space(SPACE.after);
			return;
		case 'table':
			drawTable(page, block);
	}
}

function drawTable(page: PdfPage, { caption, columns, rows }: OutlineTable): void {
	const look = { size: SIZE.small, padding: SPACE.cell };
	page.table({ caption, columns, rows, ...look });
	page.space(SPACE.after);
}

function text(
	page: PdfPage,
	tag: string,
	words: string,
	look: { size: number; bold?: boolean }
): void {
	page.add(tag, () => {
		page.write(words, look);
	});
	page.space(SPACE.after);
}
