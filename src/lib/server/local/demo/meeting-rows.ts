import type { DemoMeeting } from './meetings';
import { caseIdOf, demoId, type Plan, type Rows } from './plan';
import { plain } from './write-text';

const STARTS = '09:30';
const ENDS = '11:30';
const SERIES_ID = 'series operational';

/** The series that the meetings of the group are dates of: one every six weeks. */
export function rowsOfSeries(next: DemoMeeting, { calendar, groupId, profileIds }: Plan): Rows {
	return {
		table: 'meeting_series',
		rows: [
			{
				id: demoId(SERIES_ID),
				group_id: groupId,
				kind: 'operational',
				weeks: 6,
				starts_time: STARTS,
				ends_time: ENDS,
				place: next.place,
				video_url: videoOf(next),
				created_by: profileIds.nathalie,
				created_at: calendar.at(-130)
			}
		]
	};
}

/** The rows of a meeting of two hours and of its agenda, in the order in which they can be written. */
export function rowsOfMeeting(
	meeting: DemoMeeting,
	{ calendar, groupId, profileIds }: Plan
): Rows[] {
	const of = { meeting_id: meetingIdOf(meeting), group_id: groupId };
	return [
		{
			table: 'meetings',
			rows: [
				{
					id: of.meeting_id,
					group_id: groupId,
					starts_at: calendar.at(meeting.day, STARTS),
					ends_at: calendar.at(meeting.day, ENDS),
					place: meeting.place,
					video_url: videoOf(meeting),
					status: meeting.status,
					series_id: demoId(SERIES_ID),
					created_by: profileIds.nathalie,
					created_at: calendar.at(meeting.day - 42)
				}
			]
		},
		{
			table: 'agenda_items',
			rows: meeting.items.map((item, rank) => ({
				...of,
				item_id: itemIdOf(meeting, rank),
				kind: item.kind,
				case_id: item.reference ? caseIdOf({ reference: item.reference }) : null,
				title: item.title ?? '',
				question: item.question ?? '',
				minutes: item.minutes,
				rank,
				notes: (item.notes ?? []).map(plain).join('\n'),
				presenter_id: profileIds[item.presenter]
			}))
		},
		...(meeting.status === 'closed' ? rowsOfRun(meeting, { calendar, groupId, profileIds }) : [])
	];
}

/** How a meeting that is over went: everything was looked at, in the time planned. */
function rowsOfRun(meeting: DemoMeeting, { calendar, groupId, profileIds }: Plan): Rows[] {
	const of = { meeting_id: meetingIdOf(meeting), group_id: groupId };
	const endedAt = calendar.at(meeting.day, ENDS);
	return [
		{
			table: 'meeting_runs',
			rows: [
				{
					...of,
					facilitator_id: profileIds.nathalie,
					started_at: calendar.at(meeting.day, STARTS),
					item_id: null,
					since: null,
					ended_at: endedAt,
					ended_by: profileIds.nathalie
				}
			]
		},
		{
			table: 'run_items',
			rows: meeting.items.map((item, rank) => ({
				...of,
				item_id: itemIdOf(meeting, rank),
				state: 'done',
				spent: item.minutes * 60
			}))
		},
		{
			table: 'meeting_closings',
			rows: [{ ...of, number: 1, closed_at: endedAt, closed_by: profileIds.nathalie }]
		},
		{
			table: 'decisions',
			rows: meeting.items.flatMap((item, rank) =>
				(item.decided ?? []).map(({ kind, label, owner, due, done }, index) => ({
					...of,
					id: demoId(`decision ${meeting.day} ${rank} ${index}`),
					item_id: itemIdOf(meeting, rank),
					case_id: item.reference ? caseIdOf({ reference: item.reference }) : null,
					kind,
					label,
					owner_id: owner ? profileIds[owner] : null,
					due_on: due === undefined ? null : calendar.day(due),
					author_id: profileIds.nathalie,
					created_at: endedAt,
					done_at: done && due !== undefined ? calendar.at(due) : null
				}))
			)
		}
	];
}

function videoOf({ video }: DemoMeeting): string | null {
	return video ? 'https://visio.tilleuls.example/groupe' : null;
}

export function meetingIdOf({ day }: Pick<DemoMeeting, 'day'>): string {
	return demoId(`meeting ${day}`);
}

/** A case is on an agenda once: its item is named after it. */
export function itemIdOf(meeting: DemoMeeting, rank: number): string {
	const reference = meeting.items[rank]?.reference;
	return reference ? `case:${caseIdOf({ reference })}` : demoId(`item ${meeting.day} ${rank}`);
}
