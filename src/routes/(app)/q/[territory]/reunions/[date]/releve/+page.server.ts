import { MINUTES_CUTS } from '$lib/domain/minutes';
import { minutesOutline } from '$lib/server/minutes/minutes-outline';
import { MINUTES_COMMANDS } from '../minutes-commands';
import { CUT_NAMES, minutesOf } from '../minutes-of';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { minutes, day, address } = await minutesOf(event);
	const { cut, meetingId, status, versions, version, facilitator } = minutes;
	return {
		outline: minutesOutline(minutes),
		meetingId,
		day,
		address,
		cut,
		cuts: MINUTES_CUTS.map((id) => ({ id, name: CUT_NAMES[id] })),
		closed: status === 'closed',
		/** An older version is read only. */
		latest: version === null || version === versions.at(-1)?.number,
		version,
		versions: versions.map(({ number }) => number),
		leader: facilitator?.name ?? null,
		newId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	addAddendum: MINUTES_COMMANDS.addAddendum,
	reopen: MINUTES_COMMANDS.reopen
};
