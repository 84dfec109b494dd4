import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Minutes, MinutesCut } from '$lib/domain/minutes';
import type { Outline } from '$lib/domain/outline';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findMeetingByAddress } from '$lib/server/database/meetings';
import { findGroupBySlug } from '$lib/server/database/members';
import { findMinutes } from '$lib/server/database/minutes';
import { asCaller } from '$lib/server/database/transaction';
import { minutesOutline } from '$lib/server/minutes/minutes-outline';

/** How addresses call the cuts. */
export const CUT_NAMES: Record<MinutesCut, string> = {
	full: 'complet',
	organization: 'structure',
	coordination: 'coordination'
};
const CUTS: Record<string, MinutesCut> = {
	complet: 'full',
	structure: 'organization',
	coordination: 'coordination'
};
const HIGHEST_VERSION = 10_000;
// A cut that is not one tells more than what was asked for if another took its place: it is refused.
const QUESTION = v.object({
	coupe: v.pipe(
		v.optional(v.picklist(Object.keys(CUTS)), CUT_NAMES.full),
		v.transform((name): MinutesCut => CUTS[name] ?? 'coordination')
	),
	version: v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d{1,5}$/),
			v.transform(Number),
			v.minValue(1),
			v.maxValue(HIGHEST_VERSION)
		)
	)
});

type Event = Pick<RequestEvent<{ territory: string; date: string }>, 'locals' | 'params' | 'url'>;

/** The minutes that an address asks for, as the person who asks may read them. Answers 404 to who may not, 400 to another cut. */
export async function minutesOf({
	locals,
	params,
	url
}: Event): Promise<{ minutes: Minutes; day: string; address: string }> {
	const caller = requireCaller(locals);
	const asked = v.safeParse(QUESTION, Object.fromEntries(url.searchParams));
	if (!asked.success) return refuse(new Refusal('invalid'));
	const { coupe: cut, version } = asked.output;
	return asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, params.territory);
		const { meetingId, date, address } = await findMeetingByAddress(tx, group.id, params.date);
		const question = { meetingId, cut, ...(version === undefined ? {} : { version }) };
		return { minutes: await findMinutes(tx, question), day: date, address };
	}).catch(refuse);
}

/** Answers with the minutes as a file, which is named by its day alone: a file name shows in lists and in mails. */
export async function minutesFile(
	event: Event,
	{
		extension,
		type,
		write
	}: {
		extension: string;
		type: string;
		write: (outline: Outline) => Promise<Buffer> | string;
	}
): Promise<Response> {
	const { minutes, day } = await minutesOf(event);
	const written = await write(minutesOutline(minutes));
	return new Response(typeof written === 'string' ? written : new Uint8Array(written), {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="releve-${day}.${extension}"`,
			'cache-control': 'private, no-store'
		}
	});
}
