/** What the preparation of a meeting sends: cases left for another meeting, and the agenda to the members. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import * as Y from 'yjs';
import { MeetingDocument } from '$lib/documents/meeting-document';
import type { Caller } from '$lib/domain/caller';
import { fingerprintOf } from '$lib/domain/agenda-fingerprint';
import { localMoment } from '$lib/domain/agenda-calendar';
import { SKIP_WORD_MAX_LENGTH } from '$lib/domain/meeting';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listMeetings } from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import {
	agendaRecipients,
	sendAgenda,
	skipCase,
	unskipCase
} from '$lib/server/database/review-queue';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import { agendaMail, type AgendaLetter } from '$lib/server/mail/agenda-mail';
import { formatLong, formatTime } from '$lib/ui/kit/dates';
import { command, ID, requireMeeting } from '../commands';

const SKIPPED = v.object({
	meetingId: ID,
	caseId: ID,
	/** Empty: nobody proposed it. */
	askerId: v.union([
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		),
		ID
	]),
	word: v.pipe(v.string(), v.trim(), v.maxLength(SKIP_WORD_MAX_LENGTH))
});
const UNSKIPPED = v.object({ meetingId: ID, caseId: ID });
const SENT = v.object({ meetingId: ID });

/** Form actions of the preparation. */
export const QUEUE_COMMANDS = {
	skip: command({
		schema: SKIPPED,
		work: async (tx, input, group) => {
			await requireMeeting(tx, group, input.meetingId);
			await skipCase(tx, input);
		}
	}),
	unskip: command({
		schema: UNSKIPPED,
		work: async (tx, input, group) => {
			await requireMeeting(tx, group, input.meetingId);
			await unskipCase(tx, input);
		}
	}),
	/** Sends the agenda as it is on the screens now, which tables may not have yet. */
	sendAgenda: async ({
		locals,
		params,
		request
	}: RequestEvent<{ territory: string; date: string }>) => {
		const caller = requireCaller(locals);
		const parsed = v.safeParse(SENT, Object.fromEntries(await formOf(request)));
		if (!parsed.success) return fail(400, { errors: {}, code: 'invalid' });
		try {
			const letter = await noteSending(caller, params.territory, parsed.output.meetingId);
			if (letter === null) return { done: true, data: { sent: 0, failed: 0 } };
			return { done: true, data: await post(parsed.output.meetingId, letter) };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return fail(STATUS[error.code], { errors: {}, code: error.code });
		}
	}
};

/** Notes the sending and returns the letter; null when the agenda was sent as it is already. */
async function noteSending(
	caller: Caller,
	territory: string,
	meetingId: string
): Promise<Omit<AgendaLetter, 'to'> | null> {
	const { databases, sync, settings } = getApp();
	await asCaller(databases, caller, async (tx) => {
		const found = await findGroupBySlug(tx, territory);
		await requireMeeting(tx, found, meetingId);
		// Before the agenda is read: an opening is noted in the journal.
		if (found.role !== 'facilitator') throw new Refusal('not_allowed');
	});
	const doc = new Y.Doc();
	const { state } = await sync.read(caller, `meeting:${meetingId}`);
	Y.applyUpdate(doc, Buffer.from(state, 'base64'));
	const agenda = new MeetingDocument(doc);
	const [cases, before] = [agenda.cases(), agenda.sending()];
	const items = agenda
		.items()
		.filter(({ caseId }) => caseId === null || cases.some((item) => item.caseId === caseId));
	if (items.some(({ kind, question }) => kind === 'case' && question.trim() === ''))
		throw new Refusal('invalid');
	const fingerprint = fingerprintOf(items, cases);
	const { sent, group, meeting, members } = await asCaller(databases, caller, async (tx) => {
		const found = await findGroupBySlug(tx, territory);
		await requireMeeting(tx, found, meetingId);
		return {
			sent: await sendAgenda(tx, { meetingId, fingerprint }),
			group: found,
			meeting: (await listMeetings(tx, found.id)).find((one) => one.meetingId === meetingId),
			members: await listMembers(tx, found.id)
		};
	});
	if (!sent || !meeting) return null;
	// Ma journée of the référents tells whom to inform.
	await sync.refresh({ groupIds: [group.id], profileIds: members.map(({ id }) => id) });
	return {
		territory: group.name,
		day: formatLong(localMoment(meeting.startsAt).date),
		start: formatTime(meeting.startsAt),
		end: formatTime(meeting.endsAt),
		place: meeting.place,
		itemCount: items.length,
		caseCount: items.filter(({ kind }) => kind === 'case').length,
		link: `${settings.publicUrl}/q/${group.slug}/reunions/${meeting.address}/preparer`,
		again: before !== null
	};
}

/** Sends the letter to the members; one that does not leave stops no other. */
async function post(
	meetingId: string,
	letter: Omit<AgendaLetter, 'to'>
): Promise<{ sent: number; failed: number }> {
	const { databases, log, mail } = getApp();
	const addresses = await asSystem(databases, (tx) => agendaRecipients(tx, meetingId));
	// Written now: the language is that of the request.
	const messages = addresses.map((to) => agendaMail({ ...letter, to }));
	const results = await Promise.allSettled(messages.map((message) => mail.send(message)));
	const failures = results.filter((result) => result.status === 'rejected');
	// Their messages may hold addresses.
	if (failures.length > 0)
		log.error({ failed: failures.length }, 'letters of an agenda were not sent');
	return { sent: results.length - failures.length, failed: failures.length };
}
