import type { AgendaReason } from '$lib/domain/agenda';
import type { AttendanceAnswer, AttendanceCounts } from '$lib/domain/attendance';
import type { Holiday } from '$lib/domain/holidays';
import type { AgendaItem } from '$lib/documents/meeting-document';
import type { AgendaCase, AgendaItemKind, MeetingStatus } from '$lib/domain/meeting';
import type { MeetingKind } from '$lib/domain/meeting-series';
import { m } from '$lib/paraglide/messages';
import { formatDay } from '$lib/ui/kit/dates';
import { nameOf } from '$lib/ui/kit/names.svelte';

/** `1 h 54`, `2 h` or `6 min`. */
export function durationText(minutes: number): string {
	const h = Math.floor(minutes / 60);
	const rest = minutes % 60;
	if (h === 0) return m.meeting_minutes({ n: rest });
	if (rest === 0) return m.meeting_hours_only({ h });
	return m.meeting_hours_minutes({ h, mm: String(rest).padStart(2, '0') });
}

export function reasonText(reason: AgendaReason): string {
	switch (reason.code) {
		case 'agreement_expiring':
			return reason.days === 0
				? m.meeting_reason_agreement_today()
				: m.meeting_reason_agreement_expiring({ n: reason.days });
		case 'agreement_expired':
			return m.meeting_reason_agreement_expired();
		case 'blocker_stuck':
			return m.meeting_reason_blocker_stuck({ n: reason.days });
		case 'request_waiting':
			return m.meeting_reason_request_waiting({ n: reason.days });
		case 'no_news':
			return m.meeting_reason_no_news({ n: reason.days });
		case 'action_late':
			return m.meeting_reason_action_late({ n: reason.days });
		case 'six_month_check':
			return m.meeting_reason_six_month_check({ day: formatDay(reason.on) });
		case 'not_seen':
			return m.meeting_reason_not_seen({ n: reason.meetings });
		case 'never_seen':
			return m.meeting_reason_never_seen();
	}
}

export function kindText(kind: Exclude<AgendaItemKind, 'case'>): string {
	switch (kind) {
		case 'opening':
			return m.meeting_kind_opening();
		case 'information':
			return m.meeting_kind_information();
		case 'workshop':
			return m.meeting_kind_workshop();
		case 'decision':
			return m.meeting_kind_decision();
		case 'free':
			return m.meeting_kind_free();
	}
}

/** Titles of the grid that a kind of item comes with: a workshop goes from what stands in the way to what helps. */
export function columnsOf(kind: AgendaItemKind): string[] {
	if (kind !== 'workshop') return [];
	return [
		m.meeting_workshop_obstacles(),
		m.meeting_workshop_levers(),
		m.meeting_workshop_keys(),
		m.meeting_workshop_leads(),
		m.meeting_workshop_resources()
	];
}

export function statusText(status: MeetingStatus): string {
	switch (status) {
		case 'draft':
			return m.meeting_status_draft();
		case 'sent':
			return m.meeting_status_sent();
		case 'running':
			return m.meeting_status_running();
		case 'closed':
			return m.meeting_status_closed();
	}
}

/** How an item is called on screen: what its case is called, or its title. */
export function nameOfItem(
	item: AgendaItem,
	subject: AgendaCase | null,
	namesHidden: boolean
): string {
	if (item.kind === 'case') return subject ? nameOf(subject, namesHidden) : m.meeting_item_gone();
	return item.title === '' ? m.meeting_item_untitled() : item.title;
}

/** `Dans 2 jours`, from whole days. */
export function countdownText(days: number): string {
	if (days <= 0) return m.meeting_today();
	return days === 1 ? m.meeting_tomorrow() : m.meeting_in_days({ n: days });
}

const TYPES: Record<MeetingKind, () => string> = {
	operational: m.meeting_type_operational,
	weekly: m.meeting_type_weekly,
	technical: m.meeting_type_technical,
	engagement: m.meeting_type_engagement,
	steering: m.meeting_type_steering
};

/** What a kind of meeting is called. */
export function typeText(kind: MeetingKind): string {
	return TYPES[kind]();
}

const HOLIDAYS: Record<Holiday, () => string> = {
	new_year: m.meeting_holiday_new_year,
	easter_monday: m.meeting_holiday_easter_monday,
	labour_day: m.meeting_holiday_labour_day,
	victory_day: m.meeting_holiday_victory_day,
	ascension: m.meeting_holiday_ascension,
	whit_monday: m.meeting_holiday_whit_monday,
	bastille_day: m.meeting_holiday_bastille_day,
	assumption: m.meeting_holiday_assumption,
	all_saints: m.meeting_holiday_all_saints,
	armistice: m.meeting_holiday_armistice,
	christmas: m.meeting_holiday_christmas,
	good_friday: m.meeting_holiday_good_friday,
	saint_stephen: m.meeting_holiday_saint_stephen
};

export function holidayText(holiday: Holiday): string {
	return HOLIDAYS[holiday]();
}

export function answerText(answer: AttendanceAnswer | null): string {
	switch (answer) {
		case null:
			return m.meeting_answer_none();
		case 'room':
			return m.meeting_answer_room();
		case 'remote':
			return m.meeting_answer_remote();
		case 'excused':
			return m.meeting_answer_excused();
		case 'represented':
			return m.meeting_answer_represented();
	}
}

/** `13 en salle, 4 à distance, 1 absence, 2 sans réponse`, without what nobody answered. */
export function attendanceText({ room, remote, absent, waiting }: AttendanceCounts): string {
	return [
		room > 0 && m.meeting_count_room({ n: room }),
		remote > 0 && m.meeting_count_remote({ n: remote }),
		absent > 0 && m.meeting_count_absent({ n: absent }),
		waiting > 0 && m.meeting_count_waiting({ n: waiting })
	]
		.filter((part) => part !== false)
		.join(', ');
}
