import { OWN_NOTE, type HistoryEntry, type HistoryKind } from '$lib/domain/case-history';
import { m } from '$lib/paraglide/messages';
import { stageLabel } from '$lib/ui/kit/labels';

const KIND: Record<HistoryKind, () => string> = {
	opened: m.journal_kind_opened,
	identity: m.journal_kind_identity,
	searched: m.journal_kind_searched,
	changed: m.journal_kind_changed,
	moved: m.journal_kind_moved
};

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

type Changed = Extract<HistoryEntry, { kind: 'changed' }>;
type Sentence = (parts: { name: string }) => string;

export const historyKindText = (kind: HistoryKind): string => KIND[kind]();

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
			const sentence = sentenceOf(entry)({ name });
			const fields = entry.operation === 'update' ? fieldsText(entry.fields) : '';
			return fields === '' ? sentence : m.journal_with_fields({ sentence, fields });
		}
	}
}

/** The fields that have a word, in a list. */
function fieldsText(fields: readonly string[]): string {
	return fields.flatMap((field) => FIELD[field]?.() ?? []).join(', ');
}

function sentenceOf({ table, operation, fields }: Changed): Sentence {
	const adds = operation === 'insert';
	switch (table) {
		case 'actions':
			return adds ? m.journal_action_added : m.journal_action_changed;
		case 'blockers':
			return adds ? m.journal_blocker_added : m.journal_blocker_changed;
		case 'agreements':
			if (adds) return m.journal_agreement_added;
			return fields.includes('withdrawn_at')
				? m.journal_agreement_withdrawn
				: m.journal_agreement_replaced;
		case 'agreement_organizations':
			return !adds && fields.includes('withdrawn_at')
				? m.journal_organization_withdrawn
				: m.journal_organization_added;
		case 'circle_members':
			return adds ? m.journal_circle_added : m.journal_circle_ended;
		case 'circle_requests':
			return adds ? m.journal_request_made : m.journal_request_answered;
		case 'handovers':
			return adds ? m.journal_handover_made : m.journal_handover_answered;
		case 'person_identities':
			return m.journal_identity_changed;
		case 'documents':
			return m.journal_wrote;
		case OWN_NOTE:
			return m.journal_wrote_own;
		case 'cases':
			if (adds) return m.journal_case_added;
			return fields.includes('referent_id') ? m.journal_lead_changed : m.journal_case_changed;
		default:
			return m.journal_case_changed;
	}
}
