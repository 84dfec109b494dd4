import type { CardFacts } from '$lib/domain/case';
import { parseDocumentName, type DocumentName } from '$lib/domain/document-name';
import { boardFacts, caseFacts, meetingFacts, ownBoardFacts } from '$lib/server/database/facts';
import { inboxFacts } from '$lib/server/database/inbox';
import {
	projectAgenda,
	projectLastContact,
	projectMentions,
	projectStage,
	projectText
} from '$lib/server/database/projection';
import type { Tx } from '$lib/server/database/transaction';
import type { FactsByKey } from './facts';
import type { Batch, Row, Subjects } from './store';

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
