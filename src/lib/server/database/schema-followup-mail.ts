/** Tables of what leaves by e-mail. */
import type { Generated } from 'kysely';
import type { NoticeKind } from '$lib/domain/notice';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';

export interface Notices {
	id: Generated<string>;
	profile_id: string;
	kind: NoticeKind;
	group_id: string;
	case_id: string | null;
	author_id: string | null;
	key: string;
	created_at: GeneratedTimestamp;
	settled_at: NullableTimestamp;
}
