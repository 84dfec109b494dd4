/** Tables of blockers: their vocabulary, what became of those that were entrusted, and who helps to lift them. */
import type { Generated } from 'kysely';
import type { BlockerType } from '$lib/domain/blocker';
import type { LeverCode } from '$lib/domain/lever';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';

export interface BlockerAnswers {
	id: string;
	blocker_id: string;
	case_id: string;
	group_id: string;
	kind: 'returned' | 'lifted';
	from_id: string;
	to_id: string;
	word: Generated<string>;
	created_at: GeneratedTimestamp;
	seen_at: NullableTimestamp;
}

export interface Levers {
	code: LeverCode;
	type_code: BlockerType;
	position: number;
	offered: Generated<boolean>;
}

export interface ServiceBlockers {
	service_id: string;
	type_code: BlockerType;
}

export interface Services {
	id: string;
	organization_id: string;
	name: string;
	description: Generated<string>;
	contact: Generated<string>;
	how_to_refer: Generated<string>;
	conditions: Generated<string>;
	delay: Generated<string>;
	checked_on: Generated<string>;
	checked_by: string | null;
	archived_at: NullableTimestamp;
	created_by: string;
	created_at: GeneratedTimestamp;
}
