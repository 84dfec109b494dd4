import { sql } from 'kysely';
import type { CaseMatch, Found, FoundCase, FoundMember, FoundService } from '$lib/domain/search';
import type { Tx } from './transaction';

/** Most answers of one kind. */
const SHOWN = 8;

type Row = { slug: string; territory: string } & (
	| {
			kind: 'case';
			why: CaseMatch;
			facts: Pick<FoundCase, 'reference' | 'shortName' | 'cohort' | 'stage'>;
	  }
	| { kind: 'member'; why: null; facts: Omit<FoundMember, 'kind' | 'slug' | 'territory'> }
	| { kind: 'service'; why: null; facts: Omit<FoundService, 'kind' | 'slug' | 'territory'> }
);

/**
 * What the caller may know that answers to a text, best first: cases, then colleagues and services. Nothing for an empty text, or for
 * who works in no group. A case found by a full last name is put on record for its circle, without the name.
 */
export async function search(tx: Tx, query: string): Promise<Found[]> {
	const { rows } = await sql<Row>`
		select s.kind, s.why, s.slug, s.territory, s.facts
		from public.search(${query}, ${SHOWN}::integer) as s`.execute(tx);
	return rows.map(({ kind, why, slug, territory, facts }): Found => {
		const where = { slug, territory };
		if (kind === 'case') return { ...facts, ...where, kind, why };
		return kind === 'member' ? { ...facts, ...where, kind } : { ...facts, ...where, kind };
	});
}
