/** How often one may try, counted in memory: local mode is one process. */
import { AuthError } from './http';

interface Limit {
	count: number;
	seconds: number;
	code: 'over_request_rate_limit' | 'over_email_send_rate_limit';
}

const MINUTE = 60;
const HOUR = 3600;

/** A whole service may share one address; an account belongs to one person. */
export const LIMITS = {
	passwordByAccount: { count: 10, seconds: 5 * MINUTE, code: 'over_request_rate_limit' },
	passwordByAddress: { count: 100, seconds: 5 * MINUTE, code: 'over_request_rate_limit' },
	verifyByAccount: { count: 15, seconds: 15 * MINUTE, code: 'over_request_rate_limit' },
	verifyByAddress: { count: 60, seconds: 5 * MINUTE, code: 'over_request_rate_limit' },
	mailByAccount: { count: 5, seconds: HOUR, code: 'over_email_send_rate_limit' },
	mailByAddress: { count: 30, seconds: 5 * MINUTE, code: 'over_email_send_rate_limit' },
	challengeByAccount: { count: 30, seconds: 5 * MINUTE, code: 'over_request_rate_limit' },
	guestByAddress: { count: 60, seconds: 5 * MINUTE, code: 'over_request_rate_limit' },
	userByAccount: { count: 30, seconds: 5 * MINUTE, code: 'over_request_rate_limit' }
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** Above this many subjects the oldest are dropped: names are typed by anybody. */
const SUBJECTS_MAX = 50_000;

export class Limits {
	readonly #now: () => Date;
	/** Times of the tries, oldest first, by limit and subject. */
	readonly #tries = new Map<string, number[]>();

	constructor(now: () => Date) {
		this.#now = now;
	}

	/** Counts a try. Throws AuthError 429 when there were too many. */
	count(name: LimitName, subject: string): void {
		const limit: Limit = LIMITS[name];
		const now = this.#now().getTime();
		const key = `${name} ${subject}`;
		const tries = (this.#tries.get(key) ?? []).filter((at) => at > now - limit.seconds * 1000);
		this.#tries.delete(key);
		this.#tries.set(key, tries);
		if (tries.length >= limit.count) {
			throw new AuthError(429, limit.code, 'Request rate limit reached');
		}
		tries.push(now);
		this.#dropOldest();
	}

	/** Forgets the tries of a subject who succeeded. */
	forget(name: LimitName, subject: string): void {
		this.#tries.delete(`${name} ${subject}`);
	}

	#dropOldest(): void {
		if (this.#tries.size <= SUBJECTS_MAX) return;
		const oldest = this.#tries.keys().next().value;
		if (oldest !== undefined) this.#tries.delete(oldest);
	}
}
