import { fail, redirect } from '@sveltejs/kit';
import { localMoment } from '$lib/domain/agenda-calendar';
import { proposeNext } from '$lib/domain/closing';
import { isInAlsaceMoselle } from '$lib/domain/holidays';
import { USUAL_WEEKS } from '$lib/domain/meeting-series';
import { Refusal } from '$lib/domain/refusal';
import { refuse, STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { closeAndSeal } from '$lib/server/app/close-meeting';
import {
	findGroupRhythm,
	findMeetingByAddress,
	listMeetings,
	meetingAt,
	type GroupRhythm,
	type ListedMeeting
} from '$lib/server/database/meetings';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller } from '$lib/server/database/transaction';
import { REVIEW_COMMANDS } from '../closing-commands';
import { DECISION_COMMANDS } from '../decision-commands';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const { databases, sync } = getApp();
	const { meetings, rhythm } = await asCaller(databases, caller, async (tx) => ({
		meetings: await listMeetings(tx, group.id),
		rhythm: await findGroupRhythm(tx, group.id)
	})).catch(refuse);
	const meeting = meetingAt(meetings, params.date);
	if (!meeting) return refuse(new Refusal('not_found'));
	if (meeting.status === 'closed')
		redirect(303, `/q/${group.slug}/reunions/${meeting.address}/releve`);
	const agenda = await sync.read(caller, `meeting:${meeting.meetingId}`).catch(refuse);
	return {
		agenda,
		meeting,
		next: nextAfter(meetings, meeting),
		...proposalAfter(meetings, meeting, rhythm),
		today: localMoment(new Date()).date,
		newId: crypto.randomUUID()
	};
};

/** The next date of that kind, when there is one. */
function nextAfter(meetings: readonly ListedMeeting[], from: ListedMeeting): ListedMeeting | null {
	const later = meetings.filter(
		({ kind, startsAt, cancelled }) => kind === from.kind && startsAt > from.startsAt && !cancelled
	);
	// The list begins with the latest.
	return later.at(-1) ?? null;
}

function proposalAfter(
	meetings: readonly ListedMeeting[],
	from: ListedMeeting,
	rhythm: GroupRhythm
) {
	const weeks = from.kind === 'operational' ? rhythm.weeks : USUAL_WEEKS[from.kind];
	const ofKind = meetings.filter(({ kind }) => kind === from.kind);
	const proposal = proposeNext(from, {
		weeks,
		today: localMoment(new Date()).date,
		alsaceMoselle: isInAlsaceMoselle(rhythm.officialCode),
		taken: new Set(ofKind.map(({ date }) => date))
	});
	return { weeks, proposal };
}

export const actions: Actions = {
	setDecision: DECISION_COMMANDS.setDecision,
	seen: REVIEW_COMMANDS.seen,
	planNext: REVIEW_COMMANDS.planNext,
	close: async ({ locals, params }) => {
		const caller = requireCaller(locals);
		const app = getApp();
		let address: string;
		try {
			const meeting = await asCaller(app.databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				return findMeetingByAddress(tx, group.id, params.date);
			});
			address = meeting.address;
			await closeAndSeal(app, caller, meeting.meetingId);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return fail(STATUS[error.code], { errors: {}, code: error.code });
		}
		redirect(303, `/q/${params.territory}/reunions/${address}/releve`);
	}
};
