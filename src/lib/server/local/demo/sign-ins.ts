import type { Plan } from './plan';
import { listTeam, type MemberKey } from './team';

/** Days since the last sign-in of those who stopped coming, whom the review of access asks about. */
const AWAY: Partial<Record<MemberKey, number>> = { julien: 104, pauline: 131 };
/** The others signed in within this many days. */
const RECENT = 6;

/** When somebody last signed in. */
export interface SignIn {
	profileId: string;
	/** ISO date-time. */
	at: string;
}

/** When each member last signed in. */
export function signInsOf({ calendar, profileIds }: Plan): SignIn[] {
	return listTeam().map(([key], index) => ({
		profileId: profileIds[key],
		at: calendar.at(-(AWAY[key] ?? (index % RECENT) + 1), '09:12')
	}));
}
