import type * as Docx from 'docx';
import type { Outline, OutlineBlock, OutlineTable } from '$lib/domain/outline';
import { m } from '$lib/paraglide/messages';

const FONT = 'Arial';
/** Sizes are half points, distances twentieths of a point. */
const SIZE = { title: 36, heading2: 28, heading3: 23, text: 21, small: 18 };
const MARGIN = 1134;
const SPACE = { before: 280, heading3: 220, after: 100, cell: 70 };
/** A4, in twentieths of a point. */
const PAGE = { width: 11_906, height: 16_838 };
const INK = '1F2430';
const LINE = 'B8BCC6';
const SHADE = 'EEF0F4';
const FULL_WIDTH = PAGE.width - 2 * MARGIN;

/**
 * Writes an outline as a document of a text processor: real headings, tables whose first row is their head on every
 * page, and the language of the text. The library is read when the first one is asked for.
 */
export async function outlineDocx(outline: Outline): Promise<Buffer> {
	const docx = await import('docx');
	const { title, subtitle, notices, blocks, language } = outline;
	const document = new docx.Document({
		title,
		creator: 'Maillage',
		styles: stylesOf(language),
		numbering: {
			config: [
				{
					reference: 'points',
					levels: [
						{
							level: 0,
							format: docx.LevelFormat.BULLET,
							text: '•',
							style: { paragraph: { indent: { left: 360, hanging: 240 } } }
						}
					]
				}
			]
		},
		sections: [
			{
				properties: {
					page: {
						size: PAGE,
						margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN }
					}
				},
				footers: { default: new docx.Footer({ children: [pageNumber(docx, title)] }) },
				children: [
					new docx.Paragraph({ heading: docx.HeadingLevel.TITLE, children: runs(docx, title) }),
					new docx.Paragraph({ children: runs(docx, subtitle) }),
					...notices.map(
						(notice) => new docx.Paragraph({ children: runs(docx, notice, { bold: true }) })
					),
					...blocks.flatMap((block) => drawn(docx, block))
				]
			}
		]
	});
	return docx.Packer.toBuffer(document);
}

function drawn(docx: typeof Docx, block: OutlineBlock): (Docx.Paragraph | Docx.Table)[] {
	switch (block.type) {
		case 'heading': {
			// The title of the document is above both levels, as on screen.
			const { HEADING_1, HEADING_2 } = docx.HeadingLevel;
			const heading = block.level === 2 ? HEADING_1 : HEADING_2;
			return [new docx.Paragraph({ heading, children: runs(docx, block.text) })];
		}
		case 'paragraph':
			return [new docx.Paragraph({ children: runs(docx, block.text) })];
		case 'facts':
			return block.facts.map(({ label, value }) => {
				const [before = '', after = ''] = m.minutes_pair({ label, value: '\n' }).split('\n');
				return new docx.Paragraph({
					children: [
						...runs(docx, before, { bold: true }),
						...runs(docx, value),
						...runs(docx, after)
					]
				});
			});
		case 'list':
			return block.items.map(
				(item) =>
					new docx.Paragraph({
						numbering: { reference: 'points', level: 0 },
						children: runs(docx, item)
					})
			);
		case 'table':
			return [
				new docx.Paragraph({ keepNext: true, children: runs(docx, block.caption, { bold: true }) }),
				tableOf(docx, block)
			];
	}
}

function tableOf(docx: typeof Docx, { columns, rows }: OutlineTable): Docx.Table {
	const widths = columnWidths(columns.length);
	const line = { style: docx.BorderStyle.SINGLE, size: 4, color: LINE };
	const cell = (text: string, index: number, head: boolean) =>
		new docx.TableCell({
			width: { size: widths[index] ?? 0, type: docx.WidthType.DXA },
			margins: { top: SPACE.cell, bottom: SPACE.cell, left: SPACE.cell, right: SPACE.cell },
			...(head ? { shading: { fill: SHADE, color: 'auto', type: docx.ShadingType.CLEAR } } : {}),
			children: [
				new docx.Paragraph({
					spacing: { after: 0 },
					children: runs(docx, text, { bold: head, size: SIZE.small })
				})
			]
		});
	return new docx.Table({
		width: { size: FULL_WIDTH, type: docx.WidthType.DXA },
		columnWidths: widths,
		layout: docx.TableLayoutType.FIXED,
		tableLook: { firstRow: true, noHBand: true, noVBand: true },
		borders: {
			top: line,
			bottom: line,
			left: line,
			right: line,
			insideHorizontal: line,
			insideVertical: line
		},
		rows: [
			new docx.TableRow({
				tableHeader: true,
				cantSplit: true,
				children: columns.map((column, index) => cell(column, index, true))
			}),
			...rows.map(
				(row) =>
					new docx.TableRow({
						cantSplit: true,
						children: row.map((text, index) => cell(text, index, false))
					})
			)
		]
	});
}

/** The first column says what the row is about: it is twice as wide. */
function columnWidths(count: number): number[] {
	const unit = Math.floor(FULL_WIDTH / (count + 1));
	return Array.from({ length: count }, (_, index) => (index === 0 ? 2 * unit : unit));
}

/** One run per line of the text. */
function runs(
	docx: typeof Docx,
	text: string,
	look: { bold?: boolean; size?: number } = {}
): Docx.TextRun[] {
	return text
		.split('\n')
		.map(
			(line, index) => new docx.TextRun({ text: line, ...look, ...(index > 0 && { break: 1 }) })
		);
}

function pageNumber(docx: typeof Docx, title: string): Docx.Paragraph {
	const { CURRENT, TOTAL_PAGES } = docx.PageNumber;
	const marks: Record<string, string> = { '\u0001': CURRENT, '\u0002': TOTAL_PAGES };
	const parts = m
		.minutes_page_of({ title, n: '\u0001', total: '\u0002' })
		.split(/([\u0001\u0002])/)
		.map((part) => marks[part] ?? part);
	return new docx.Paragraph({
		alignment: docx.AlignmentType.RIGHT,
		children: [new docx.TextRun({ size: SIZE.small, children: parts })]
	});
}

function stylesOf(language: Outline['language']): Docx.IStylesOptions {
	const bold = (size: number) => ({ size, bold: true, color: INK, font: FONT });
	return {
		default: {
			document: {
				run: { font: FONT, size: SIZE.text, color: INK, language: { value: language } },
				paragraph: { spacing: { after: SPACE.after } }
			},
			title: { run: bold(SIZE.title), paragraph: { spacing: { after: SPACE.after } } },
			heading1: {
				run: bold(SIZE.heading2),
				paragraph: { keepNext: true, spacing: { before: SPACE.before, after: SPACE.after } }
			},
			heading2: {
				run: bold(SIZE.heading3),
				paragraph: { keepNext: true, spacing: { before: SPACE.heading3, after: SPACE.after } }
			}
		}
	};
}
