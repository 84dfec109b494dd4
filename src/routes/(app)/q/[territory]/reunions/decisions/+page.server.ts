import * as v from 'valibot';
import { ACTION_STATUSES } from '$lib/domain/action';
import { DECISION_KINDS } from '$lib/domain/decision';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { listDecisionsRegister } from '$lib/server/database/minutes';
import { asCaller } from '$lib/server/database/transaction';
import { decisionKindText, followUp, subjectText } from '$lib/server/minutes/minutes-words';
import type { PageServerLoad } from './$types';

/** Decisions on a page. */
const PAGE_LENGTH = 50;
const QUESTION = v.object({
	nature: v.optional(v.picklist(DECISION_KINDS)),
	etat: v.optional(v.picklist(ACTION_STATUSES)),
	avant: v.optional(v.pipe(v.string(), v.uuid()))
});

export const load: PageServerLoad = async ({ locals, parent, url }) => {
	const caller = requireCaller(locals);
	const { group } = await parent();
	const asked = v.safeParse(QUESTION, Object.fromEntries(url.searchParams));
	if (!asked.success) return refuse(new Refusal('invalid'));
	const { nature: kind, etat: status, avant } = asked.output;
	const lines = await asCaller(getApp().databases, caller, (tx) =>
		listDecisionsRegister(tx, {
			groupId: group.id,
			before: avant ?? null,
			// One more than is shown tells whether there is another page.
			limit: PAGE_LENGTH + 1,
			...(kind && { kind }),
			...(status && { status })
		})
	).catch(refuse);
	const shown = lines.slice(0, PAGE_LENGTH);
	return {
		kind: kind ?? null,
		status: status ?? null,
		latest: avant === undefined,
		older: lines.length > PAGE_LENGTH ? (shown.at(-1)?.id ?? null) : null,
		lines: shown.map((line) => ({
			id: line.id,
			label: line.label,
			heldOn: line.heldOn,
			meetingKind: line.meetingKind,
			address: line.address,
			cells: [decisionKindText(line.kind), subjectText(line), ...followUp(line)]
		}))
	};
};
