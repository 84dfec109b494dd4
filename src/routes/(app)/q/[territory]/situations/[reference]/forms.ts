/** What the forms of a case may hold. The message of each check is the code that the page turns into words. */
import * as v from 'valibot';
import { ACTION_STATUSES, DROP_REASONS } from '$lib/domain/action';
import { BLOCKER_ORIGINS, BLOCKER_STATUSES, BLOCKER_TYPES } from '$lib/domain/blocker';
import { dayOf } from '$lib/ui/kit/dates';

/** Longest line of a blocker or an action, in characters, as the tables hold it. */
const LINE_MAX = 200;

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const Line = v.pipe(v.string(), v.trim(), v.maxLength(LINE_MAX, 'too_long'));
const RequiredLine = v.pipe(
	v.string('missing'),
	v.trim(),
	v.minLength(1, 'missing'),
	v.maxLength(LINE_MAX, 'too_long')
);
/** Somebody, or nobody when empty. */
const MaybeId = v.union(
	[
		Id,
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		)
	],
	'choice'
);
const Day = v.pipe(v.string('date'), v.isoDate('date'), v.check(isRealDay, 'date'));
const MaybeDay = v.union(
	[
		Day,
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		)
	],
	'date'
);
const PastDay = v.pipe(
	Day,
	v.check((text) => text <= dayOf(new Date()), 'future')
);
const Checkbox = v.pipe(
	v.optional(v.picklist(['true', ''], 'choice'), ''),
	v.transform((value) => value === 'true')
);
/** Several boxes of one name. */
const Ids = v.pipe(
	v.optional(
		v.union([
			v.array(Id),
			v.pipe(
				Id,
				v.transform((id) => [id])
			)
		]),
		[]
	),
	v.minLength(1, 'choice')
);

/** Where a blocker comes from; empty: not said. */
const Origin = v.union(
	[
		v.picklist(BLOCKER_ORIGINS),
		v.pipe(
			v.literal(''),
			v.transform(() => null)
		)
	],
	'choice'
);

export const AddBlockerForm = v.object(
	{
		id: Id,
		type: v.picklist(BLOCKER_TYPES, 'choice'),
		detail: Line,
		carrierId: MaybeId,
		origin: v.optional(Origin, ''),
		fromNote: Checkbox
	},
	'choice'
);

export const SetBlockerForm = v.object({
	id: Id,
	status: v.exactOptional(v.picklist(BLOCKER_STATUSES, 'choice')),
	detail: v.exactOptional(Line),
	carrierId: v.exactOptional(MaybeId),
	origin: v.exactOptional(Origin),
	liftedBy: v.exactOptional(
		v.pipe(
			Line,
			v.transform((text) => text || null)
		)
	)
});

/** A blocker that goes back to whoever entrusted it. */
export const ReturnBlockerForm = v.object({ id: Id, blockerId: Id, word: RequiredLine });

/** Who does an action: a professional, `organization:<id>`, or the person when empty. */
const ActionOwner = v.union(
	[
		v.pipe(
			Id,
			v.transform((ownerId) => ({ ownerId, organizationId: null }))
		),
		v.pipe(
			v.string(),
			v.startsWith('organization:'),
			v.transform((text) => text.slice('organization:'.length)),
			Id,
			v.transform((organizationId) => ({ ownerId: null, organizationId }))
		),
		v.pipe(
			v.literal(''),
			v.transform(() => ({ ownerId: null, organizationId: null }))
		)
	],
	'choice'
);

export const AddActionForm = v.pipe(
	v.object({
		id: Id,
		label: RequiredLine,
		ownerId: ActionOwner,
		dueOn: MaybeDay,
		blockerId: v.optional(MaybeId, ''),
		reserved: Checkbox,
		origin: v.optional(v.picklist(['case', 'note'], 'choice'), 'case')
	}),
	v.transform(({ ownerId, ...fields }) => ({ ...fields, ...ownerId }))
);

/** What is dropped says why. */
const DROPPING = {
	dropReason: v.exactOptional(v.picklist(DROP_REASONS, 'missing')),
	dropWord: v.exactOptional(Line)
};

