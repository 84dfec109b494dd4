/** A meeting that runs in the world of the tests of isolation, with lines that Amina wrote, and a point that an earlier one left. */
import { emailOf } from '../../../src/lib/server/local/demo/demo-accounts';
import type { World } from './isolation';

export const RUNNING = {
	place: 'Salle du conseil',
	item: 'points-divers',
	decision: 'Ouvrir la salle le mercredi',
	action: 'Imprimer les affiches'
} as const;

const amina = `(select id from auth.users where email = '${emailOf('amina')}')`;

export const RUNNING_MEETING = `
	with meeting as (
		insert into public.meetings (group_id, kind, starts_at, ends_at, place, status, created_by)
		select id, 'technical', now() + interval '300 days', now() + interval '300 days 2 hours', '${RUNNING.place}',
			'running', ${amina}
		from public.groups where reference_prefix = 'VT' returning id, group_id
	), run as (
		insert into public.meeting_runs (meeting_id, group_id, facilitator_id, item_id)
		select id, group_id, (select id from auth.users where email = '${emailOf('nathalie')}'), '${RUNNING.item}'
		from meeting
	), item as (
		insert into public.agenda_items (meeting_id, item_id, group_id, kind, title, rank)
		select id, '${RUNNING.item}', group_id, 'free', 'Points divers', 1 from meeting
	)
	insert into public.decisions (id, meeting_id, group_id, item_id, kind, label, author_id)
	select gen_random_uuid(), id, group_id, '${RUNNING.item}', 'decision', '${RUNNING.decision}', ${amina}
	from meeting, generate_series(1, 2)
	union all
	select gen_random_uuid(), id, group_id, '${RUNNING.item}', 'action', '${RUNNING.action}', ${amina} from meeting;
	insert into public.carried_items (meeting_id, item_id, group_id, kind, title, question, minutes, rank, reason, times)
	select m.id, 'calendrier', m.group_id, 'free', 'Calendrier du printemps', '', 5, 1, 'parked', 1
	from public.meetings as m join public.groups as g on g.id = m.group_id
	where g.reference_prefix = 'VT' and m.status = 'closed' order by m.starts_at desc limit 1;
`;

/** Its day, which is its address. */
export function dayOfRunning(world: World): Promise<string> {
	return world.value(
		`select (starts_at at time zone 'Europe/Paris')::date::text from public.meetings where place = $1`,
		[RUNNING.place]
	);
}

export function idOfRunning(world: World): Promise<string> {
	return world.value('select id from public.meetings where place = $1', [RUNNING.place]);
}
