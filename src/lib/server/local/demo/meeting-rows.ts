import type { DemoMeeting } from './meetings';
import { caseIdOf, demoId, type Plan, type Rows } from './plan';

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
				rank
			}))
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
