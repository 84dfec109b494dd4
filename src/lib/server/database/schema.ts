import type { Generated, GeneratedAlways } from 'kysely';
import type { ActionOrigin, ActionStatus, DropReason } from '$lib/domain/action';
import type { BlockerOrigin, BlockerStatus, BlockerType } from '$lib/domain/blocker';
import type { AgreementForm } from '$lib/domain/case';
import type { Cohort } from '$lib/domain/cohort';
import type { DocumentKind } from '$lib/domain/document-name';
import type { Stage } from '$lib/domain/stage';
import type {
	AccessChanges,
	AccessEvents,
	AccessReviews,
	Administrators,
	BackupCodeTries,
	BackupCodes,
	ChangeEvents,
	Invitations,
	Mandates,
	SessionStates
} from './schema-access';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';
import type {
	CaseClosings,
	CaseSchemes,
	CohortRules,
	EntryDecisions,
	Outcomes,
	PlacementChecks,
	Schemes
} from './schema-followup-course';
import type { ImportedCases, Imports } from './schema-followup-import';
import type { BlockerAnswers, Levers, ServiceBlockers, Services } from './schema-followup-blockers';
import type { MailDays, MailSends, MailSettings, Notices } from './schema-followup-mail';
import type { CaseVisits } from './schema-followup-visits';
import type { DeviceSecrets } from './schema-devices';
import type { DocumentClients, DocumentVersions, DocumentWork, Erasures } from './schema-versions';
import type { GuestLinks, Requests } from './schema-followup-requests';
import type {
	AgendaItems,
	CalendarFeeds,
	CarriedItems,
	Decisions,
	MeetingAddenda,
	MeetingAttendance,
	MeetingClosings,
	MeetingRuns,
	MeetingSeriesRow,
	Meetings,
	RunItems,
	Skips
} from './schema-meetings';

/** The tables as `supabase/migrations` makes them. A date is 'YYYY-MM-DD', a bigint a number, a timestamp a Date. */
export interface Database {
	access_changes: AccessChanges;
	access_events: AccessEvents;
	access_reviews: AccessReviews;
	actions: Actions;
	administrators: Administrators;
	agenda_items: AgendaItems;
	agreement_organizations: AgreementOrganizations;
	agreements: Agreements;
	backup_code_tries: BackupCodeTries;
	backup_codes: BackupCodes;
	blocker_answers: BlockerAnswers;
	blocker_types: BlockerTypes;
	blockers: Blockers;
	calendar_feeds: CalendarFeeds;
	carried_items: CarriedItems;
	case_closings: CaseClosings;
	case_schemes: CaseSchemes;
	case_visits: CaseVisits;
	cases: Cases;
	change_events: ChangeEvents;
	circle_members: CircleMembers;
	circle_requests: CircleRequests;
	cohort_rules: CohortRules;
	decisions: Decisions;
	device_secrets: DeviceSecrets;
	document_clients: DocumentClients;
	document_snapshots: DocumentSnapshots;
	document_texts: DocumentTexts;
	document_updates: DocumentUpdates;
	document_versions: DocumentVersions;
	document_work: DocumentWork;
	documents: Documents;
	entry_decisions: EntryDecisions;
	erasures: Erasures;
	groups: Groups;
	guest_links: GuestLinks;
	handovers: Handovers;
	imported_cases: ImportedCases;
	imports: Imports;
	invitations: Invitations;
	levers: Levers;
	mail_days: MailDays;
	mail_sends: MailSends;
	mail_settings: MailSettings;
	mandates: Mandates;
	meeting_addenda: MeetingAddenda;
	meeting_attendance: MeetingAttendance;
	meeting_closings: MeetingClosings;
	meeting_runs: MeetingRuns;
	meeting_series: MeetingSeriesRow;
	meetings: Meetings;
	mentions: Mentions;
	notices: Notices;
	organizations: Organizations;
	outcomes: Outcomes;
	people: People;
	person_identities: PersonIdentities;
	placement_checks: PlacementChecks;
	profiles: Profiles;
	requests: Requests;
	run_items: RunItems;
	schemes: Schemes;
	service_blockers: ServiceBlockers;
	services: Services;
	session_states: SessionStates;
	skips: Skips;
	stage_changes: StageChanges;
	territories: Territories;
}

interface Actions {
	id: Generated<string>;
	case_id: string;
	group_id: string;
	blocker_id: string | null;
	label: string;
	status: Generated<ActionStatus>;
	owner_id: string | null;
	owner_organization_id: string | null;
	due_on: string | null;
	reserved: Generated<boolean>;
	done_at: NullableTimestamp;
	drop_reason: DropReason | null;
	drop_word: Generated<string>;
	origin: Generated<ActionOrigin>;
	from_id: string | null;
	word: Generated<string>;
	returned: Generated<boolean>;
	given_at: GeneratedTimestamp;
	created_by: string;
	created_at: GeneratedTimestamp;
}

interface AgreementOrganizations {
	agreement_id: string;
	group_id: string;
	organization_id: string;
	form: AgreementForm | null;
	given_on: string | null;
	withdrawn_at: NullableTimestamp;
}

