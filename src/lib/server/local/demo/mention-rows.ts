import type { DemoCase, Line } from './demo-case';
import type { DemoMeeting } from './meetings';
import { meetingIdOf } from './meeting-rows';
import { caseIdOf, type Plan, type Row } from './plan';
import { mentionIdOf, mentionsIn } from './write-text';

/** The mentions in the notes of the cases and of the meetings, as the tables keep them. */
export function mentionRows(
	{ cases, meetings }: { cases: readonly DemoCase[]; meetings: readonly DemoMeeting[] },
	plan: Plan
): Row[] {
	return [
		...cases.flatMap((demo) => {
			const caseId = caseIdOf(demo);
			const subject = { case_id: caseId, meeting_id: null, document_name: `case:${caseId}` };
			const { now = [], wants = [], leads = [] } = demo.note ?? {};
			return rowsOf([...now, ...wants, ...leads], { key: demo.reference, subject, plan });
		}),
		...meetings.flatMap((meeting) => {
			const id = meetingIdOf(meeting);
			const subject = { case_id: null, meeting_id: id, document_name: `meeting:${id}` };
			const lines = meeting.items.flatMap((item) => item.notes ?? []);
			return rowsOf(lines, { key: `meeting ${meeting.day}`, subject, plan });
		})
	];
}

function rowsOf(
	lines: readonly Line[],
	{ key, subject, plan }: { key: string; subject: Row; plan: Plan }
): Row[] {
	return mentionsIn(lines).map(({ mention, excerpt }) => ({
		...subject,
		id: mentionIdOf(key, mention),
		group_id: plan.groupId,
		author_id: plan.profileIds[mention.by],
		target_id: plan.profileIds[mention.to],
		excerpt,
		created_at: plan.calendar.at(-mention.days, '08:54')
	}));
}
