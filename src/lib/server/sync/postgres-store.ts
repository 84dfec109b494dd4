import * as Y from 'yjs';
import type { Caller } from '$lib/domain/caller';
import type { CardFacts } from '$lib/domain/case';
import {
	parseDocumentName,
	type DocumentAccess,
	type DocumentName,
	type ParsedName
} from '$lib/domain/document-name';
import { casesOfMeetings, closeForgottenMeetings } from '$lib/server/database/closing';
import type { Databases } from '$lib/server/database/database';
import {
	appendUpdates,
	documentAccess,
	heads,
	loadDocument,
	openHead,
	readSince,
	saveSnapshot,
	staleDocuments
} from '$lib/server/database/documents';
import { boardFacts, caseFacts, meetingFacts, ownBoardFacts } from '$lib/server/database/facts';
import { inboxFacts } from '$lib/server/database/inbox';
import { findMe } from '$lib/server/database/members';
import { listUnsealedMeetings, sealMinutes } from '$lib/server/database/minutes';
import {
	projectAgenda,
	projectLastContact,
	projectMentions,
	projectStage,
	projectText
} from '$lib/server/database/projection';
import { openDocument } from '$lib/server/database/journal';
import { settleMandates } from '$lib/server/database/mandates';
import { isSessionAlive, readAccessChanges, watchSessions } from '$lib/server/database/sessions';
import { findSignInStep } from '$lib/server/database/sign-in';
import { subjectsOfCase } from '$lib/server/database/subjects';
import { asCaller, asSystem, type Tx } from '$lib/server/database/transaction';
import { Authorship } from './authorship';
import type { FactsByKey } from './facts';
import { initialContent } from './initial-content';
import { Projector } from './projection';
import type {
	Appended,
	Batch,
	Decision,
	DocumentStore,
	Row,
	StoredDocument,
	Subjects
} from './store';
import { WritingJournal } from './writing-journal';

/** The store on PostgreSQL. As the system: documents are the server's; who may open them is asked as the caller. */
export function createStore(databases: Databases): DocumentStore {
	const journal = new WritingJournal();
	const authorship = new Authorship();
	return {
		open: (caller, name) => decideAs(databases, caller, (tx) => openDocument(tx, name)),
		decide: (caller, name) => decideAs(databases, caller, (tx) => documentAccess(tx, name)),
		load: (name) => asSystem(databases, (tx) => load(tx, name)),
		async append(batches, { project }) {
			const { appended, noted, authors } = await asSystem(databases, async (tx) => {
				const seqs = await append(tx, batches);
				const stored = batches.filter((_, i) => typeof seqs[i] === 'number');
				const noted = await journal.note(tx, stored);
				const authors = await authorship.note(tx, stored);
				const appended: Appended[] = [];
				for (const [i, batch] of batches.entries()) {
					const seq = seqs[i] ?? null;
					const missed = seq !== null && (await catchUp(tx, batch, seq));
					const touched = project && seq !== null ? await projectBatch(tx, missed || batch) : {};
					appended.push({ seq, touched });
				}
				return { appended, noted, authors };
			});
			journal.remember(noted);
			authorship.remember(authors);
			return appended;
		},
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
		since: (document) => asSystem(databases, (tx) => readSince(tx, document)),
		uncompacted: (olderThan) => asSystem(databases, (tx) => staleDocuments(tx, olderThan))
	};
}

async function decideAs(
	databases: Databases,
	caller: Caller,
	ask: (tx: Tx) => Promise<DocumentAccess>
): Promise<Decision> {
	const alive = await asSystem(databases, (tx) => isSessionAlive(tx, caller.sessionId));
	if (!alive) return { access: 'signed_out' };
	return asCaller(databases, caller, async (tx) => decide(tx, await ask(tx)));
}

