import * as Y from 'yjs';
import type { Caller } from '$lib/domain/caller';
import { parseDocumentName, type DocumentName, type ParsedName } from '$lib/domain/document-name';
import { casesOfMeetings, closeForgottenMeetings } from '$lib/server/database/closing';
import type { Databases } from '$lib/server/database/database';
import { askAccess } from '$lib/server/database/document-access';
import {
	appendUpdates,
	heads,
	loadDocument,
	openHead,
	readSince,
	saveSnapshot,
	staleDocuments
} from '$lib/server/database/documents';
import { listUnsealedMeetings, sealMinutes } from '$lib/server/database/minutes';
import { projectAgenda } from '$lib/server/database/projection';
import { settleMandates } from '$lib/server/database/mandates';
import { readAccessChanges, watchSessions } from '$lib/server/database/sessions';
import { subjectsOfCase } from '$lib/server/database/subjects';
import { asSystem, type Tx } from '$lib/server/database/transaction';
import { Appender } from './appender';
import { initialContent } from './initial-content';
import { Projector } from './projection';
import type { Decision, DocumentStore, StoredDocument } from './store';
import { readFacts } from './tables';
import { projectDocument } from './upkeep';

/** The store on PostgreSQL. As the system: documents are the server's; who may open them is asked as the caller. */
export function createStore(databases: Databases): DocumentStore {
	const appender = new Appender(databases);
	return {
		open: (caller, name) => decideAs(databases, caller, { name, noted: true }),
		decide: (caller, name) => decideAs(databases, caller, { name, noted: false }),
		load: (name) => asSystem(databases, (tx) => load(tx, name)),
		project: async (name) => {
			await projectDocument(databases, name);
		},
		append: (batches, options) => appender.append(batches, options),
		compact: (snapshot) => asSystem(databases, (tx) => saveSnapshot(tx, snapshot)),
		facts: (name) => asSystem(databases, (tx) => readFacts(tx, name)),
		touched: async ({ caseIds = [], groupIds = [], meetingIds = [], profileIds = [] }) => {
			const none = { caseIds: [], groupIds: [], meetingIds: [], profileIds: [] };
			const more =
				caseIds.length > 0 ? await asSystem(databases, (tx) => subjectsOfCase(tx, caseIds)) : none;
			return {
				caseIds: [...caseIds, ...more.caseIds],
				groupIds: [...groupIds, ...more.groupIds],
				meetingIds: [...meetingIds, ...more.meetingIds],
				profileIds: [...profileIds, ...more.profileIds]
			};
		},
		watch: (cursor, sessionIds) =>
			asSystem(databases, async (tx) => ({
				...(await readAccessChanges(tx, cursor)),
				sessions: await watchSessions(tx, sessionIds)
			})),
		settle: () => asSystem(databases, settleMandates),
		closeForgotten: () =>
			asSystem(databases, async (tx) => {
				const meetingIds = await closeForgottenMeetings(tx);
				if (meetingIds.length === 0) return { meetingIds, caseIds: [] };
				return { meetingIds, caseIds: await casesOfMeetings(tx, meetingIds) };
			}),
		unsealed: () => asSystem(databases, listUnsealedMeetings),
		seal: (meetingId) => asSystem(databases, (tx) => sealMinutes(tx, meetingId)),
		heads: (names) => asSystem(databases, (tx) => heads(tx, names)),
		since: async (document) => {
			const [missing] = await asSystem(databases, (tx) => readSince(tx, [document]));
			return missing ?? null;
		},
		uncompacted: (olderThan) => asSystem(databases, (tx) => staleDocuments(tx, olderThan))
	};
}

async function decideAs(
	databases: Databases,
	caller: Caller,
	asked: { name: DocumentName; noted: boolean }
): Promise<Decision> {
	const { access, id, firstName, lastName, color, step } = await askAccess(
		databases,
		caller,
		asked
	);
	if (access === 'signed_out') return { access };
	if (access === 'none') {
		return { access: step === 'ready' || step === 'charter' ? access : 'locked' };
	}
	return id === null
		? { access: 'none' }
		: { access, identity: { id, firstName, lastName, color } };
}

async function load(tx: Tx, name: DocumentName): Promise<StoredDocument | null> {
	const opened = await openHead(tx, name);
	if (!opened) return null;
	const { head, created } = opened;
	if (created) {
		const content = await initialContent(tx, name);
		if (content) await appendUpdates(tx, [{ ...head, content, authorId: null }]);
		const parsed = parseDocumentName(name);
		if (content && parsed?.kind === 'meeting') await projectFirst(tx, parsed, content);
	}
	const stored = await loadDocument(tx, name);
	if (!stored) return null;
	const tail = stored.updates.map(({ content }) => content);
	return {
		documentId: stored.documentId,
		epoch: stored.epoch,
		seq: stored.seq,
		updates: stored.snapshot ? [stored.snapshot.state, ...tail] : tail,
		tailRows: tail.length,
		tailBytes: tail.reduce((sum, { length }) => sum + length, 0),
		written: stored.updates.some(({ authorId }) => authorId !== null)
	};
}

/** The agenda that a meeting begins with is in the tables before anybody changes it: it may start as it is. */
async function projectFirst(tx: Tx, parsed: ParsedName, content: Uint8Array): Promise<void> {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, content);
	const { agenda = [] } = new Projector(doc, parsed, new Map()).difference() ?? {};
	doc.destroy();
	await projectAgenda(tx, parsed.subjectId, agenda);
}
