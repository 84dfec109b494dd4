import { MEETING_FIELDS, type MeetingField, type MeetingValues } from './meeting-errors';

/** What was typed in the fields of a meeting; a missing one is empty. */
export function readMeetingForm(form: FormData): MeetingValues {
	const read = (field: MeetingField): string => {
		const value = form.get(field);
		return typeof value === 'string' ? value : '';
	};
	return Object.fromEntries(MEETING_FIELDS.map((field) => [field, read(field)])) as MeetingValues;
}