async function decide(tx: Tx, access: DocumentAccess): Promise<Decision> {
	if (access === 'none') {
		const step = await findSignInStep(tx);
		return { access: step === 'ready' || step === 'charter' ? access : 'locked' };
	}
	const me = await findMe(tx);
	if (!me) return { access: 'none' };
	const { id, firstName, lastName, color } = me;
	return { access, identity: { id, firstName, lastName, color } };
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
		tailBytes: tail.reduce((sum, { length }) => sum + length, 0)
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

/** Appends the rows of all batches in one statement; returns the last seq of each batch. */
async function append(tx: Tx, batches: Batch[]): Promise<(number | null)[]> {
	const updates = batches.flatMap(({ documentId, epoch, rows }) =>
		rows.map(({ content, authorId }) => ({ documentId, epoch, content, authorId }))
	);
	const seqs = await appendUpdates(tx, updates);
	let end = 0;
	return batches.map(({ rows }) => seqs[(end += rows.length) - 1] ?? null);
}

/** Gives a room what others stored before its rows, which end at `seq`; returns the batch as it is then, false when nobody did. */
async function catchUp(tx: Tx, batch: Batch, seq: number): Promise<Batch | false> {
	const before = seq - batch.rows.length + 1;
	if (before <= batch.after + 1) return false;
	const missing = await readSince(tx, { ...batch, seq: batch.after, before });
	return missing ? { ...batch, projection: batch.catchUp(missing) } : false;
}

/** As the system: writes what a document says in the tables; returns what that changed. */
export async function projectBatch(
	tx: Tx,
	{ name, projection, rows }: Pick<Batch, 'name' | 'projection' | 'rows'>
): Promise<Subjects> {
	const parsed = parseDocumentName(name);
	if (!parsed || !projection) return {};
	const { stages = [], mentions, text, agenda, lastContactOn } = projection;
	const caseIds: string[] = [];
	const profileIds: string[] = [];
	for (const stage of stages) {
		if (await projectStage(tx, { documentName: name, ...stage })) caseIds.push(stage.caseId);
	}
	if (text !== undefined) await projectText(tx, name, text);
	if (mentions) {
		// Of a mention that is there already the tables keep the first author.
		const writer = writerOf(rows) ?? '';
		const signed = mentions.map((each) => ({ ...each, authorId: each.authorId ?? writer }));
		profileIds.push(...(await projectMentions(tx, name, signed)));
		if (profileIds.length > 0 && parsed.kind === 'case') caseIds.push(parsed.subjectId);
	}
	if (agenda && parsed.kind === 'meeting') {
		caseIds.push(...(await projectAgenda(tx, parsed.subjectId, agenda)));
	}
	if (lastContactOn !== undefined && parsed.kind === 'case') {
		const on = lastContactOn;
		const changed = await projectLastContact(tx, {
			caseId: parsed.subjectId,
			on,
			by: writerOf(rows)
		});
		if (changed) caseIds.push(parsed.subjectId);
	}
	return { caseIds, profileIds };
}

/** Who wrote last in these rows; null: the server alone. */
function writerOf(rows: readonly Row[]): string | null {
	return rows.findLast(({ authorId }) => authorId !== null)?.authorId ?? null;
}

/** As the system: what the tables say for a document, by key. */
export async function readFacts(tx: Tx, name: DocumentName): Promise<FactsByKey> {
	const parsed = parseDocumentName(name);
	if (!parsed) return {};
	switch (parsed.kind) {
		case 'board':
			return factsOfBoard(await boardFacts(tx, parsed.subjectId));
		case 'board-own':
			return factsOfBoard(await ownBoardFacts(tx, parsed.subjectId, parsed.organizationId));
		case 'case':
			return { ...(await caseFacts(tx, parsed.subjectId)) };
		case 'case-own':
			return {};
		case 'meeting':
			return { ...(await meetingFacts(tx, parsed.subjectId)) };
		case 'inbox':
			return factsOfInbox(await inboxFacts(tx, parsed.subjectId));
	}
}

function factsOfInbox({ running, ...inbox }: Awaited<ReturnType<typeof inboxFacts>>): FactsByKey {
	return { inbox, running };
}

function factsOfBoard({ members, cards }: { members: unknown; cards: CardFacts[] }): FactsByKey {
	return {
		members,
		...Object.fromEntries(cards.map((card) => [`card:${card.caseId}`, card]))
	};
}
