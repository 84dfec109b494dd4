import type { RawBuilder } from 'kysely';
import type { Actor, World } from './world';

/** A call of each function that people may call, and what it answers to whom. */
export interface CallRule {
	call: (world: World) => RawBuilder<unknown>;
	/** A SQLSTATE, or how many rows; who is not there gets `otherwise`. */
	answers: Partial<Record<Actor, string | number>>;
	otherwise: string | number;
}

/** What a call answers, whatever the call is. */
export type Answers = Pick<CallRule, 'answers' | 'otherwise'>;

export const DENIED = '42501';
export const NOT_FOUND = 'MA404';
export const NOT_ALLOWED = 'MA403';
export const CONFLICT = 'MA409';

/** What only the circle of the shared case does: the rest of the group knows of the case, the others do not. */
export const BY_THE_CIRCLE: Answers = {
	answers: {
		circle: 1,
		partner: 1,
		colleague: NOT_ALLOWED,
		unnamed: NOT_ALLOWED,
		facilitator: NOT_ALLOWED,
		anonymous: DENIED
	},
	otherwise: NOT_FOUND
};

export const BY_THE_FACILITATOR: Answers = {
	answers: {
		circle: NOT_ALLOWED,
		partner: NOT_ALLOWED,
		colleague: NOT_ALLOWED,
		unnamed: NOT_ALLOWED,
		facilitator: 1,
		anonymous: DENIED
	},
	otherwise: NOT_FOUND
};

/** What everybody who works in the group does. */
export function byMembers(answer: string | number, otherwise: string | number): Answers {
	const members = ['circle', 'partner', 'colleague', 'unnamed', 'facilitator'] as const;
	const answers = Object.fromEntries(members.map((actor) => [actor, answer]));
	return { answers: { ...answers, anonymous: DENIED }, otherwise };
}

export function withAnswers(rule: Answers, answers: CallRule['answers']): Answers {
	return { ...rule, answers: { ...rule.answers, ...answers } };
}

/** What everybody does who has a profile. */
export const BY_PROFESSIONALS: Answers = {
	answers: { stranger: NOT_FOUND, anonymous: DENIED },
	otherwise: 1
};

/** What needs the second factor, which nobody of the world has. */
export const BY_NOBODY_YET: Answers = {
	answers: { anonymous: DENIED },
	otherwise: NOT_ALLOWED
};

/** What everybody who is signed in may ask about themselves. */
export const BY_THE_SIGNED_IN: Answers = {
	answers: { anonymous: DENIED },
	otherwise: 1
};

/** What administrators do: for the others it is not there. */
export function byAdministrators(answer: number): Answers {
	return { answers: { admin: answer, anonymous: DENIED }, otherwise: NOT_FOUND };
}
