import { daysBetween } from './agenda-calendar';
import type { BlockerType } from './blocker';

/** What an organisation of the group offers, as the directory shows it. */
export interface Service {
	id: string;
	organizationId: string;
	organization: string;
	name: string;
	description: string;
	contact: string;
	howToRefer: string;
	conditions: string;
	/** How long an answer takes, in words. */
	delay: string;
	/** Types of blockers that it helps to lift. */
	types: BlockerType[];
	/** ISO date on which one of its people last said that this is right. */
	checkedOn: string;
	/** Who said so; null when they left. */
	checkedBy: string | null;
	/** Of the reader's organisation: they write it. */
	mine: boolean;
}

/** What its people write of a service. */
export type ServiceFields = Pick<
	Service,
	'name' | 'description' | 'contact' | 'howToRefer' | 'conditions' | 'delay' | 'types'
>;

/** Days without a check after which a service is to be checked. */
const STALE_DAYS = 90;

/** Longest texts of a service, in characters, as the table holds them. */
export const SERVICE_LENGTHS = {
	name: 80,
	description: 500,
	contact: 200,
	howToRefer: 300,
	conditions: 300,
	delay: 80
} as const;

/** Whether nobody has said for long that what is written of a service is right. `today` is an ISO date. */
export function isStale({ checkedOn }: Pick<Service, 'checkedOn'>, today: string): boolean {
	return daysBetween(checkedOn, today) > STALE_DAYS;
}

export interface ServiceQuery {
	type: BlockerType | null;
	/** What somebody typed. */
	text: string;
	/** The words of a type as the reader sees them, so that they are found as well. */
	wordsOf: (type: BlockerType) => string;
}

/**
 * The services that treat the type, if any, and hold every word of the text, accents and case aside; those that hold it
 * in their name or their types come first.
 */
export function findServices(
	services: readonly Service[],
	{ type, text, wordsOf }: ServiceQuery
): Service[] {
	const words = plain(text).split(' ').filter(isWorthSearching);
	const ranked = services.flatMap((service) => {
		if (type !== null && !service.types.includes(type)) return [];
		const first = plain([service.name, ...service.types.map(wordsOf)].join(' '));
		const all = `${first} ${plain(
			[
				service.organization,
				service.description,
				service.howToRefer,
				service.conditions,
				service.contact
			].join(' ')
		)}`;
		if (!words.every((word) => holds(all, word))) return [];
		return [{ service, rank: words.filter((word) => holds(first, word)).length }];
	});
	return ranked.sort((a, b) => b.rank - a.rank).map(({ service }) => service);
}

/** How many services treat each type. */
export function countByType(services: readonly Service[]): Map<BlockerType, number> {
	const counts = new Map<BlockerType, number>();
	for (const type of services.flatMap(({ types }) => types)) {
		counts.set(type, (counts.get(type) ?? 0) + 1);
	}
	return counts;
}

/** Words that a sentence is made of, and that say nothing of a need. */
const EMPTY_WORDS = new Set(
	'a au aux avec d de des du en et l la le les mon ma mes ou par pour qui sa son ses sur un une the of for to in'.split(
		' '
	)
);

const isWorthSearching = (word: string): boolean => word !== '' && !EMPTY_WORDS.has(word);

/** A word is found where one begins with it; one that ends as a plural, without its ending too. */
function holds(text: string, word: string): boolean {
	const stem = word.length > 3 ? word.replace(/[sx]$/, '') : word;
	return ` ${text}`.includes(` ${stem}`);
}

/** Letters and digits in lower case without accents, apart by one space. */
function plain(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/œ/gi, 'oe')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}
