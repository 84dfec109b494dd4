import { changeCodeOf } from '$lib/domain/case-change';
import type { HistoryEntry } from '$lib/domain/case-history';
import { m } from '$lib/paraglide/messages';
import { changeText } from '$lib/ui/kit/change-text';
import { stageLabel } from '$lib/ui/kit/labels';

const FIELD: Record<string, () => string> = {
	blocker_id: m.journal_field_blocker,
	carrier_id: m.journal_field_carrier,
	cohort: m.journal_field_cohort,
	detail: m.journal_field_detail,
	drop_reason: m.journal_field_drop_reason,
	due_on: m.journal_field_due,
	email: m.journal_field_email,
	label: m.journal_field_label,
	last_contact_on: m.journal_field_contact,
	last_name: m.journal_field_last_name,
	lifted_by: m.journal_field_lifted_by,
	owner_id: m.journal_field_owner,
	owner_organization_id: m.journal_field_owner,
	phone: m.journal_field_phone,
	reserved: m.journal_field_reserved,
	status: m.journal_field_status,
	type_code: m.journal_field_type
};

/** One entry of the history as a sentence, without its time. */
export function historyText(entry: HistoryEntry, name: string): string {
	switch (entry.kind) {
		case 'identity':
			return m.journal_identity({ name });
		case 'searched':
			return m.journal_searched({ name });
		case 'opened':
			return entry.access === 'case-own'
				? m.journal_opened_own({ name })
				: m.journal_opened({ name });
		case 'moved':
			return m.journal_moved({ name, from: stageLabel(entry.from), to: stageLabel(entry.to) });
		case 'changed': {
			const text = changeText({ ...entry, rowId: null }, name);
			// What happened has its word already: only what has none names its fields.
			const fields =
				entry.operation === 'update' && changeCodeOf({ ...entry, rowId: null }).endsWith('_changed')
					? fieldsText(entry.fields)
					: '';
			if (fields === '') return text;
			return entry.subject?.label || entry.subject?.type
				? m.timeline_with_fields({ text, fields })
				: m.journal_with_fields({ sentence: text, fields });
		}
	}
}

/** The fields that have a word, in a list. */
function fieldsText(fields: readonly string[]): string {
	return fields.flatMap((field) => FIELD[field]?.() ?? []).join(', ');
}
