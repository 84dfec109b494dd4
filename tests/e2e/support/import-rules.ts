/** The actions of an import. Its author alone has one: for the others, and for who has none, it is not there. */
import { randomUUID } from 'node:crypto';
import type { Rule } from './action-rules';

const ROUTE = '/(app)/q/[territory]/situations/importer';
const PATH = '/q/les-tilleuls/situations/importer';

const NOT_THERE: Rule['answers'] = {
	anonymous: 401,
	inside: 404,
	outside: 404,
	colleague: 404,
	facilitator: 404,
	observer: 404,
	administrator: 404,
	ended: 404,
	elsewhere: 404
};
/** A form without a file. */
const NO_FILE: Rule['answers'] = {
	...NOT_THERE,
	inside: 400,
	outside: 400,
	colleague: 400,
	facilitator: 400
};

const FORMS: Record<string, Record<string, string>> = {
	columns: { sheet: '0', cohort: '', stage: 'outreach', 'field-0': 'firstName' },
	run: { duplicates: 'skip', partial: 'no' },
	forget: {},
	undo: {}
};

export const IMPORT_RULES: Record<string, Rule> = {
	[`${ROUTE}?/file`]: { path: () => `${PATH}?/file`, form: () => ({ file: '' }), answers: NO_FILE },
	...Object.fromEntries(
		Object.entries(FORMS).map(([action, form]) => [
			`${ROUTE}?/${action}`,
			{
				path: () => `${PATH}?/${action}`,
				form: () => ({ id: randomUUID(), ...form }),
				answers: NOT_THERE
			}
		])
	)
};
