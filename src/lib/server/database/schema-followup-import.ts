/** Tables of imports. */
import type { Generated } from 'kysely';
import type { ImportChoices, Sheet } from '$lib/domain/import';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';

export interface ImportedCases {
	case_id: string;
	import_id: string;
	group_id: string;
	row_number: number;
	own_reference: Generated<string>;
}

export interface Imports {
	id: string;
	group_id: string;
	organization_id: string;
	profile_id: string;
	file_name: string;
	state: Generated<'read' | 'running' | 'done' | 'undone'>;
	sheets: Sheet[] | null;
	choices: ImportChoices | null;
	total: Generated<number>;
	done: Generated<number>;
	problem: 'refused' | 'failed' | null;
	created_at: GeneratedTimestamp;
	beat_at: NullableTimestamp;
	finished_at: NullableTimestamp;
}
