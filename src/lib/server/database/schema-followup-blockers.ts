/** Tables of blockers: their vocabulary, and what became of those that were entrusted. */
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
