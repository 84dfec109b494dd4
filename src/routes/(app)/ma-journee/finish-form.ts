import * as v from 'valibot';

const KINDS = [
	'mention',
	'request',
	'action',
	'circle_answer',
	'blocker_answer',
	'decision',
	'skip'
] as const;

/** « Marquer comme fait », or back, on an item of Ma journée: `<kind>:<id of the row>`. */
export const FinishForm = v.object({
	item: v.pipe(
		v.string(),
		v.transform((item) => {
			const [kind, id] = item.split(':');
			return { kind, id };
		}),
		v.object({ kind: v.picklist(KINDS), id: v.pipe(v.string(), v.uuid()) })
	),
	done: v.pipe(
		v.picklist(['true', 'false']),
		v.transform((done) => done === 'true')
	)
});
