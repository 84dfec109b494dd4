/** What the forms of a case do, each in one transaction as the person who asks. */
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
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
import {
	addCircleMember,
	answerCircleRequest,
	askToJoinCircle,
	cancelCircleRequest,
	leaveCircle,
	setReferent
} from '$lib/server/database/circles';
import { answerHandover, cancelHandover, offerHandover } from '$lib/server/database/handovers';
import { findGroupBySlug } from '$lib/server/database/members';
import { setIdentity, viewIdentity } from '$lib/server/database/people';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { afterCommand } from '$lib/ui/case/case-address';
import {
	AcceptRequestForm,
	AddActionForm,
	AddBlockerForm,
	AgreementForm,
	AnswerForm,
	CircleForm,
	errorsOf,
	IdentityForm,
	JoinForm,
	MemberForm,
	OfferForm,
	readForm,
	SetActionForm,
	SetBlockerForm,
	WithdrawForm
} from './forms';

interface Failure {
	/** The form that was refused, to say so in it when the page is drawn without scripts. */
	command: string;
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
export function command<S extends v.GenericSchema>({
	schema,
	work,
	changesAccess = false
}: Command<S>) {
	return async ({ locals, params, request, url }: Event): Result => {
		const caller = requireCaller(locals);
		const name = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? '';
		const parsed = v.safeParse(schema, readForm(await formOf(request)));
		if (!parsed.success) {
			return fail(400, { command: name, errors: errorsOf(parsed.issues), code: 'invalid' });
		}
		const { databases, sync } = getApp();
		let answer: Record<string, unknown>;
		try {
			const { caseId, data } = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const { caseId: id } = await findCaseByReference(tx, group.id, params.reference);
				return { caseId: id, data: await work(tx, parsed.output, id, caller) };
			});
			await sync.refresh({ caseIds: [caseId] });
			if (changesAccess) await sync.recheck();
			answer = { done: true, ...(data === undefined ? {} : { identity: data }) };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { command: name, errors: {}, code: cause.code });
		}
		// Without scripts: a page that may be loaded again without sending the form anew.
		if (request.headers.get('x-sveltekit-action') === null) redirect(303, afterCommand(url));
		return answer;
	};
}

/** What a form names belongs to the case of the address; the change is undone with the transaction. */
export function refuseUnlessOf(caseId: string, changed: { caseId: string }): void {
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
		work: async (tx, organizationIds, caseId) => {
			for (const organizationId of organizationIds ?? [null]) {
				await withdrawAgreement(tx, { caseId, organizationId });
			}
		},
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
	askToJoin: command({
		schema: JoinForm,
		work: (tx, { id, reason }, caseId) => askToJoinCircle(tx, { id, caseId, reason })
	}),
	cancelRequest: command({
		schema: AnswerForm,
		work: async (tx, { id }, caseId) => {
			refuseUnlessOf(caseId, await cancelCircleRequest(tx, id));
		}
	}),
	acceptRequest: command({
		schema: AcceptRequestForm,
		work: async (tx, { id, form, agreedOn }, caseId) => {
			const agreed = form && agreedOn ? { form, on: agreedOn } : null;
			refuseUnlessOf(
				caseId,
				await answerCircleRequest(tx, { requestId: id, accept: true, agreed })
			);
		},
		changesAccess: true
	}),
	refuseRequest: command({
		schema: AnswerForm,
		work: async (tx, { id, word }, caseId) => {
			refuseUnlessOf(
				caseId,
				await answerCircleRequest(tx, { requestId: id, accept: false, word, agreed: null })
			);
		}
	}),
	offerHandover: command({
		schema: OfferForm,
		work: (tx, { id, toId, word }, caseId) => offerHandover(tx, { id, caseId, toId, word })
	}),
	acceptHandover: command({
		schema: AnswerForm,
		work: async (tx, { id, word }, caseId) => {
			refuseUnlessOf(caseId, await answerHandover(tx, { handoverId: id, accept: true, word }));
		}
	}),
	declineHandover: command({
		schema: AnswerForm,
		work: async (tx, { id, word }, caseId) => {
			refuseUnlessOf(caseId, await answerHandover(tx, { handoverId: id, accept: false, word }));
		}
	}),
	cancelHandover: command({
		schema: AnswerForm,
		work: async (tx, { id }, caseId) => {
			refuseUnlessOf(caseId, await cancelHandover(tx, id));
		}
	}),
	setIdentity: command({
		schema: IdentityForm,
		work: async (tx, changes, caseId) => {
			await setIdentity(tx, { caseId, changes });
			return changes;
		}
	}),
	viewIdentity: command({
		schema: v.object({}),
		work: (tx, _, caseId) => viewIdentity(tx, caseId)
	})
};
