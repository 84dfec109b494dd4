/** Who may send the forms about meetings, their series, answers and calendars. */
import { randomUUID } from 'node:crypto';
import { addDays, localMoment } from '../../../src/lib/domain/agenda-calendar';
import type { Form, Rule } from './action-rules';
import type { Actor, World } from './isolation';

const LIST = '/(app)/q/[territory]/reunions';
const ONE = `${LIST}/[date]/preparer`;
const RUN = `${LIST}/[date]/animer`;
const GROUP = '/q/les-tilleuls';

const NOT_OF_GROUP = { administrator: 404, ended: 404, elsewhere: 404 } as const;
const MEMBERS: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 200,
	colleague: 200,
	facilitator: 200,
	observer: 404,
	...NOT_OF_GROUP
};
const FACILITATORS = { ...MEMBERS, inside: 403, outside: 403, colleague: 403 };
/** Also who only observes: their calendar holds the dates. */
const ANY_MANDATE = { ...MEMBERS, observer: 200 };

export const MEETING_RULES: Record<string, Rule> = {
	...about('answer', answerOf, MEMBERS),
	// Also beside a meeting that runs.
	[`${RUN}?/answer`]: {
		path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/animer?/answer`,
		form: answerOf,
		answers: MEMBERS
	},
	...about('cancel', meetingOf, FACILITATORS),
	...about('restore', meetingOf, FACILITATORS),
	...ofPreparation('skip', skippedOf, FACILITATORS),
	...ofPreparation('unskip', skippedOf, FACILITATORS),
	...ofPreparation('sendAgenda', meetingOf, FACILITATORS),
	...ofList(
		'planSeries',
		() => ({ id: randomUUID(), kind: 'technical', ...series(100) }),
		FACILITATORS
	),
	...ofList(
		'changeSeries',
		async (world) => ({ ...(await seriesOf(world)), from: day(1), ...series(200) }),
		FACILITATORS
	),
	...ofList('endSeries', seriesOf, FACILITATORS),
	...ofList('feed', () => ({}), ANY_MANDATE),
	...ofList('endFeed', () => ({}), ANY_MANDATE)
};

/** On both pages that show a meeting. */
function about(action: string, form: Rule['form'], answers: Rule['answers']): Record<string, Rule> {
	return {
		...ofList(action, form, answers),
		...ofPreparation(action, form, answers)
	};
}

function ofPreparation(
	action: string,
	form: Rule['form'],
	answers: Rule['answers']
): Record<string, Rule> {
	return {
		[`${ONE}?/${action}`]: {
			path: ({ nextMeeting }) => `${GROUP}/reunions/${nextMeeting}/preparer?/${action}`,
			form,
			answers
		}
	};
}

function ofList(
	action: string,
	form: Rule['form'],
	answers: Rule['answers']
): Record<string, Rule> {
	return { [`${LIST}?/${action}`]: { path: () => `${GROUP}/reunions?/${action}`, form, answers } };
}

async function answerOf(world: World, actor: Actor): Promise<Form> {
	const members = { outside: 'karim', colleague: 'yacine', facilitator: 'nathalie' } as const;
	const member = Object.entries(members).find(([key]) => key === actor)?.[1] ?? 'amina';
	const profileId = await world.idOf(member);
	return { ...(await meetingOf(world)), profileId, answer: 'room', word: '', representedBy: '' };
}

async function skippedOf(world: World): Promise<Form> {
	return {
		...(await meetingOf(world)),
		caseId: await world.value(`select id from public.cases where reference = 'VT-018'`),
		askerId: '',
		word: ''
	};
}

async function meetingOf(world: World): Promise<Form> {
	return {
		meetingId: await world.value(
			`select m.id from public.meetings as m join public.groups as g on g.id = m.group_id
			 where g.reference_prefix = 'VT' and m.status = 'draft' order by m.starts_at limit 1`
		)
	};
}

/** The only series of the world. */
async function seriesOf(world: World): Promise<Form> {
	return {
		seriesId: await world.value(`select id from public.meeting_series where kind = 'engagement'`)
	};
}

function series(days: number): Form {
	return {
		weeks: '6',
		first: day(days),
		start: '14:00',
		end: '16:00',
		place: 'Mairie',
		video: '',
		dates: day(days)
	};
}

function day(days: number): string {
	return addDays(localMoment(new Date()).date, days);
}
