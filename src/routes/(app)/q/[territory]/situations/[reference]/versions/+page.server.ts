import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { noteOf, withDocument } from '$lib/documents/note-history';
import { plainTextOf } from '$lib/documents/rich-text';
import type { Caller } from '$lib/domain/caller';
import type { DocumentName } from '$lib/domain/document-name';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse, STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { compareNotes } from '$lib/server/app/compare-notes';
import { findCaseByReference } from '$lib/server/database/cases';
import { mayErase } from '$lib/server/database/erasures';
import { findGroupBySlug, findMe } from '$lib/server/database/members';
import { asCaller, asSystem } from '$lib/server/database/transaction';
import { findVersion, listVersions } from '$lib/server/database/versions';
import { eraseForGood, findErased } from '$lib/server/sync/erasure';
import { keepVersions, readPassages, restoreVersion } from '$lib/server/sync/history';
import { treeOf } from '$lib/ui/editor/rich-text-tree';
import { readVersionsAddress, versionsQuery } from '$lib/ui/history/versions-address';
import { isReference } from '../reference';
import type { Actions, PageServerLoad } from './$types';

type Params = { territory: string; reference: string };

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const caller = requireCaller(locals);
	const { databases, sync } = getApp();
	const address = readVersionsAddress(url.searchParams);
	const { name } = await nameOf(caller, params, address.own).catch(refuse);
	const { access, state } = await sync.read(caller, name).catch(refuse);
	const now = Buffer.from(state, 'base64');
	const { may } = await asCaller(databases, caller, (tx) => mayErase(tx, name)).catch(refuse);
	const base = { reference: params.reference, address, mayErase: may };
	if (address.view === 'auteurs') {
		const passages = await readPassages(databases, { name, state: now });
		return { ...base, access, versions: [], passages, shown: null };
	}
	// As the system: whoever reads a note reads its versions, which are the server's.
	const { versions, shown } = await asSystem(databases, async (tx) => {
		// Not to wait for the next look of the clock.
		await keepVersions(tx);
		const listed = await listVersions(tx, name);
		const at = listed.findIndex(({ id }) => id === address.versionId);
		const stateOf = async (id: string | undefined): Promise<Uint8Array[]> => {
			const version = id === undefined ? null : await findVersion(tx, { name, id });
			return version ? [version.state] : [];
		};
		if (at === -1) return { versions: listed, shown: null };
		const version = await stateOf(listed[at]?.id);
		const other = address.compared === 'before' ? await stateOf(listed[at + 1]?.id) : [now];
		const parts =
			address.compared === 'before'
				? compareNotes(textOf(other), textOf(version))
				: address.compared === 'now'
					? compareNotes(textOf(version), textOf(other))
					: null;
		const blocks = withDocument(version, (doc) => treeOf(noteOf(doc)));
		return { versions: listed, shown: { blocks, parts } };
	});
	return { ...base, access, versions, passages: [], shown };
};

export const actions = {
	restore: (event) =>
		answer(event, async ({ caller, name, form, own }) => {
			const { databases, sync } = getApp();
			const versionId = readVersionsAddress(
				new URLSearchParams({ v: text(form, 'versionId') })
			).versionId;
			if (versionId === null) throw new Refusal('not_found');
			await restoreVersion({ databases, sync, caller, name, versionId });
			return `${event.url.pathname}${versionsQuery({ own })}&fait=restaure`;
		}),
	find: (event) =>
		answer(event, async ({ caller, name, form }) => {
			const words = text(form, 'words');
			const { databases } = getApp();
			return { words, found: await findErased({ databases, caller, name, words }) };
		}),
	erase: (event) =>
		answer(event, async ({ caller, name, form, own }) => {
			const { databases, sync } = getApp();
			const everything = form.get('everything') === 'true';
			if (form.get('sure') !== 'true')
				return { everything, unsure: true, words: text(form, 'words') };
			const words = everything ? null : text(form, 'words');
			await eraseForGood({ databases, sync, caller, name, words });
			return `${event.url.pathname}${versionsQuery({ own, view: 'effacer' })}&fait=efface`;
		})
} satisfies Actions;

interface Asked {
	caller: Caller;
	name: DocumentName;
	form: FormData;
	own: boolean;
}

/** Does what a form asks: an address to go to, or what the page shows of it. Refusals are told by the page. */
async function answer<T extends object>(
	{ locals, params, request, url }: RequestEvent<Params>,
	work: (asked: Asked) => Promise<T | string>
) {
	const caller = requireCaller(locals);
	const form = await formOf(request);
	const { own } = readVersionsAddress(url.searchParams);
	let done: T | string;
	try {
		const { name } = await nameOf(caller, params, own);
		done = await work({ caller, name, form, own });
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
		return fail(STATUS[cause.code], { code: cause.code, words: text(form, 'words') });
	}
	if (typeof done === 'string') redirect(303, done);
	return done;
}

/** The note that an address names, for its circle. Throws Refusal: not_found, not_allowed. */
async function nameOf(
	caller: Caller,
	{ territory, reference }: Params,
	own: boolean
): Promise<{ name: DocumentName }> {
	if (!isReference(reference)) error(404, { code: 'not_found', message: 'not_found' });
	return asCaller(getApp().databases, caller, async (tx) => {
		const group = await findGroupBySlug(tx, territory);
		const { caseId, access } = await findCaseByReference(tx, group.id, reference);
		const me = await findMe(tx);
		if (access === 'outline' || !me?.organizationId) throw new Refusal('not_allowed');
		const name: DocumentName = own ? `case-own:${caseId}:${me.organizationId}` : `case:${caseId}`;
		return { name };
	});
}

function text(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}

function textOf(state: Uint8Array[]): string {
	return withDocument(state, (doc) => plainTextOf(noteOf(doc)));
}
