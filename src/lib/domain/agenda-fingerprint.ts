import type { AgendaCase } from './meeting';

interface PrintedItem {
	id: string;
	caseId: string | null;
	title: string;
	question: string;
	minutes: number;
}

/**
 * A short text that changes with what members read of an agenda: its items, their order, titles, questions and minutes.
 * Cases that the group may no longer know of do not count. Not for secrets: it only tells two agendas apart.
 */
export function fingerprintOf(
	items: readonly PrintedItem[],
	cases: readonly Pick<AgendaCase, 'caseId'>[]
): string {
	const known = new Set(cases.map(({ caseId }) => caseId));
	const printed = items
		.filter(({ caseId }) => caseId === null || known.has(caseId))
		.map(({ id, title, question, minutes }) => [id, title.trim(), question.trim(), minutes]);
	return hash(JSON.stringify(printed));
}

/** cyrb53: 53 bits, enough to tell the agendas of one meeting apart. */
function hash(text: string): string {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		high = Math.imul(high ^ code, 2_654_435_761);
		low = Math.imul(low ^ code, 1_597_334_677);
	}
	high =
		Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
	low =
		Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
	return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36);
}
