/** The two languages say the same things: each file of messages has the same keys, inputs and no empty sentence. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import settings from '../../../../project.inlang/settings.json';

const FOLDER = new URL('../../../../messages/', import.meta.url);
const areas = readdirSync(new URL('fr/', FOLDER)).toSorted();

test('both languages have the same files, and the compiler reads them all', () => {
	expect(readdirSync(new URL('en/', FOLDER)).toSorted()).toEqual(areas);
	const patterns = settings['plugin.inlang.messageFormat'].pathPattern;
	expect(patterns.map((pattern) => pattern.split('/').at(-1)).toSorted()).toEqual(areas);
});

describe.each(areas)('%s', (area) => {
	const french = read('fr', area);
	const english = read('en', area);

	test('has the same keys in both languages', () => {
		expect(Object.keys(english).toSorted()).toEqual(Object.keys(french).toSorted());
	});

	test('asks for the same inputs in both languages', () => {
		for (const [key, message] of Object.entries(french)) {
			expect([key, ...inputsOf(english[key])]).toEqual([key, ...inputsOf(message)]);
		}
	});

	test('has no empty sentence and no exclamation mark', () => {
		for (const [key, message] of [...Object.entries(french), ...Object.entries(english)]) {
			expect([key, sentencesOf(message).every(Boolean)]).toEqual([key, true]);
			expect([key, sentencesOf(message).some((text) => text.includes('!'))]).toEqual([key, false]);
		}
	});

	test('writes French with its apostrophes and its spaces', () => {
		const wrong = Object.entries(french).filter(([, message]) =>
			sentencesOf(message).some((text) =>
				/\p{L}'|[^\u00a0\u202f][;?»]|[^\u00a0\u202f]:(?=\s|$)/u.test(text)
			)
		);
		expect(wrong).toEqual([]);
	});
});

function read(locale: string, area: string): Record<string, unknown> {
	const { $schema: _, ...messages } = JSON.parse(
		readFileSync(new URL(`${locale}/${area}`, FOLDER), 'utf8')
	) as Record<string, unknown>;
	return messages;
}

/** The sentences of a message: itself, or one per variant. */
function sentencesOf(message: unknown): string[] {
	if (typeof message === 'string') return [message];
	const variants = message as { match: Record<string, string> }[];
	return variants.flatMap(({ match }) => Object.values(match));
}

function inputsOf(message: unknown): string[] {
	const found = sentencesOf(message).flatMap((text) =>
		[...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
	);
	const declared =
		typeof message === 'string' ? [] : JSON.stringify(message).matchAll(/input (\w+)/g);
	return [...new Set([...found, ...[...declared].map(([, name = '']) => name)])].toSorted();
}
