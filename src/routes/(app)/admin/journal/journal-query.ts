/** What the address of the journal asks for. */
import * as v from 'valibot';
import type { JournalQuery } from '$lib/server/database/journal';
import { endOfDay, isRealDay, startOfDay } from '../forms';

export const JOURNALS = ['consultations', 'changements'] as const;
export type Journal = (typeof JOURNALS)[number];

/** The journal, person, days and page of an address. What makes no sense narrows nothing. */
export interface JournalAddress {
	journal: Journal;
	profileId: string;
	from: string;
	until: string;
	before: number | null;
}

const Uuid = v.pipe(v.string(), v.uuid());
const Cursor = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

export function readJournalAddress({ searchParams }: URL): JournalAddress {
	const day = (name: string): string => {
		const text = searchParams.get(name) ?? '';
		return isRealDay(text) ? text : '';
	};
	const person = v.safeParse(Uuid, searchParams.get('personne'));
	const before = v.safeParse(Cursor, searchParams.get('avant'));
	return {
		journal: JOURNALS.find((name) => name === searchParams.get('quoi')) ?? 'consultations',
		profileId: person.success ? person.output : '',
		from: day('du'),
		until: day('au'),
		before: before.success ? before.output : null
	};
}

/** What an address asks of the database; `until` is the last day that counts. */
export function queryOf(address: JournalAddress, limit: number): JournalQuery {
	const { before, profileId, from, until } = address;
	return {
		before,
		limit,
		profileId: profileId || null,
		from: from ? startOfDay(from) : null,
		until: until ? endOfDay(until) : null
	};
}
