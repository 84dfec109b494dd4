/** What the forms of a case do, each in one transaction as the person who asks. */
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { addAction, setAction } from '$lib/server/database/actions';
import { recordAgreement, withdrawAgreement } from '$lib/server/database/agreements';
import { addBlocker, setBlocker } from '$lib/server/database/blockers';
import { findCaseByReference } from '$lib/server/database/cases';
import { addCircleMember, leaveCircle, setReferent } from '$lib/server/database/circles';
import { findGroupBySlug } from '$lib/server/database/members';
import { viewIdentity } from '$lib/server/database/people';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import {
	AddActionForm,
	AddBlockerForm,
	AgreementForm,
	CircleForm,
	errorsOf,
	MemberForm,
	readForm,
	SetActionForm,
	SetBlockerForm,
	WithdrawForm
} from './forms';

interface Failure {
	errors: Record<string, string>;
	code: string;
}
type Event = RequestEvent<{ territory: string; reference: string }>;
type Result = Promise<Record<string, unknown> | ActionFailure<Failure>>;

interface Command<S extends v.GenericSchema> {
	schema: S;
	work: (tx: Tx, input: v.InferOutput<S>, caseId: string, caller: Caller) => Promise<unknown>;
	/** The change opens or closes documents: sockets ask again at once. */
	changesAccess?: boolean;
}

/** A form action from what it reads and what it does; the case is the one that the address names. */
function command<S extends v.GenericSchema>({ schema, work, changesAccess = false }: Command<S>) {
	return async ({ locals, params, request }: Event): Result => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(schema, readForm(await formOf(request)));
		if (!parsed.success) return fail(400, { errors: errorsOf(parsed.issues), code: 'invalid' });
		const { databases, sync } = getApp();
		try {
			const { caseId, data } = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const { caseId: id } = await findCaseByReference(tx, group.id, params.reference);
				return { caseId: id, data: await work(tx, parsed.output, id, caller) };
			});
			await sync.refresh({ caseIds: [caseId] });
			if (changesAccess) await sync.recheck();
			return { done: true, ...(data === undefined ? {} : { identity: data }) };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { errors: {}, code: cause.code });
		}
	};
}

/** What a form names belongs to the case of the address; the change is undone with the transaction. */
function refuseUnlessOf(caseId: string, changed: { caseId: string }): void {
	if (changed.caseId !== caseId) throw new Refusal('not_found');
}

export const actions = {
	addBlocker: command({
		schema: AddBlockerForm,
		work: (tx, input, caseId) => addBlocker(tx, { ...input, caseId })
	}),
	setBlocker: command({
		schema: SetBlockerForm,
		work: async (tx, { id, ...changes }, caseId) => {
			refuseUnlessOf(caseId, await setBlocker(tx, { blockerId: id, changes }));
		}
	}),
	addAction: command({
		schema: AddActionForm,
		work: (tx, input, caseId) => addAction(tx, { ...input, caseId })
	}),
	setAction: command({
		schema: SetActionForm,
		work: async (tx, { id, ...changes }, caseId) => {
			refuseUnlessOf(caseId, await setAction(tx, { actionId: id, changes }));
		}
	}),
	recordAgreement: command({
		schema: AgreementForm,
		work: (tx, input, caseId) => recordAgreement(tx, { ...input, caseId }),
		changesAccess: true
	}),
	withdrawAgreement: command({
		schema: WithdrawForm,
		work: (tx, { organizationId }, caseId) => withdrawAgreement(tx, { caseId, organizationId }),
		changesAccess: true
	}),
	addToCircle: command({
		schema: CircleForm,
		work: (tx, { profileId, reason, form, agreedOn }, caseId) =>
			addCircleMember(tx, {
				caseId,
				profileId,
				reason,
				agreed: form && agreedOn ? { form, on: agreedOn } : null
			}),
		changesAccess: true
	}),
	leaveCircle: command({
		schema: MemberForm,
		work: (tx, { profileId }, caseId) => leaveCircle(tx, { caseId, profileId }),
		changesAccess: true
	}),
	setReferent: command({
		schema: MemberForm,
		work: (tx, { profileId }, caseId) => setReferent(tx, { caseId, profileId }),
		changesAccess: true
	}),
	viewIdentity: command({
		schema: v.object({}),
		work: (tx, _, caseId) => viewIdentity(tx, caseId)
	})
};
