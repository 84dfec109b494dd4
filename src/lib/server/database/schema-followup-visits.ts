import type { GeneratedTimestamp } from './schema-columns';

export interface CaseVisits {
	profile_id: string;
	case_id: string;
	group_id: string;
	seen_at: GeneratedTimestamp;
}
