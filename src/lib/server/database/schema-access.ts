/** Tables of who may come in, and of who did what. */
import type { Generated } from 'kysely';
import type { AccessKind, ChangeOperation } from '$lib/domain/journal';
import type { Role } from '$lib/domain/member';
import type { GeneratedTimestamp, NullableTimestamp, Timestamp } from './schema-columns';

export interface AccessChanges {
	id: Generated<number>;
	group_id: string;
	profile_id: string | null;
	changed_at: GeneratedTimestamp;
	transaction_id: Generated<string>;
	case_id: string | null;
}

export interface AccessEvents {
	id: Generated<number>;
	at: GeneratedTimestamp;
	profile_id: string;
	session_id: string | null;
	kind: AccessKind;
	group_id: string;
	case_id: string | null;
	meeting_id: string | null;
	organization_id: string | null;
}

export interface AccessReviews {
	id: Generated<string>;
	reviewed_by: string;
	reviewed_at: GeneratedTimestamp;
	accounts: number;
	ended_mandates: number;
}

export interface Administrators {
	profile_id: string;
	created_at: GeneratedTimestamp;
}

export interface BackupCodeTries {
	id: Generated<number>;
	profile_id: string;
	tried_at: GeneratedTimestamp;
}

export interface BackupCodes {
	profile_id: string;
	code_hash: Uint8Array;
	created_at: GeneratedTimestamp;
	used_at: NullableTimestamp;
}

export interface ChangeEvents {
	id: Generated<number>;
	at: GeneratedTimestamp;
	profile_id: string | null;
	table_name: string;
	row_id: string | null;
	group_id: string | null;
	case_id: string | null;
	organization_id: string | null;
	operation: ChangeOperation;
	fields: string[];
}

export interface Invitations {
	id: string;
	email: string;
	organization_id: string;
	group_id: string;
	role: Role;
	token_hash: Uint8Array;
	invited_by: string;
	created_at: GeneratedTimestamp;
	expires_at: Timestamp;
	accepted_at: NullableTimestamp;
	accepted_by: string | null;
	revoked_at: NullableTimestamp;
}

export interface Mandates {
	id: Generated<string>;
	profile_id: string;
	group_id: string;
	role: Role;
	starts_at: GeneratedTimestamp;
	ends_at: NullableTimestamp;
	created_at: GeneratedTimestamp;
	settled_at: NullableTimestamp;
}

export interface SessionStates {
	session_id: string;
	profile_id: string;
	active_at: GeneratedTimestamp;
	locked_at: NullableTimestamp;
	proved_at: NullableTimestamp;
}
