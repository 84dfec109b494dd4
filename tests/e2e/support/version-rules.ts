/** Who may restore a version of a note, look for words of it, and erase them for good. */
import { randomUUID } from 'node:crypto';
import type { Rule } from './action-rules';
import type { Actor } from './isolation';

const PAGE = '/(app)/q/[territory]/situations/[reference]/versions';

const NOBODY_ELSE: Record<Actor, number> = {
	anonymous: 401,
	inside: 200,
	outside: 403,
	colleague: 403,
	facilitator: 403,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};

export const VERSION_RULES: Record<string, Rule> = {
	// A version that the note does not have.
	...on('restore', () => ({ versionId: randomUUID() }), { ...NOBODY_ELSE, inside: 404 }),
	...on('find', () => ({ words: 'des mots qui n’y sont pas' }), NOBODY_ELSE),
	...on('erase', () => ({ words: 'des mots qui n’y sont pas', sure: 'true' }), {
		...NOBODY_ELSE,
		inside: 400
	})
};

function on(action: string, form: Rule['form'], answers: Rule['answers']): Record<string, Rule> {
	return {
		[`${PAGE}?/${action}`]: {
			path: () => `/q/les-tilleuls/situations/VT-018/versions?/${action}`,
			form,
			answers
		}
	};
}
