import regular from '@expo-google-fonts/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf?inline';
import bold from '@expo-google-fonts/atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf?inline';
import { drawable } from './drawable';

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89, margin: 54 };
const FOOT = { size: 8.5, above: 30 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const BOTTOM = PAGE.height - PAGE.margin;
const INK = '#1f2430';
const SHADE = '#eef0f4';
const LINE = '#b8bcc6';
const LINE_GAP = 2;
/** Known to pdfkit, not yet to its types. */
const HEAD_CELL: object = { scope: 'Column' };
const ACCESSIBLE: object = { subset: 'PDF/UA' };
const BULLET_INDENT = 12;

type Children = Parameters<PDFKit.PDFDocument['struct']>[2];

interface Look {
	size: number;
	bold?: boolean;
	/** What is written next goes on after it. */
	continued?: boolean;
}

interface PdfTable {
	caption: string;
	columns: readonly string[];
	rows: readonly (readonly string[])[];
	size: number;
	padding: number;
}

/** What a tagged document is made with: every text stands in an element of its structure, from top to bottom. */
export interface PdfPage {
	/** Whether a sign was written that the fonts do not draw. */
	readonly lacksSigns: boolean;
	/** Goes down; to the next page when fewer points than `kept` are left after it. */
	space: (points: number, kept?: number) => void;
	/** An element of the structure, written by `draw`. */
	add: (tag: string, draw: () => void) => void;
	write: (text: string, look: Look) => void;
	list: (items: readonly string[], size: number) => void;
	/** Rows stay whole; the head is drawn again on each page, and told once. */
	table: (table: PdfTable) => void;
	/** Ends the document, with a line at the foot of each page, and returns its bytes. */
	close: (foot: (n: number, total: number) => string) => Promise<Buffer>;
}

/** Opens a document; the library is read by the first one. */
export async function openPdf({
	title,
	language
}: {
	title: string;
	language: string;
}): Promise<PdfPage> {
	const { default: PDFDocument } = await import('pdfkit');
	const doc = new PDFDocument({
		size: 'A4',
		margin: PAGE.margin,
		pdfVersion: '1.7',
		...ACCESSIBLE,
		tagged: true,
		lang: language,
		displayTitle: true,
		bufferPages: true,
		// Standard fonts are not embedded, which PDF/UA refuses: there is none from the start.
		font: bytesOf(regular) as unknown as string,
		info: { Title: title, Creator: 'Maillage' }
	});
	const written = new Promise<Buffer>((resolve, reject) => {
		const parts: Buffer[] = [];
		doc.on('data', (part: Buffer) => parts.push(part));
		doc.on('end', () => {
			resolve(Buffer.concat(parts));
		});
		doc.on('error', reject);
	});
	doc.registerFont('regular', bytesOf(regular)).registerFont('bold', bytesOf(bold));
	const root = doc.struct('Document');
	doc.addStructure(root);
	let lacksSigns = false;

	function element(
		tag: string,
		children: Children,
		options: object = {}
	): ReturnType<PDFKit.PDFDocument['struct']> {
		return doc.struct(tag, options, children);
	}

	function shown(text: string): string {
		const { drawn, complete } = drawable(text);
		lacksSigns ||= !complete;
		return drawn;
	}

	function face({ size, bold: heavy = false }: Look): void {
		doc
			.font(heavy ? 'bold' : 'regular')
			.fontSize(size)
			.fillColor(INK);
	}

	function write(text: string, look: Look): void {
		face(look);
		doc.text(shown(text), { lineGap: LINE_GAP, continued: look.continued ?? false });
	}

	function add(tag: string, draw: () => void): void {
		root.add(element(tag, draw));
	}

	function space(points: number, kept = 0): void {
		if (doc.y + points + kept > BOTTOM) doc.addPage();
		else doc.y += points;
	}

	/** Lines and grounds say nothing: a screen reader passes over them. */
	function decorate(draw: () => void): void {
		doc.markContent('Artifact', { type: 'Layout' });
		draw();
		doc.endMarkedContent();
	}

	function list(items: readonly string[], size: number): void {
		const all = doc.struct('L');
		root.add(all);
		for (const item of items) {
			const look = { size };
			all.add(
				element('LI', [
					element('Lbl', () => {
						face(look);
						doc.text('•', { continued: false, indent: 0, lineBreak: false });
					}),
					element('LBody', () => {
						face(look);
						doc.text(shown(item), PAGE.margin + BULLET_INDENT, doc.y, {
							width: WIDTH - BULLET_INDENT,
							lineGap: LINE_GAP
						});
					})
				])
			);
			doc.x = PAGE.margin;
		}
		all.end();
	}

	function table({ caption, columns, rows, size, padding }: PdfTable): void {
		const widths = columnWidths(columns.length);
		const all = doc.struct('Table');
		const head = { cells: columns.map(shown), bold: true };
		const heightOf = (cells: readonly string[], heavy: boolean): number => {
			face({ size, bold: heavy });
			const heights = cells.map((cell, index) =>
				doc.heightOfString(cell, { width: (widths[index] ?? 0) - 2 * padding, lineGap: LINE_GAP })
			);
			return Math.max(...heights) + 2 * padding;
		};
		const headHeight = heightOf(head.cells, true);
		const leftOf = (index: number) =>
			PAGE.margin + widths.slice(0, index).reduce((sum, width) => sum + width, 0);

		function frame(top: number, height: number, shaded: boolean): void {
			decorate(() => {
				if (shaded) doc.rect(PAGE.margin, top, WIDTH, height).fill(SHADE);
				doc.lineWidth(0.5).strokeColor(LINE);
				doc
					.moveTo(PAGE.margin, top + height)
					.lineTo(PAGE.margin + WIDTH, top + height)
					.stroke();
			});
		}

		function cellAt(text: string, index: number, top: number, heavy: boolean): void {
			face({ size, bold: heavy });
			doc.text(text, leftOf(index) + padding, top + padding, {
				width: (widths[index] ?? 0) - 2 * padding,
				lineGap: LINE_GAP
			});
		}

		function row(cells: readonly string[], heavy: boolean): void {
			const height = heightOf(cells, heavy);
			const top = doc.y;
			frame(top, height, heavy);
			const line = doc.struct('TR');
			all.add(line);
			cells.forEach((cell, index) => {
				const draw = () => {
					cellAt(cell, index, top, heavy);
				};
				line.add(heavy ? element('TH', draw, HEAD_CELL) : element('TD', draw));
			});
			line.end();
			doc.x = PAGE.margin;
			doc.y = top + height;
		}

		const shownRows = rows.map((cells) => cells.map(shown));
		const firstHeight = heightOf(shownRows[0] ?? [], false);
		// The caption, the head and the first row stay together.
		space(0, 2 * size + headHeight + firstHeight);
		root.add(all);
		all.add(
			element('Caption', () => {
				write(caption, { size, bold: true });
			})
		);
		row(head.cells, true);
		for (const cells of shownRows) {
			if (doc.y + heightOf(cells, false) > BOTTOM) {
				doc.addPage();
				const top = doc.y;
				frame(top, headHeight, true);
				decorate(() => {
					head.cells.forEach((cell, index) => {
						cellAt(cell, index, top, true);
					});
				});
				doc.x = PAGE.margin;
				doc.y = top + headHeight;
			}
			row(cells, false);
		}
		all.end();
	}

	async function close(foot: (n: number, total: number) => string): Promise<Buffer> {
		root.end();
		const { count } = doc.bufferedPageRange();
		for (let index = 0; index < count; index++) {
			doc.switchToPage(index);
			// Under the margin: without this, writing there would open another page.
			doc.page.margins.bottom = 0;
			face({ size: FOOT.size });
			doc.markContent('Artifact', { type: 'Pagination' });
			doc.text(shown(foot(index + 1, count)), PAGE.margin, PAGE.height - FOOT.above, {
				width: WIDTH,
				align: 'right',
				lineBreak: false
			});
			doc.endMarkedContent();
		}
		doc.end();
		return written;
	}

	return {
		get lacksSigns() {
			return lacksSigns;
		},
		space,
		add,
		write,
		list,
		table,
		close
	};
}

/** The first column says what the row is about: it is twice as wide. */
function columnWidths(count: number): number[] {
	const unit = WIDTH / (count + 1);
	return Array.from({ length: count }, (_, index) => (index === 0 ? 2 * unit : unit));
}

function bytesOf(dataUrl: string): Buffer {
	return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}
