import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { addDays, localMoment } from '$lib/domain/agenda-calendar';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse, STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { handBackAction, setAction } from '$lib/server/database/actions';
import { acceptBlocker, openBlockerAnswer, returnBlocker } from '$lib/server/database/blockers';
import { answerCircleRequest, openCircleAnswer } from '$lib/server/database/circles';
import { finishDecision } from '$lib/server/database/decisions';
import { answerCheck } from '$lib/server/database/course';
import { answerHandover } from '$lib/server/database/handovers';
import { listMembers } from '$lib/server/database/members';
import { finishMention } from '$lib/server/database/mentions';
import { openSkip } from '$lib/server/database/review-queue';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { listRecentChanges } from '$lib/server/database/visits';
import {
	AcceptRequestForm,
	AnswerForm,
	errorsOf,
	readForm,
	ReturnBlockerForm,
	SetActionForm
} from '../q/[territory]/situations/[reference]/forms';
import * as requests from '../q/[territory]/situations/[reference]/request-commands';
import { CheckForm } from '../q/[territory]/situations/[reference]/course-forms';
import { FinishForm } from './finish-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const caller = requireCaller(locals);
	const { groups } = await parent();
	const today = localMoment(new Date()).date;
	const { members, recent } = await asCaller(getApp().databases, caller, async (tx) => {
		const lists = [];
		for (const group of groups) lists.push(await listMembers(tx, group.id));
		return { members: lists.flat(), recent: await listRecentChanges(tx, addDays(today, -1)) };
	}).catch(refuse);
	return {
		today,
		recent,
		/** Organisations of my colleagues, those that I may know. */
		organizations: Object.fromEntries(
			members.flatMap(({ id, organization }) => (organization ? [[id, organization]] : []))
		)
	};
};

export const actions: Actions = {
	seeRequest: requests.seeRequestAction,
	takeRequest: requests.takeRequestAction,
	answerRequest: requests.answerRequestAction,
	declineRequest: requests.declineRequestAction,
	closeRequest: requests.closeRequestAction,
	reopenRequest: requests.reopenRequestAction,
	remindRequest: requests.remindRequestAction,
	finish: async ({ locals, request }) => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(FinishForm, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return fail(400, { failed: true });
		const { item, done } = parsed.output;
		const { databases, sync } = getApp();
		const { caseId, meetingId } = await asCaller(databases, caller, (tx) =>
			finish(tx, item, done)
		).catch(refuse);
		await sync.refresh({
			profileIds: [caller.profileId],
			...(caseId === null ? {} : { caseIds: [caseId] }),
			...(meetingId === undefined ? {} : { meetingIds: [meetingId] })
		});
		return { failed: false };
	},
	acceptRequest: answer(AcceptRequestForm, (tx, { id, form, agreedOn }) =>
		answerCircleRequest(tx, {
			requestId: id,
			accept: true,
			agreed: form && agreedOn ? { form, on: agreedOn } : null
		})
	),
	refuseRequest: answer(AnswerForm, (tx, { id, word }) =>
		answerCircleRequest(tx, { requestId: id, accept: false, word, agreed: null })
	),
	acceptHandover: answer(AnswerForm, (tx, { id, word }) =>
		answerHandover(tx, { handoverId: id, accept: true, word })
	),
	setAction: answer(SetActionForm, (tx, { id, ...changes }) =>
		setAction(tx, { actionId: id, changes })
	),
	handBackAction: answer(AnswerForm, (tx, { id, word }) =>
		handBackAction(tx, { actionId: id, word })
	),
	acceptBlocker: answer(AnswerForm, (tx, { id }) => acceptBlocker(tx, id)),
	returnBlocker: answer(ReturnBlockerForm, (tx, input) => returnBlocker(tx, input)),
	answerCheck: answer(CheckForm, (tx, input) => answerCheck(tx, input)),
	declineHandover: answer(AnswerForm, (tx, { id, word }) =>
		answerHandover(tx, { handoverId: id, accept: false, word })
	)
};

async function finish(
	tx: Tx,
	{ kind, id }: v.InferOutput<typeof FinishForm>['item'],
	done: boolean
): Promise<{ caseId: string | null; meetingId?: string }> {
	switch (kind) {
		case 'mention':
		case 'request':
			return finishMention(tx, { mentionId: id, done });
		case 'action':
			return setAction(tx, { actionId: id, changes: { status: done ? 'done' : 'todo' } });
		case 'decision':
			return finishDecision(tx, { decisionId: id, done });
		case 'circle_answer':
			return openCircleAnswer(tx, id);
		case 'blocker_answer':
			return openBlockerAnswer(tx, id);
		case 'skip':
			return openSkip(tx, id);
	}
}

/** A form action that answers what was asked of the reader; screens that open or close with it ask again at once. */
function answer<S extends v.GenericSchema>(
	schema: S,
	work: (tx: Tx, input: v.InferOutput<S>) => Promise<{ caseId: string }>
) {
	return async ({ locals, request, url }: RequestEvent) => {
		const caller = requireCaller(locals);
		const command = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? '';
		const parsed = v.safeParse(schema, readForm(await formOf(request)));
		if (!parsed.success) {
			return fail(400, { command, errors: errorsOf(parsed.issues), code: 'invalid' });
		}
		const { databases, sync } = getApp();
		try {
			const { caseId } = await asCaller(databases, caller, (tx) => work(tx, parsed.output));
			await sync.refresh({ profileIds: [caller.profileId], caseIds: [caseId] });
			await sync.recheck();
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { command, errors: {}, code: cause.code });
		}
		// Without scripts: a page that may be loaded again without sending the form anew.
		if (request.headers.get('x-sveltekit-action') === null) redirect(303, '/ma-journee');
		return { failed: false };
	};
}
