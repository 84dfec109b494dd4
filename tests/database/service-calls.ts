import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
	byMembers,
	NOT_ALLOWED,
	NOT_FOUND,
	withAnswers,
	type Answers,
	type CallRule
} from './call-rules';

/** What people of alpha do: the rest of the group sees the service, the others do not. Neighbour is of alpha, elsewhere. */
const BY_ITS_PEOPLE: Answers = withAnswers(byMembers(NOT_ALLOWED, NOT_FOUND), {
	circle: 1,
	colleague: 1,
	neighbour: 1
});

/** How the directory of services answers. */
export const SERVICE_CALLS: Record<string, CallRule> = {
	add_service: {
		call: () =>
			sql`select public.add_service(${randomUUID()}, '{"name":"Navette","types":["mobility"]}')`,
		...withAnswers(byMembers(1, NOT_FOUND), { neighbour: 1 })
	},
	archive_service: {
		call: (w) => sql`select public.archive_service(${w.services.open}, true)`,
		...BY_ITS_PEOPLE
	},
	check_service: {
		call: (w) => sql`select public.check_service(${w.services.open})`,
		...BY_ITS_PEOPLE
	},
	list_services: {
		call: (w) => sql`select s.id from public.list_services(${w.group.id}) as s`,
		...withAnswers(byMembers(1, 0), { unnamed: 2 })
	},
	set_service: {
		call: (w) => sql`select public.set_service(${w.services.open}, '{"delay":"Une semaine"}')`,
		...BY_ITS_PEOPLE
	}
};
