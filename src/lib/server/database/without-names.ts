/** Names that readers outside a group must not find. */
export interface NamesOfGroup {
	/** First and last names. */
	professionals: [string, string][];
	/** First names and the initial of the last name. */
	people: [string, string][];
}

/** What stands where a name was. */
const HIDDEN = '…';
/** Shorter names, and shorter words of a name (« Le »), are words of every text. In letters. */
const SHORTEST = { name: 2, word: 4 };

/** A text without these names, whichever way they are written: « Samira H. », « S. H. », « Martin », in any case. */
export function withoutNames(text: string, { professionals, people }: NamesOfGroup): string {
	const words = new Set(
		[...professionals.flat(), ...people.map(([first]) => first)].flatMap(parts).flatMap(spellings)
	);
	const initials = new Set(
		[...people, ...professionals]
			.map(([first, last]) => `${first.trim().charAt(0)}.${last.trim().charAt(0)}.`)
			.flatMap(spellings)
	);
	if (text === '' || (words.size === 0 && initials.size === 0)) return text;
	const names = [...words].toSorted((a, b) => b.length - a.length).map(escaped);
	const short = [...initials].map((pair) => escaped(pair).replace('\\.', '\\.\\s?'));
	const hidden = [
		...(names.length > 0 ? [`(?:${names.join('|')})(?:\\s\\p{L}\\.)?(?!\\p{L})`] : []),
		...short
	].join('|');
	return text
		.normalize('NFC')
		.replace(new RegExp(`(?<!\\p{L})(?:${hidden})`, 'giu'), HIDDEN)
		.replace(/…(?:\s…)+/gu, HIDDEN);
}

/** A name as a whole, and each of its words. */
function parts(name: string): string[] {
	const whole = name.normalize('NFC').trim();
	const words = whole.split(/[\s'’-]+/u).filter(({ length }) => length >= SHORTEST.word);
	return whole.length >= SHORTEST.name ? [whole, ...words] : words;
}

/** A name as it is, and as it is typed in a hurry. */
function spellings(name: string): string[] {
	return [name.normalize('NFC'), name.normalize('NFD').replace(/\p{M}/gu, '')];
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}
