/** Rows of requests in the world: its mentions ask something, and a guest is asked too. */
import type pg from 'pg';
import type { TableRule } from './seen';
import type { World } from './world';

/** The secret of the link of the guest of the world. */
const GUEST_TOKEN = 'un invité';

/** Asks something of a guest about the shared case. */
export async function askGuest(owner: pg.Client, world: World): Promise<void> {
	await owner.query(
		`insert into public.requests (id, group_id, case_id, author_id, words) values ($1, $2, $3, $4, 'Une place lundi ?')`,
		[world.guestRequest, world.group.id, world.shared.id, world.people.circle]
	);
	await owner.query(
		`insert into public.guest_links (request_id, token_hash, email, words, expires_at)
		 values ($1, sha256($2), 'invite@exemple.example', 'Une place lundi ?', now() + interval '7 days')`,
		[world.guestRequest, Buffer.from(GUEST_TOKEN)]
	);
}

export const REQUEST_SEEN: Record<string, TableRule> = {
	guest_links: { key: '1', rows: () => ['link of the guest'], seen: () => ({}) },
	requests: {
		rows: (w) => [w.mention, w.mentionOutside, w.mentionInMeeting, w.guestRequest],
		seen: (w) => {
			const ofCase = [w.mention, w.mentionOutside, w.guestRequest];
			return {
				circle: [...ofCase, w.mentionInMeeting],
				partner: [...ofCase, w.mentionInMeeting],
				colleague: [w.mentionInMeeting],
				unnamed: [w.mentionInMeeting],
				facilitator: [w.mentionInMeeting]
			};
		}
	}
};
