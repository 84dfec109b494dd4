/** What the forms of administration may hold. The message of each check is the code that the page turns into words. */
import * as v from 'valibot';
import { ORGANIZATION_KINDS } from '$lib/domain/administration';
import { BLOCKER_TYPES } from '$lib/domain/blocker';
import { isLeverCode, type LeverCode } from '$lib/domain/lever';
import { ROLES } from '$lib/domain/member';
import { dayOf } from '$lib/ui/kit/dates';

/** Longest texts, in characters, as the tables hold them. */
const ORGANIZATION_MAX = 120;
const PLACE_MAX = 60;
const JOB_MAX = 80;
/** Longest time between two meetings, in weeks. */
const WEEKS_MAX = 26;

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const line = (max: number) =>
	v.pipe(v.string('missing'), v.trim(), v.minLength(1, 'missing'), v.maxLength(max, 'too_long'));
const Checkbox = v.pipe(
	v.optional(v.picklist(['true', ''], 'choice'), ''),
	v.transform((value) => value === 'true')
);
const Weeks = v.pipe(
	v.string('weeks'),
	v.regex(/^\d{1,2}$/, 'weeks'),
	v.transform(Number),
	v.minValue(1, 'weeks'),
	v.maxValue(WEEKS_MAX, 'weeks')
);
/** `QP` or `QN` and digits as the state writes them; other codes are taken too, for watched territories. */
const OfficialCode = v.pipe(
	v.string('missing'),
	v.transform((text) => text.replace(/\s/g, '').toUpperCase()),
	v.minLength(1, 'missing'),
	v.regex(/^[A-Z0-9-]{2,20}$/, 'code')
);
/** The last day of a mandate, which ends with it; none when empty. */
const LastDay = v.pipe(
	v.optional(v.string('date'), ''),
	v.check((text) => text === '' || isRealDay(text), 'date'),
	v.check((text) => text === '' || !isRealDay(text) || text >= dayOf(new Date()), 'past'),
	v.transform((text) => (text === '' ? null : endOfDay(text)))
);

const organization = {
	name: line(ORGANIZATION_MAX),
	kind: v.picklist(ORGANIZATION_KINDS, 'choice'),
	sensitive: Checkbox,
	secondFactor: Checkbox
};
export const OrganizationForm = v.object({ id: Id, ...organization });

const place = {
	name: line(PLACE_MAX),
	commune: line(PLACE_MAX),
	officialCode: OfficialCode,
	meetingIntervalWeeks: Weeks
};
export const GroupForm = v.object({ id: Id, ...place });
export const NewGroupForm = v.object({
	id: Id,
	...place,
	slug: v.pipe(
		v.optional(v.string(), ''),
		v.trim(),
		v.check((text) => text === '' || /^[a-z0-9-]{2,60}$/.test(text), 'slug')
	),
	referencePrefix: v.pipe(
		v.string('missing'),
		v.trim(),
		v.toUpperCase(),
		v.minLength(1, 'missing'),
		v.regex(/^[A-Z]{2,4}$/, 'prefix')
	)
});

const YesOrNo = v.pipe(
	v.picklist(['true', 'false'], 'choice'),
	v.transform((value) => value === 'true')
);
/** One of the two at a time: a page that is old changes nothing else. */
export const BlockerTypeForm = v.object({
	code: v.picklist(BLOCKER_TYPES, 'choice'),
	restricted: v.exactOptional(YesOrNo),
	offered: v.exactOptional(YesOrNo)
});

export const LeverForm = v.object({
	code: v.custom<LeverCode>(isLeverCode, 'choice'),
	offered: YesOrNo
});

export const NewMandateForm = v.object({
	id: Id,
	groupId: Id,
	role: v.picklist(ROLES, 'choice'),
	endsOn: LastDay
});
export const MandateForm = v.object({
	id: Id,
	role: v.picklist(ROLES, 'choice'),
	endsOn: LastDay,
	/** As the page showed them. */
	expectedRole: v.picklist(ROLES, 'choice'),
	expectedEndsAt: v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => (text === '' ? null : text))
	)
});
export const OfOneForm = v.object({ id: Id });
export const EmployerForm = v.object({ organizationId: Id });
export const JobForm = v.object({
	jobTitle: v.pipe(v.string('missing'), v.trim(), v.maxLength(JOB_MAX, 'too_long'))
});
export const EmptyForm = v.object({});

const ACCENTS = /\p{Diacritic}/gu;

/** Words without accents or capitals, as they are compared and put in addresses. */
export function plain(text: string): string {
	return text.normalize('NFD').replace(ACCENTS, '').toLowerCase();
}

/** The end of an address made of a name: `Les Tilleuls` gives `les-tilleuls`. */
export function slugOf(name: string): string {
	return plain(name)
		.replaceAll('œ', 'oe')
		.replaceAll('æ', 'ae')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, PLACE_MAX);
}

/** Whether the calendar has this day, written YYYY-MM-DD. */
export function isRealDay(day: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The moment at which a day ends in the offices: `2027-06-30` gives the ISO date-time of midnight there. */
export function endOfDay(day: string): string {
	const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
	return startOfDay(next);
}

/** The moment at which a day begins in the offices. */
export function startOfDay(day: string): string {
	// One of the two times of the year there: the one that is that day at midnight.
	const [winter, summer] = ['+01:00', '+02:00'].map((zone) => new Date(`${day}T00:00:00${zone}`));
	const begins = summer && dayOf(summer) === day ? summer : winter;
	return (begins ?? new Date(`${day}T00:00:00Z`)).toISOString();
}
