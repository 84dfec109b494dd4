import type { DecisionKind } from './decision';
import type { Member } from './member';
import { spokenDays } from './spoken-day';

type Person = Pick<Member, 'id' | 'firstName' | 'lastName'>;

/** What was understood in a line of « On décide », to be shown back before it is sent. */
export interface DecisionLine<P extends Person = Person> {
	/** The line without the words that were understood. */
	label: string;
	/** `words`: as they were written. */
	owner: { member: P; words: string } | null;
	/** Members of that first name, when the line does not say which. */
	choices: P[];
	/** `on`: ISO date. */
	due: { on: string; words: string } | null;
}

interface Span {
	start: number;
	end: number;
}

/** A decision is a sentence of its own: a name or a day in it is part of what was decided. */
const READS: Record<DecisionKind, { owner: boolean; due: boolean }> = {
	action: { owner: true, due: true },
	request: { owner: true, due: true },
	blocker: { owner: true, due: false },
	decision: { owner: false, due: false }
};
const NOTHING = { owner: null, choices: [], start: 0, end: 0 };
/** After these words a name stays in the sentence, which would end in the air without it. */
const NEEDS_NAME = /(?<![\p{L}])(?:avec|chez|de|a|et|sans|with|to|and|from|without) $/u;
const LEADS_TO_NAME = /(?<![\p{L}])(?:par|pour|by|for) $/u;

/**
 * Reads `Rappeler la personne @Amina vendredi`: who does it, by when, and what is left to say.
 * @param today ISO date.
 * @param picked id of the member chosen among those of one first name.
 * @param kept words that the writer wants left as text.
 */
export function readDecisionLine<P extends Person>(
	text: string,
	{
		kind,
		members,
		today,
		picked = null,
		kept = []
	}: {
		kind: DecisionKind;
		members: readonly P[];
		today: string;
		picked?: string | null;
		kept?: readonly string[];
	}
): DecisionLine<P> {
	const line = text.normalize('NFC').replace(/\s/g, ' ');
	const plain = plainOf(line);
	const left = new Set(kept.map(plainOf));
	const isLeft = ({ start, end }: Span): boolean => left.has(plain.slice(start, end).trim());

	const who = READS[kind].owner
		? (namesIn(line, { plain, members, picked }).find((name) => !isLeft(name)) ?? NOTHING)
		: NOTHING;
	const days = READS[kind].due ? spokenDays(plain, today).filter((day) => !isLeft(day)) : [];
	const day = days.at(-1);
	return {
		label: labelOf(line, [
			...(who.owner ? [leaving(plain, who)] : []),
			...(day ? [{ start: day.start, end: day.end }] : [])
		]),
		owner: who.owner && { member: who.owner, words: line.slice(who.start, who.end) },
		choices: who.choices,
		due: day ? { on: day.date, words: line.slice(day.start, day.end) } : null
	};
}

interface Name<P> extends Span {
	owner: P | null;
	choices: P[];
}

/** Each `@name` of a member, with the last name or its beginning where it follows. */
function namesIn<P extends Person>(
	line: string,
	{ plain, members, picked }: { plain: string; members: readonly P[]; picked: string | null }
): Name<P>[] {
	return [...line.matchAll(/(?<![\p{L}\p{N}])@/gu)].flatMap(({ index }) => {
		const after = index + 1;
		const named = members
			.filter(({ firstName }) => isWord(plain, after, plainOf(firstName)))
			.sort((a, b) => b.firstName.length - a.firstName.length);
		const [first] = named;
		if (!first) return [];
		const same = named.filter(({ firstName }) => firstName.length === first.firstName.length);
		const end = after + first.firstName.length;
		const last = /^ ([\p{L}'-]+)\.?/u.exec(plain.slice(end));
		const word = last?.[1] ?? '';
		const precise = same.filter(({ lastName }) => plainOf(lastName).startsWith(word));
		const [only] = precise;
		// « @Amina d » is enough where there are two; where there is one, only her whole name or a capital is hers.
		const isTold =
			last !== null &&
			only !== undefined &&
			precise.length === 1 &&
			(same.length > 1 ||
				word === plainOf(only.lastName) ||
				/^ \p{Lu}(?!\p{L})/u.test(line.slice(end)));
		if (isTold) {
			return [{ owner: only, choices: [], start: index, end: end + last[0].length }];
		}
		const owner = same.length === 1 ? first : (same.find(({ id }) => id === picked) ?? null);
		return [{ owner, choices: owner ? [] : same, start: index, end }];
	});
}

/** Where the words of an owner leave the label: only `@` does when the sentence needs the name. */
function leaving(plain: string, { start, end }: Span): Span {
	const before = plain.slice(0, start);
	if (NEEDS_NAME.test(before)) return { start, end: start + 1 };
	const lead = LEADS_TO_NAME.exec(before);
	return { start: lead ? lead.index : start, end };
}

function labelOf(line: string, spans: readonly Span[]): string {
	let label = line;
	for (const { start, end } of [...spans].sort((a, b) => b.start - a.start)) {
		label = label.slice(0, start) + label.slice(end);
	}
	const tidy = label
		.replace(/ {2,}/g, ' ')
		.replace(/ +(?=[,.])/g, '')
		.replace(/^[\s,;:.–-]+|[\s,;:–-]+$/gu, '');
	return spans.length === 0 ? tidy : tidy.charAt(0).toLocaleUpperCase('fr') + tidy.slice(1);
}

/** Whether a word stands at a place of a text, whole. */
function isWord(text: string, at: number, word: string): boolean {
	return (
		word !== '' &&
		text.startsWith(word, at) &&
		!/^[\p{L}\p{N}-]/u.test(text.slice(at + word.length))
	);
}

/** Without accents nor capitals, and with straight apostrophes; as long as the text, so that places in both agree. */
function plainOf(text: string): string {
	return Array.from({ length: text.length }, (_, index) => {
		const letter = text.charAt(index);
		if (letter === '’') return "'";
		return letter.normalize('NFD').charAt(0).toLowerCase().charAt(0);
	}).join('');
}
