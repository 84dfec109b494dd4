/** What the forms of meetings do, each in one transaction as the person who asks. */
import { createHash, randomBytes } from 'node:crypto';
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { localMoment } from '$lib/domain/agenda-calendar';
import { ATTENDANCE_ANSWERS, ATTENDANCE_WORD_MAX_LENGTH } from '$lib/domain/attendance';
import { MEETING_KINDS } from '$lib/domain/meeting-series';
import type { MyGroup } from '$lib/server/database/members';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { answerMeeting } from '$lib/server/database/attendance';
import { renewCalendarFeed, revokeCalendarFeed } from '$lib/server/database/calendar-feeds';
import {
	createMeetingSeries,
	endMeetingSeries,
	listMeetingSeries,
	setMeetingSeries
} from '$lib/server/database/meeting-series';
import { cancelMeeting, listMeetings, restoreMeeting } from '$lib/server/database/meetings';
import { findGroupBySlug, listMembers } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { m } from '$lib/paraglide/messages';
import { parseSeries, type SeriesErrors, type SeriesInput } from '$lib/ui/meeting/series-form';

interface Failure {
	command: string;
	errors: Record<string, string>;
	code: string;
}
type Event = RequestEvent<{ territory: string }>;
type Result = Promise<{ done: true; data?: unknown } | ActionFailure<Failure>>;

const MISSING = 'missing';
const TOO_LONG = 'too_long';
/** Words that must be there, of at most so many characters; the field says which of the two is wrong. */
export const words = (longest: number) =>
	v.pipe(v.string(), v.trim(), v.minLength(1, MISSING), v.maxLength(longest, TOO_LONG));

const TOKEN_BYTES = 32;
export const ID = v.pipe(v.string(), v.uuid());
/** An empty field is none. */
const optional = <S extends v.GenericSchema<string, string>>(schema: S) =>
	v.union([
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		),
		schema
	]);

const MEETING = v.object({ meetingId: ID });
const ANSWER = v.object({
	meetingId: ID,
	profileId: ID,
	answer: optional(v.picklist(ATTENDANCE_ANSWERS)),
	word: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(ATTENDANCE_WORD_MAX_LENGTH)), ''),
	representedBy: v.optional(optional(ID), '')
});
const SERIES_FIELDS = {
	weeks: v.string(),
	first: v.string(),
	start: v.string(),
	end: v.string(),
	place: v.string(),
	video: v.string(),
	dates: v.array(v.string())
};
const NEW_SERIES = v.object({ id: ID, kind: v.picklist(MEETING_KINDS), ...SERIES_FIELDS });
const CHANGED_SERIES = v.object({
	seriesId: ID,
	from: v.pipe(v.string(), v.isoDate()),
	...SERIES_FIELDS
});
const ENDED_SERIES = v.object({ seriesId: ID });

/** What is wrong with the fields of a form, said in it. */
class FieldErrors extends Error {
	override readonly name = 'FieldErrors';
	readonly errors: SeriesErrors;

	constructor(errors: SeriesErrors) {
		super('fields');
		this.errors = errors;
	}
}

interface Command<S extends v.GenericSchema> {
	schema: S;
	work: (tx: Tx, input: v.InferOutput<S>, group: MyGroup) => Promise<unknown>;
}

/** A form action from what it reads and what it does, in the group that the address names; everybody's screens follow. */
export function command<S extends v.GenericSchema>({ schema, work }: Command<S>) {
	return async ({ locals, params, request, url }: Event): Result => {
		const caller = requireCaller(locals);
		const name = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? '';
		const form = await formOf(request);
		const fields = { ...Object.fromEntries(form), dates: form.getAll('dates') };
		const parsed = v.safeParse(schema, fields);
		if (!parsed.success)
			return fail(400, { command: name, errors: saidOf(parsed.issues), code: 'invalid' });
		const { databases, sync } = getApp();
		try {
			const { touched, data } = await asCaller(databases, caller, async (tx) => {
				const group = await findGroupBySlug(tx, params.territory);
				const made = await work(tx, parsed.output, group);
				const members = await listMembers(tx, group.id);
				return {
					touched: { groupIds: [group.id], profileIds: members.map((member) => member.id) },
					data: made
				};
			});
			await sync.refresh(touched);
			return { done: true, ...(data === undefined ? {} : { data }) };
		} catch (error) {
			if (error instanceof FieldErrors)
				return fail(400, { command: name, errors: { ...error.errors }, code: 'invalid' });
			if (!(error instanceof Refusal)) throw error;
			return fail(STATUS[error.code], { command: name, errors: {}, code: error.code });
		}
	};
}

