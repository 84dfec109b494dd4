/** What the forms of requests may hold. The message of each check is the code that the page turns into words. */
import * as v from 'valibot';
import { DECLINE_REASONS, REQUEST_ANSWER_MAX, REQUEST_WORDS_MAX } from '$lib/domain/request';

/** Longest address of an e-mail, in characters (RFC 5321). */
const EMAIL_MAX = 254;

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const MaybeId = v.pipe(
	v.optional(v.union([Id, v.literal('')], 'choice'), ''),
	v.transform((id) => (id === '' ? null : id))
);
const MaybeDay = v.pipe(
	v.optional(v.union([v.pipe(v.string(), v.isoDate()), v.literal('')], 'date'), ''),
	v.check((day) => day === '' || isRealDay(day), 'date'),
	v.transform((day) => (day === '' ? null : day))
);
const Words = v.pipe(
	v.string('missing'),
	v.trim(),
	v.minLength(1, 'missing'),
	v.maxLength(REQUEST_WORDS_MAX, 'too_long')
);

/** Whom one asks: `person:<id>` or `organization:<id>`. */
const Target = v.pipe(
	v.string('choice'),
	v.regex(/^(?:person|organization):/, 'choice'),
	v.transform((target) => {
		const [kind, id] = target.split(':');
		return { kind, id };
	}),
	v.object({ kind: v.picklist(['person', 'organization']), id: Id }, 'choice')
);

export const AskForm = v.object(
	{ id: Id, blockerId: MaybeId, target: Target, words: Words, dueOn: MaybeDay },
	'choice'
);

export const GuestForm = v.object(
	{
		id: Id,
		blockerId: MaybeId,
		email: v.pipe(
			v.string('missing'),
			v.trim(),
			v.toLowerCase(),
			v.minLength(1, 'missing'),
			v.maxLength(EMAIL_MAX, 'email'),
			v.email('email')
		),
		words: Words,
		dueOn: MaybeDay
	},
	'choice'
);

export const RequestForm = v.object({ id: Id }, 'choice');

export const DateForm = v.object({ id: Id, dueOn: MaybeDay }, 'choice');

export const AnswerRequestForm = v.object(
	{
		id: Id,
		answer: v.pipe(
			v.string('missing'),
			v.trim(),
			v.minLength(1, 'missing'),
			v.maxLength(REQUEST_ANSWER_MAX, 'too_long')
		)
	},
	'choice'
);

export const DeclineForm = v.pipe(
	v.object(
		{
			id: Id,
			reason: v.picklist(DECLINE_REASONS, 'choice'),
			words: v.pipe(
				v.optional(v.string(), ''),
				v.trim(),
				v.maxLength(REQUEST_ANSWER_MAX, 'too_long')
			)
		},
		'choice'
	),
	v.forward(
		v.check(({ reason, words }) => reason !== 'other' || words !== '', 'missing'),
		['words']
	)
);

function isRealDay(text: string): boolean {
	const moment = Date.parse(text);
	return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === text;
}
