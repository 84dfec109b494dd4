/** Tables of what is asked of colleagues, organisations and guests. */
import type { Generated } from 'kysely';
import type { DeclineReason, RequestState } from '$lib/domain/request';
import type { GeneratedTimestamp, NullableTimestamp, Timestamp } from './schema-columns';

export interface Requests {
	id: string;
	group_id: string;
	case_id: string | null;
	meeting_id: string | null;
	blocker_id: string | null;
	own_organization_id: string | null;
	document_name: string | null;
	author_id: string;
	target_id: string | null;
	target_organization_id: string | null;
	words: string | null;
	due_on: string | null;
	state: Generated<RequestState>;
	taken_by: string | null;
	answered_by: string | null;
	answer: string | null;
	decline_reason: DeclineReason | null;
	created_at: GeneratedTimestamp;
	asked_at: GeneratedTimestamp;
	seen_at: NullableTimestamp;
	taken_at: NullableTimestamp;
	answered_at: NullableTimestamp;
	closed_at: NullableTimestamp;
	reminded_at: NullableTimestamp;
	removed_at: NullableTimestamp;
}

export interface GuestLinks {
	id: Generated<string>;
	request_id: string;
	token_hash: Buffer;
	email: string;
	words: string;
	created_at: GeneratedTimestamp;
	expires_at: Timestamp;
	answered_at: NullableTimestamp;
	revoked_at: NullableTimestamp;
}
