/** What « On décide » sends, from every page that shows a running meeting. */
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { BLOCKER_TYPES } from '$lib/domain/blocker';
import { DECISION_KINDS, DECISION_MAX_LENGTH } from '$lib/domain/decision';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { addDecision, removeDecision, setDecision } from '$lib/server/database/decisions';
import { asCaller, type Tx } from '$lib/server/database/transaction';

/** Longest id of an item of an agenda, in characters. */
const ITEM_ID_MAX = 80;

const ID = v.pipe(v.string(), v.uuid());
/** An empty field is none. */
const optional = <S extends v.GenericSchema<string, string>>(schema: S) =>
	v.union([
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		),
		schema
	]);

const ADDED = v.object({
	id: ID,
	meetingId: ID,
	itemId: v.pipe(v.string(), v.minLength(1), v.maxLength(ITEM_ID_MAX)),
	kind: v.picklist(DECISION_KINDS),
	label: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(DECISION_MAX_LENGTH)),
	ownerId: optional(ID),
	dueOn: optional(v.pipe(v.string(), v.isoDate())),
	blockerType: optional(v.picklist(BLOCKER_TYPES))
});
const CORRECTED = v.pick(ADDED, ['id', 'ownerId', 'dueOn']);
const REMOVED = v.object({ id: ID });

/** Whose screens follow. */
interface Touched {
	meetingId: string;
	caseId: string | null;
	ownerId: string | null;
}
type Result = Promise<
	{ done: true } | ActionFailure<{ errors: Record<string, string>; code: string }>
>;

/** A form action from what it reads and what it does; the meeting, the case and the day of the owner follow at once. */
function command<S extends v.GenericSchema>(
	schema: S,
	work: (tx: Tx, input: v.InferOutput<S>) => Promise<Touched>
) {
	return async ({ locals, request }: RequestEvent): Result => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(schema, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return fail(400, { errors: {}, code: 'invalid' });
		const { databases, sync } = getApp();
		try {
			const { meetingId, caseId, ownerId } = await asCaller(databases, caller, (tx) =>
				work(tx, parsed.output)
			);
			await sync.refresh({
				meetingIds: [meetingId],
				caseIds: caseId === null ? [] : [caseId],
				profileIds: ownerId === null ? [] : [ownerId]
			});
			return { done: true };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { errors: {}, code: cause.code });
		}
	};
}

export const DECISION_COMMANDS = {
	addDecision: command(ADDED, async (tx, input) => ({
		...(await addDecision(tx, input)),
		meetingId: input.meetingId,
		ownerId: input.ownerId
	})),
	setDecision: command(CORRECTED, setDecision),
	removeDecision: command(REMOVED, (tx, { id }) => removeDecision(tx, id))
};