interface Agreements {
	id: Generated<string>;
	case_id: string;
	group_id: string;
	form: AgreementForm;
	given_on: string;
	expires_on: string;
	withdrawn_at: NullableTimestamp;
	replaced_at: NullableTimestamp;
	recorded_by: string;
	created_at: GeneratedTimestamp;
}

interface BlockerTypes {
	code: BlockerType;
	family: 'living' | 'rights' | 'skills' | 'person' | 'society';
	restricted: Generated<boolean>;
	offered: Generated<boolean>;
	position: number;
}

interface Blockers {
	id: Generated<string>;
	case_id: string;
	group_id: string;
	type_code: BlockerType;
	status: Generated<BlockerStatus>;
	detail: Generated<string>;
	carrier_id: string | null;
	lifted_by: string | null;
	origin: BlockerOrigin | null;
	from_note: Generated<boolean>;
	entrusted_by: string | null;
	answered_at: NullableTimestamp;
	status_changed_at: GeneratedTimestamp;
	created_by: string;
	created_at: GeneratedTimestamp;
}

interface Cases {
	id: Generated<string>;
	group_id: string;
	person_id: string;
	organization_id: string;
	reference: string;
	cohort: Cohort;
	stage: Generated<Stage>;
	stage_since: GeneratedTimestamp;
	referent_id: string | null;
	last_contact_on: string | null;
	created_by: string;
	created_at: GeneratedTimestamp;
}

interface CircleMembers {
	id: Generated<string>;
	case_id: string;
	group_id: string;
	profile_id: string;
	reason: Generated<string>;
	added_by: string | null;
	starts_at: GeneratedTimestamp;
	ends_at: NullableTimestamp;
}

interface CircleRequests {
	id: string;
	case_id: string;
	group_id: string;
	profile_id: string;
	reason: string;
	created_at: GeneratedTimestamp;
	answered_at: NullableTimestamp;
	answered_by: string | null;
	accepted: boolean | null;
	word: Generated<string>;
	seen_at: NullableTimestamp;
}

interface DocumentSnapshots {
	document_id: number;
	epoch: number;
	seq: number;
	state: Uint8Array;
	created_at: GeneratedTimestamp;
}

interface DocumentTexts {
	document_id: number;
	group_id: string;
	case_id: string | null;
	organization_id: string | null;
	plain_text: string;
	/** What it is searched by, made by the database. */
	words: GeneratedAlways<string | null>;
	updated_at: GeneratedTimestamp;
}

interface DocumentUpdates {
	document_id: number;
	epoch: number;
	seq: number;
	content: Uint8Array;
	author_id: string | null;
	created_at: GeneratedTimestamp;
}

interface Documents {
	id: Generated<number>;
	name: string;
	kind: DocumentKind;
	epoch: Generated<number>;
	seq: Generated<number>;
	created_at: GeneratedTimestamp;
}

interface Groups {
	id: Generated<string>;
	territory_id: string;
	reference_prefix: string;
	last_reference: Generated<number>;
	meeting_interval_weeks: Generated<number>;
	created_at: GeneratedTimestamp;
}

interface Handovers {
	id: string;
	case_id: string;
	group_id: string;
	from_id: string;
	to_id: string;
	word: Generated<string>;
	created_at: GeneratedTimestamp;
	answered_at: NullableTimestamp;
	accepted: boolean | null;
	answer: Generated<string>;
	seen_at: NullableTimestamp;
}

interface Mentions {
	id: string;
	group_id: string;
	case_id: string | null;
	meeting_id: string | null;
	organization_id: string | null;
	document_name: string;
	author_id: string;
	target_id: string | null;
	target_organization_id: string | null;
	excerpt: string | null;
	created_at: GeneratedTimestamp;
}

interface Organizations {
	id: Generated<string>;
	name: string;
	kind: string;
	sensitive: Generated<boolean>;
	created_at: GeneratedTimestamp;
	second_factor: Generated<boolean>;
}

interface People {
	id: Generated<string>;
	group_id: string;
	first_name: string;
	last_initial: string;
	birth_year: number;
	created_at: GeneratedTimestamp;
}

interface PersonIdentities {
	person_id: string;
	case_id: string;
	group_id: string;
	last_name: string | null;
	phone: string | null;
	email: string | null;
	updated_at: GeneratedTimestamp;
}

interface Profiles {
	id: string;
	organization_id: string;
	first_name: string;
	last_name: string;
	job_title: Generated<string>;
	color: Generated<number>;
	created_at: GeneratedTimestamp;
	charter_accepted_at: NullableTimestamp;
}

interface StageChanges {
	id: Generated<number>;
	case_id: string;
	group_id: string;
	from_stage: Stage;
	to_stage: Stage;
	changed_by: string | null;
	changed_at: GeneratedTimestamp;
}

interface Territories {
	id: Generated<string>;
	slug: string;
	name: string;
	commune: string;
	official_code: string;
	created_at: GeneratedTimestamp;
}
