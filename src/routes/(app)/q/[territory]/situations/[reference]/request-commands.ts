/** What the forms of requests do, on the page of a case and in Ma journée: the asked and the asker both see it at once. */
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findCaseByReference } from '$lib/server/database/cases';
import { inviteGuest, newGuestToken } from '$lib/server/database/guest-links';
import { findGroupBySlug } from '$lib/server/database/members';
import {
	answerRequest,
	askRequest,
	closeRequest,
	dateRequest,
	declineRequest,
	remindRequest,
	reopenRequest,
	seeRequest,
	takeRequest,
	type RequestScreens
} from '$lib/server/database/requests';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { guestMail } from '$lib/server/mail/guest-mail';
import { errorsOf, readForm } from './forms';
import {
	AnswerRequestForm,
	AskForm,
	DateForm,
	DeclineForm,
	GuestForm,
	RequestForm
} from './request-forms';

interface Failure {
	command: string;
	errors: Record<string, string>;
	code: string;
}
type Result = Promise<Record<string, unknown> | ActionFailure<Failure>>;
type Said = Record<string, unknown>;

interface Command<S extends v.GenericSchema, T extends RequestScreens> {
	schema: S;
	/** `caseId`: of the address; null in Ma journée. */
	work: (tx: Tx, input: v.InferOutput<S>, caseId: string | null) => Promise<T>;
	/** Once it is committed. What it returns is told to the page. */
	after?: (result: T) => Promise<Said>;
}

/** A form action from what it reads and what it does. */
function command<S extends v.GenericSchema, T extends RequestScreens>({
	schema,
	work,
	after
}: Command<S, T>) {
	return async ({ locals, params, request, url }: RequestEvent): Result => {
		const caller = requireCaller(locals);
		const name = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? '';
		const parsed = v.safeParse(schema, readForm(await formOf(request)));
		if (!parsed.success) {
			return fail(400, { command: name, errors: errorsOf(parsed.issues), code: 'invalid' });
		}
		const { databases, sync } = getApp();
		let said: Said = {};
		try {
			const result = await asCaller(databases, caller, async (tx) => {
				const caseId = await caseOf(tx, params);
				const screens = await work(tx, parsed.output, caseId);
				if (caseId !== null && screens.caseId !== caseId) throw new Refusal('not_found');
				return screens;
			});
			const { caseId, profileIds } = result;
			await sync.refresh({ profileIds, ...(caseId === null ? {} : { caseIds: [caseId] }) });
			said = (await after?.(result)) ?? {};
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { command: name, errors: {}, code: cause.code });
		}
		// Without scripts: a page that may be loaded again without sending the form anew.
		if (request.headers.get('x-sveltekit-action') === null) redirect(303, url.pathname);
		return { done: true, ...said };
	};
}

/** The case that the address names, if it names one. Throws Refusal('not_found'). */
async function caseOf(
	tx: Tx,
	{ territory, reference }: Partial<Record<string, string>>
): Promise<string | null> {
	if (territory === undefined || reference === undefined) return null;
	const group = await findGroupBySlug(tx, territory);
	return (await findCaseByReference(tx, group.id, reference)).caseId;
}

function named(caseId: string | null): string {
	if (caseId === null) throw new Refusal('not_found');
	return caseId;
}

/** What one does with a request, wherever it is shown. */
export const seeRequestAction = command({
	schema: RequestForm,
	work: (tx, { id }) => seeRequest(tx, id)
});
export const takeRequestAction = command({
	schema: RequestForm,
	work: (tx, { id }) => takeRequest(tx, id)
});
export const answerRequestAction = command({ schema: AnswerRequestForm, work: answerRequest });
export const declineRequestAction = command({ schema: DeclineForm, work: declineRequest });
export const closeRequestAction = command({
	schema: RequestForm,
	work: (tx, { id }) => closeRequest(tx, id)
});
export const reopenRequestAction = command({
	schema: RequestForm,
	work: (tx, { id }) => reopenRequest(tx, id)
});
export const remindRequestAction = command({
	schema: RequestForm,
	work: (tx, { id }) => remindRequest(tx, id)
});
export const dateRequestAction = command({ schema: DateForm, work: dateRequest });

/** What one asks, on the page of a case. */
export const askRequestAction = command({
	schema: AskForm,
	work: (tx, { target, ...input }, caseId) =>
		askRequest(tx, {
			...input,
			caseId: named(caseId),
			targetId: target.kind === 'person' ? target.id : null,
			organizationId: target.kind === 'organization' ? target.id : null
		})
});
export const inviteGuestAction = command({
	schema: GuestForm,
	async work(tx, input, caseId) {
		const { token, tokenHash } = newGuestToken();
		return { token, ...(await inviteGuest(tx, { ...input, caseId: named(caseId), tokenHash })) };
	},
	async after({ email, token }) {
		const { mail, settings, log } = getApp();
		try {
			await mail.send(guestMail({ to: email, link: `${settings.publicUrl}/reponse/${token}` }));
			return { sent: true };
		} catch (cause) {
			// Its message may hold the address: only its code is for the log.
			const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
			log.error({ code }, 'the link of a guest could not be sent');
			return { sent: false };
		}
	}
});