/** What is wrong with the fields whose check has a code of ours, which their form turns into words. */
function saidOf(issues: readonly v.BaseIssue<unknown>[]): Record<string, string> {
	return Object.fromEntries(
		issues.flatMap(({ path, message }) => {
			const field = path?.[0]?.key;
			const coded = message === MISSING || message === TOO_LONG;
			return coded && typeof field === 'string' ? [[field, message]] : [];
		})
	);
}

/** Refuses a meeting of another group than the one that the address names, with Refusal not_found. */
export async function requireMeeting(tx: Tx, group: MyGroup, meetingId: string): Promise<void> {
	const meetings = await listMeetings(tx, group.id);
	if (!meetings.some((meeting) => meeting.meetingId === meetingId)) throw new Refusal('not_found');
}

async function requireSeries(tx: Tx, group: MyGroup, seriesId: string): Promise<void> {
	const series = await listMeetingSeries(tx, group.id);
	if (!series.some(({ id }) => id === seriesId)) throw new Refusal('not_found');
}

function seriesOf(input: Parameters<typeof parseSeries>[0]): SeriesInput {
	const parsed = parseSeries(input, { today: localMoment(new Date()).date });
	if ('errors' in parsed) throw new FieldErrors(parsed.errors);
	return parsed;
}

/** Our conflict, and PostgreSQL's own when two open a series at once. */
const TAKEN = ['MA409', '23505'];

/** Runs what takes days; one that is taken is said where the days are. */
async function takeDays(work: Promise<void>): Promise<void> {
	try {
		await work;
	} catch (error) {
		const conflict =
			error instanceof Error && 'code' in error && TAKEN.some((state) => state === error.code);
		throw conflict ? new FieldErrors({ dates: m.meeting_error_dates_taken() }) : error;
	}
}

/** Actions about one meeting, on every page that shows one. */
export const MEETING_COMMANDS = {
	answer: command({
		schema: ANSWER,
		work: async (tx, input, group) => {
			await requireMeeting(tx, group, input.meetingId);
			await answerMeeting(tx, input);
		}
	}),
	cancel: command({
		schema: MEETING,
		work: async (tx, { meetingId }, group) => {
			await requireMeeting(tx, group, meetingId);
			await cancelMeeting(tx, meetingId);
		}
	}),
	restore: command({
		schema: MEETING,
		work: async (tx, { meetingId }, group) => {
			await requireMeeting(tx, group, meetingId);
			await restoreMeeting(tx, meetingId);
		}
	})
};

/** Actions about series, and about the caller's own calendar. */
export const LIST_COMMANDS = {
	planSeries: command({
		schema: NEW_SERIES,
		work: (tx, { id, kind, ...values }, group) =>
			takeDays(createMeetingSeries(tx, { id, groupId: group.id, kind, ...seriesOf(values) }))
	}),
	changeSeries: command({
		schema: CHANGED_SERIES,
		work: async (tx, { seriesId, from, ...values }, group) => {
			await requireSeries(tx, group, seriesId);
			await takeDays(setMeetingSeries(tx, { seriesId, from, ...seriesOf(values) }));
		}
	}),
	endSeries: command({
		schema: ENDED_SERIES,
		work: async (tx, { seriesId }, group) => {
			await requireSeries(tx, group, seriesId);
			await endMeetingSeries(tx, seriesId);
		}
	}),
	feed: command({
		schema: v.object({}),
		work: async (tx) => {
			const token = randomBytes(TOKEN_BYTES).toString('base64url');
			await renewCalendarFeed(tx, createHash('sha256').update(token).digest());
			return `${getApp().settings.publicUrl}/agenda/${token}.ics`;
		}
	}),
	endFeed: command({ schema: v.object({}), work: (tx) => revokeCalendarFeed(tx) })
};
