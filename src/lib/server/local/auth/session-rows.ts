/** Rows of auth.sessions, and of the proofs that each session has seen. */
import { randomUUID } from 'node:crypto';
import type { AmrEntry, AssuranceLevel, Method } from './access-token';
import type { Query } from './users';

export interface SessionRow {
	id: string;
	user_id: string;
	aal: AssuranceLevel;
	amr: AmrEntry[];
	refresh_token_hmac_key: string;
	refresh_token_counter: number;
	refreshed_at: Date | null;
	created_at: Date;
}

const SELECT_SESSION = `select s.id, s.user_id, s.aal, s.refresh_token_hmac_key,
	s.refresh_token_counter::int as refresh_token_counter,
	s.refreshed_at at time zone 'utc' as refreshed_at, s.created_at,
	(select jsonb_agg(jsonb_build_object(
			'method', a.authentication_method, 'timestamp', floor(extract(epoch from a.updated_at))
		) order by a.updated_at desc)
		from auth.mfa_amr_claims a where a.session_id = s.id) as amr
	from auth.sessions s where s.id = $1`;

/** A session, or null; `lock` keeps its row until the end of the transaction. */
export async function findSession(
	db: Query,
	id: string,
	lock: 'for update of s' | '' = ''
): Promise<SessionRow | null> {
	const { rows } = await db.query<SessionRow>(`${SELECT_SESSION} ${lock}`, [id]);
	return rows[0] ?? null;
}

/** Notes how somebody proved who they are in a session; the time of the last proof counts. */
export async function noteMethod(
	db: Query,
	{ sessionId, method, now }: { sessionId: string; method: Method; now: Date }
): Promise<void> {
	await db.query(
		`insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
		 values ($1, $2, $3, $3, $4)
		 on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`,
		[randomUUID(), sessionId, now, method]
	);
}

/** Lowers the sessions that a factor raised: it no longer proves anything. Their next access token says so. */
export async function lowerSessions(db: Query, factorId: string, now: Date): Promise<void> {
	await db.query(
		`with lowered as (
			update auth.sessions set aal = 'aal1', factor_id = null, updated_at = $2 where factor_id = $1 returning id
		)
		delete from auth.mfa_amr_claims
		where session_id in (select id from lowered) and authentication_method = 'totp'`,
		[factorId, now]
	);
}

export interface EndSessions {
	userId: string;
	/** Ends this one only. */
	only?: string;
	/** Ends all but this one. */
	except?: string;
	/** Ends those only in which no second factor was proved. */
	unproved?: boolean;
}

/** Ends sessions of a user; returns their ids, to be told once the transaction is committed. */
export async function endSessions(
	db: Query,
	{ userId, only, except, unproved = false }: EndSessions
): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`delete from auth.sessions where user_id = $1
			and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
			and (not $4 or aal = 'aal1') returning id`,
		[userId, only ?? null, except ?? null, unproved]
	);
	return rows.map(({ id }) => id);
}
