/** What the course of a meeting is asked, by whoever leads it; the meeting is the one that the address names. */
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import {
	extendItem,
	goToItem,
	handOverFacilitation,
	pauseMeeting,
	postponeItem,
	restoreItem,
	startMeeting,
	takeFacilitation
} from '$lib/server/database/meeting-runs';
import { findMeetingByAddress } from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';

/** Longest id of an item of an agenda, in characters. */
const ITEM_ID_MAX = 80;

const ITEM = v.pipe(v.string(), v.minLength(1), v.maxLength(ITEM_ID_MAX));
/** Empty where there is none. */
const ITEM_OR_NONE = v.union([
	v.pipe(
		v.literal(''),
		v.transform(() => null)
	),
	ITEM
]);
const FLAG = v.pipe(
	v.picklist(['true', 'false']),
	v.transform((text) => text === 'true')
);

type Event = RequestEvent<{ territory: string; date: string }>;
type Result = Promise<
	{ done: true } | ActionFailure<{ errors: Record<string, string>; code: string }>
>;

interface RunCommand<S extends v.GenericSchema> {
	schema: S;
	work: (tx: Tx, input: v.InferOutput<S>, meetingId: string) => Promise<unknown>;
	/** The day of everybody says so too: that it runs, and who leads. */
	toldToAll?: boolean;
}

/** A form action from what it reads and what it does; every screen of the meeting follows at once. */
function command<S extends v.GenericSchema>({ schema, work, toldToAll = false }: RunCommand<S>) {
	return async ({ locals, params, request }: Event): Result => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(schema, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return fail(400, { errors: {}, code: 'invalid' });
		const { databases, sync } = getApp();
		try {
			const touched = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const { meetingId } = await findMeetingByAddress(tx, group.id, params.date);
				await work(tx, parsed.output, meetingId);
				const members = toldToAll ? await listMembers(tx, group.id) : [];
				return { meetingIds: [meetingId], profileIds: members.map(({ id }) => id) };
			});
			await sync.refresh(touched);
			return { done: true };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { errors: {}, code: cause.code });
		}
	};
}

export const RUN_COMMANDS = {
	start: command({
		schema: v.object({}),
		work: (tx, _, meetingId) => startMeeting(tx, meetingId),
		toldToAll: true
	}),
	/** Two people who press « Suivante » at once make one step: the second asks from an item that is left already. */
	goTo: command({
		schema: v.object({ from: ITEM_OR_NONE, to: ITEM_OR_NONE, done: FLAG }),
		work: (tx, input, meetingId) => goToItem(tx, { meetingId, ...input })
	}),
	pause: command({
		schema: v.object({ paused: FLAG }),
		work: (tx, { paused }, meetingId) => pauseMeeting(tx, { meetingId, paused })
	}),
	extend: command({
		schema: v.object({
			itemId: ITEM,
			total: v.pipe(v.string(), v.digits(), v.transform(Number), v.integer())
		}),
		work: (tx, input, meetingId) => extendItem(tx, { meetingId, ...input })
	}),
	postpone: command({
		schema: v.object({ itemId: ITEM, to: ITEM_OR_NONE }),
		work: (tx, input, meetingId) => postponeItem(tx, { meetingId, ...input })
	}),
	restoreItem: command({
		schema: v.object({ itemId: ITEM }),
		work: (tx, { itemId }, meetingId) => restoreItem(tx, { meetingId, itemId })
	}),
	handOver: command({
		schema: v.object({ toId: v.pipe(v.string(), v.uuid()) }),
		work: (tx, { toId }, meetingId) => handOverFacilitation(tx, { meetingId, toId }),
		toldToAll: true
	}),
	take: command({
		schema: v.object({}),
		work: (tx, _, meetingId) => takeFacilitation(tx, meetingId),
		toldToAll: true
	})
};
