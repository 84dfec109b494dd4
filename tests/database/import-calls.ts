import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { byMembers, CONFLICT, DENIED, NOT_FOUND, type Answers, type CallRule } from './call-rules';

const SHEETS = '[{"name":"Feuil1","columns":[],"rows":[]}]';
const PEOPLE = '[{"row":2,"firstName":"Samira","lastInitial":"H","birthYear":1998}]';
const LINES = `[{"row":2,"id":"${randomUUID()}","firstName":"Ana","lastInitial":"B","birthYear":1999,
	"cohort":"youth","stage":"outreach","blockers":[]}]`;

/** The author of the import of the world; for everybody else it is not there. */
function byTheAuthor(answer: string | number): Answers {
	return { answers: { circle: answer, anonymous: DENIED }, otherwise: NOT_FOUND };
}

/** How imports answer: that of the world is read and does not run. */
export const IMPORT_CALLS: Record<string, CallRule> = {
	begin_import: {
		call: (w) => sql`select public.begin_import(${w.import}, 1)`,
		...byTheAuthor(1)
	},
	choose_import: {
		call: (w) => sql`select public.choose_import(${w.import}, '{}')`,
		...byTheAuthor(1)
	},
	discard_import: {
		call: (w) => sql`select public.discard_import(${w.import})`,
		...byTheAuthor(1)
	},
	fail_import: {
		call: (w) => sql`select public.fail_import(${w.import}, 'failed')`,
		...byTheAuthor(1)
	},
	find_colleagues_by_email: {
		call: (w) =>
			sql`select c.email from public.find_colleagues_by_email(${w.group.id}, array['a@essais.example']) as c`,
		...byMembers(0, NOT_FOUND)
	},
	find_import: {
		call: (w) => sql`select i.id from public.find_import(${w.group.id}) as i`,
		answers: { circle: 1, anonymous: DENIED },
		otherwise: 0
	},
	find_import_progress: {
		call: (w) => sql`select i.done from public.find_import_progress(${w.import}) as i`,
		...byTheAuthor(1)
	},
	find_similar_cases: {
		call: (w) => sql`select public.find_similar_cases(${w.group.id}, ${PEOPLE}::jsonb)`,
		...byMembers(1, NOT_FOUND)
	},
	finish_import: {
		call: (w) => sql`select public.finish_import(${w.import})`,
		...byTheAuthor(CONFLICT)
	},
	import_cases: {
		call: (w) => sql`select public.import_cases(${w.import}, ${LINES}::jsonb)`,
		...byTheAuthor(CONFLICT)
	},
	list_imported_cases: {
		call: (w) => sql`select k.reference from public.list_imported_cases(${w.import}) as k`,
		...byTheAuthor(1)
	},
	lock_import: {
		call: (w) => sql`select public.lock_import(${w.import})`,
		...byTheAuthor(1)
	},
	note_import_progress: {
		call: (w) => sql`select public.note_import_progress(${w.import}, 1)`,
		...byTheAuthor(1)
	},
	start_import: {
		call: (w) =>
			sql`select public.start_import(${randomUUID()}, ${w.group.id}, 'suivi.csv', ${SHEETS}::jsonb)`,
		...byMembers(1, NOT_FOUND)
	},
	undo_import: {
		call: (w) => sql`select public.undo_import(${w.import})`,
		...byTheAuthor(CONFLICT)
	}
};
