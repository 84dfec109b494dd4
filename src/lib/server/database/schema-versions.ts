import type { Generated } from 'kysely';
import type { GeneratedTimestamp, NullableTimestamp, Timestamp } from './schema-columns';

export interface DocumentClients {
	document_id: number;
	client_id: number;
	profile_id: string;
	first_at: GeneratedTimestamp;
}

export interface DocumentWork {
	document_id: number;
	started_at: GeneratedTimestamp;
	last_at: GeneratedTimestamp;
	author_ids: string[];
}

export interface DocumentVersions {
	id: Generated<string>;
	document_id: number;
	state: Uint8Array;
	started_at: Timestamp;
	ended_at: Timestamp;
	author_ids: string[];
}

export interface Erasures {
	id: Generated<string>;
	document_id: number;
	erased_by: string;
	erased_at: GeneratedTimestamp;
	transaction_id: Generated<string>;
	purged_at: NullableTimestamp;
}