const WholeActionForm = v.pipe(
	v.object({
		id: Id,
		label: RequiredLine,
		ownerId: ActionOwner,
		dueOn: MaybeDay,
		blockerId: v.optional(MaybeId, ''),
		status: v.picklist(ACTION_STATUSES, 'choice'),
		...DROPPING,
		reserved: Checkbox
	}),
	v.forward(
		v.check(({ status, dropReason }) => status !== 'dropped' || !!dropReason, 'missing'),
		['dropReason']
	),
	v.transform(({ ownerId, ...fields }) => ({ ...fields, ...ownerId }))
);
const PartOfActionForm = v.pipe(
	v.strictObject({
		id: Id,
		status: v.exactOptional(v.picklist(ACTION_STATUSES, 'choice')),
		...DROPPING,
		ownerId: v.exactOptional(ActionOwner),
		word: v.exactOptional(Line),
		dueOn: v.exactOptional(MaybeDay)
	}),
	v.forward(
		v.check(({ status, dropReason }) => status !== 'dropped' || !!dropReason, 'missing'),
		['dropReason']
	),
	v.transform(({ ownerId, ...fields }) => ({ ...fields, ...ownerId }))
);

/** A form with a label holds the whole action, box included; without one, only what changes. */
export const SetActionForm = v.lazy((form) =>
	typeof form === 'object' && form !== null && 'label' in form ? WholeActionForm : PartOfActionForm
);

export const AgreementForm = v.object({
	id: Id,
	form: v.picklist(['oral', 'signed'], 'choice'),
	givenOn: PastDay,
	organizationIds: Ids
});

/** The whole agreement, or the organisations that are ticked: null stands for all. */
export const WithdrawForm = v.pipe(
	v.object({ scope: v.picklist(['all', 'some'], 'choice'), organizationIds: v.optional(Ids) }),
	v.forward(
		v.check(({ scope, organizationIds }) => scope === 'all' || !!organizationIds, 'choice'),
		['organizationIds']
	),
	v.transform(({ scope, organizationIds }) => (scope === 'all' ? null : (organizationIds ?? null)))
);

/** The person's word for an organisation that the agreement does not name; without its fields, none is needed. */
const WORD = {
	form: v.exactOptional(v.picklist(['oral', 'signed'], 'choice')),
	agreedOn: v.exactOptional(PastDay),
	agreed: Checkbox
};

export const CircleForm = v.pipe(
	v.object({ profileId: Id, reason: Line, ...WORD }),
	v.forward(
		v.check(({ form, agreed }) => form === undefined || agreed, 'missing'),
		['agreed']
	)
);

export const AcceptRequestForm = v.pipe(
	v.object({ id: Id, ...WORD }),
	v.forward(
		v.check(({ form, agreed }) => form === undefined || agreed, 'missing'),
		['agreed']
	)
);

export const JoinForm = v.object({ id: Id, reason: RequiredLine });

export const OfferForm = v.object({ id: Id, toId: Id, word: Line });

/** A request or an offer that is answered with a word, or taken back. */
export const AnswerForm = v.object({ id: Id, word: v.optional(Line, '') });

export const IdentityForm = v.object({
	lastName: maybe(80),
	phone: maybe(30),
	email: v.union(
		[
			v.pipe(
				v.literal(''),
				v.transform(() => null)
			),
			v.pipe(v.string(), v.trim(), v.email('email'), v.maxLength(120, 'too_long'))
		],
		'email'
	)
});

export const MemberForm = v.object({ profileId: Id });

/** A line that may be empty, of at most `max` characters. */
function maybe(max: number) {
	return v.pipe(
		v.string('choice'),
		v.trim(),
		v.maxLength(max, 'too_long'),
		v.transform((text) => text || null)
	);
}

/** The fields of a form; a name that stands several times holds a list. */
export function readForm(form: FormData): Record<string, string | string[]> {
	const fields = new Map<string, string[]>();
	// Once through: asking for each name anew takes minutes on a form with as many names as its size allows.
	for (const [name, value] of form) {
		if (typeof value !== 'string') continue;
		const before = fields.get(name);
		if (before) before.push(value);
		else fields.set(name, [value]);
	}
	return Object.fromEntries(
		[...fields].map(([name, [first = '', ...others]]) => [
			name,
			others.length > 0 ? [first, ...others] : first
		])
	);
}

/** Whether the calendar has this day: parsing alone takes the 31st of November for the 1st of December. */
function isRealDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The first thing that is wrong with each field. */
export function errorsOf(issues: readonly v.BaseIssue<unknown>[]): Record<string, string> {
	const errors: Record<string, string> = {};
	// A union tells its branches apart only inside its issue: the first branch is the whole form.
	const all = issues.flatMap((issue) => (issue.path ? [issue] : (issue.issues ?? [issue])));
	for (const issue of all) {
		const field = issue.path?.[0]?.key;
		if (typeof field === 'string') errors[field] ??= issue.message;
	}
	return errors;
}
