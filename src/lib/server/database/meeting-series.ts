import { sql } from 'kysely';
import type { MeetingKind, MeetingSeries } from '$lib/domain/meeting-series';
import type { Tx } from './transaction';

/** What all the meetings of a series have in common. */
export type SeriesSettings = Omit<MeetingSeries, 'id' | 'kind'>;

export interface NewSeries {
	/** Made by whoever asks, so that asking twice opens one. */
	id: string;
	groupId: string;
	kind: MeetingKind;
	settings: SeriesSettings;
	/** ISO dates of its first meetings. */
	dates: readonly string[];
}

/** Opens the series of a kind and plans its dates. Throws Refusal: not_found, not_allowed for another than a facilitator, conflict when that kind has one or on a day that has such a meeting, invalid. */
export async function createMeetingSeries(tx: Tx, input: NewSeries): Promise<void> {
	await sql`select public.create_meeting_series(${input.id}::uuid, ${input.groupId}::uuid, ${input.kind},
		${JSON.stringify(input.settings)}::jsonb, ${[...input.dates]}::date[])`.execute(tx);
}

export interface SeriesChange {
	seriesId: string;
	/** ISO date from which it changes: what was before stays. */
	from: string;
	settings: SeriesSettings;
	/** All its dates from there on: its meetings take them in order. */
	dates: readonly string[];
}

/** Changes a series from a day on; dates changed by themselves, or cancelled, stay. Throws Refusal: not_found, not_allowed, conflict once it ended or on a day that has such a meeting, invalid. */
export async function setMeetingSeries(tx: Tx, input: SeriesChange): Promise<void> {
	await sql`select public.set_meeting_series(${input.seriesId}::uuid, ${input.from}::date,
		${JSON.stringify(input.settings)}::jsonb, ${[...input.dates]}::date[])`.execute(tx);
}

/** Ends a series and cancels its dates to come. Throws Refusal: not_found, not_allowed, conflict once it ended. */
export async function endMeetingSeries(tx: Tx, seriesId: string): Promise<void> {
	await sql`select public.end_meeting_series(${seriesId}::uuid)`.execute(tx);
}

/** Lists the series from which a group plans, by kind; none for somebody who only observes it. */
export async function listMeetingSeries(tx: Tx, groupId: string): Promise<MeetingSeries[]> {
	const { rows } = await sql<MeetingSeries>`
		select s.id, s.kind, s.weeks, to_char(s.starts_time, 'HH24:MI') as start, to_char(s.ends_time, 'HH24:MI') as end,
			s.place, s.video_url as "videoUrl"
		from public.meeting_series as s
		where s.group_id = ${groupId}::uuid and s.ended_at is null
		order by array_position(array['operational', 'weekly', 'technical', 'engagement', 'steering'], s.kind)`.execute(
		tx
	);
	return rows;
}
