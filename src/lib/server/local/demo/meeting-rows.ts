import type { DemoMeeting } from './meetings';
import { caseIdOf, demoId, type Plan, type Rows } from './plan';

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
					starts_at: calendar.at(meeting.day, '09:30'),
					ends_at: calendar.at(meeting.day, '11:30'),
					place: meeting.place,
					video_url: meeting.video ? 'https://visio.tilleuls.example/groupe' : null,
					status: meeting.status,
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

export function meetingIdOf({ day }: Pick<DemoMeeting, 'day'>): string {
	return demoId(`meeting ${day}`);
}

/** A case is on an agenda once: its item is named after it. */
export function itemIdOf(meeting: DemoMeeting, rank: number): string {
	const reference = meeting.items[rank]?.reference;
	return reference ? `case:${caseIdOf({ reference })}` : demoId(`item ${meeting.day} ${rank}`);
}
