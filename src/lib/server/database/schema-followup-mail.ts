/** Tables of what leaves by e-mail. */
import type { Generated, JSONColumnType } from 'kysely';
import type { MailLanguage, MailPaces, NoticeKind } from '$lib/domain/notice';
import type { GeneratedTimestamp, NullableTimestamp } from './schema-columns';

export interface MailDays {
	day: string;
	planned_at: GeneratedTimestamp;
}

export interface MailSends {
	id: Generated<string>;
	profile_id: string;
	kind: 'now' | 'digest';
	key: string;
	created_at: GeneratedTimestamp;
	settled_at: NullableTimestamp;
	outcome: 'sent' | 'empty' | null;
}

export interface MailSettings {
	profile_id: string;
	language: Generated<MailLanguage>;
	paces: JSONColumnType<Partial<MailPaces>>;
	token: Generated<string>;
}

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
	mail_id: string | null;
	meeting_id: string | null;
}
