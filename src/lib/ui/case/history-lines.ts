import type { HistoryEntry } from '$lib/domain/case-history';

/** A line of the history: what one person did once, or several times in a row within a minute. */
export interface HistoryLine {
	entry: HistoryEntry;
	text: string;
	time: string;
	times: number;
}

/** The lines of entries given latest first; `textOf` and `timeOf` say what one reads of an entry. */
export function linesOf(
	entries: readonly HistoryEntry[],
	{
		textOf,
		timeOf
	}: { textOf: (entry: HistoryEntry) => string; timeOf: (entry: HistoryEntry) => string }
): HistoryLine[] {
	const lines: HistoryLine[] = [];
	for (const entry of entries) {
		const [text, time] = [textOf(entry), timeOf(entry)];
		const last = lines.at(-1);
		if (last?.text === text && last.time === time) last.times++;
		else lines.push({ entry, text, time, times: 1 });
	}
	return lines;
}
