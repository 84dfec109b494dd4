import { error } from '@sveltejs/kit';
import * as Y from 'yjs';
import { CaseDocument } from '$lib/documents/case-document';
import type { CaseFacts } from '$lib/domain/case';
import { Refusal } from '$lib/domain/refusal';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findCaseByReference } from '$lib/server/database/cases';
import { asCaller } from '$lib/server/database/transaction';
import { isReference } from './reference';

/** The facts of a case for a sheet on paper, for its circle; an error page for anybody else. Its notes are not among them. */
export async function readCaseToPrint(
	{ locals, params }: { locals: App.Locals; params: { reference: string } },
	groupId: string
): Promise<CaseFacts> {
	const caller = requireCaller(locals);
	const { databases, sync } = getApp();
	const { reference } = params;
	if (!isReference(reference)) error(404, { code: 'not_found', message: 'not_found' });
	const { caseId, access } = await asCaller(databases, caller, (tx) =>
		findCaseByReference(tx, groupId, reference)
	).catch(refuse);
	if (access === 'outline') return refuse(new Refusal('not_allowed'));
	const { state } = await sync.read(caller, `case:${caseId}`).catch(refuse);
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Buffer.from(state, 'base64'));
	const facts = new CaseDocument(doc).facts();
	doc.destroy();
	return facts ?? refuse(new Refusal('not_found'));
}
