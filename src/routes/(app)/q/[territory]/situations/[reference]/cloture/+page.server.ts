import { error, redirect } from '@sveltejs/kit';
import * as Y from 'yjs';
import { CaseDocument } from '$lib/documents/case-document';
import { closingOf } from '$lib/domain/course';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { closeCase } from '$lib/server/database/case-closings';
import { findCaseByReference } from '$lib/server/database/cases';
import { asCaller } from '$lib/server/database/transaction';
import { dayOf } from '$lib/ui/kit/dates';
import { command } from '../commands';
import { ClosingForm } from '../course-forms';
import { isReference } from '../reference';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, parent }) => {
	const { group, members } = await parent();
	const caller = requireCaller(locals);
	const { databases, sync } = getApp();
	if (!isReference(params.reference)) error(404, { code: 'not_found', message: 'not_found' });
	const { caseId, access } = await asCaller(databases, caller, (tx) =>
		findCaseByReference(tx, group.id, params.reference)
	).catch(refuse);
	if (access === 'outline') return refuse(new Refusal('not_allowed'));
	const { state } = await sync.read(caller, `case:${caseId}`).catch(refuse);
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Buffer.from(state, 'base64'));
	const facts = new CaseDocument(doc).facts();
	doc.destroy();
	if (!facts) return refuse(new Refusal('not_found'));
	const back = `/q/${group.slug}/situations/${params.reference}`;
	if (closingOf(facts.course)) redirect(303, `${back}?onglet=parcours`);
	return { facts, members, back, today: dayOf(new Date()), newId: crypto.randomUUID() };
};

export const actions = {
	closeCase: command({
		schema: ClosingForm,
		work: (tx, input, caseId) => closeCase(tx, { ...input, caseId }),
		changesAccess: true
	})
};
