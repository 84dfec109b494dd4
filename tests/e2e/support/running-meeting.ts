/** A meeting that runs in the world of the tests of isolation, with lines that Amina wrote. */
import { emailOf } from '../../../src/lib/server/local/demo/demo-accounts';

export const RUNNING = {
	place: 'Salle du conseil',
	item: 'points-divers',
	decision: 'Ouvrir la salle le mercredi'
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
	from meeting, generate_series(1, 2);
`;
