import { sql } from 'kysely';
import { parseDocumentName, type DocumentName } from '$lib/domain/document-name';
import type { AgendaItemKind } from '$lib/domain/meeting';
import type { Stage } from '$lib/domain/stage';
import type { Tx } from './transaction';

/*
 * What tables need of the documents, written as the system in the transaction that stores the update. People write the
 * documents: an id that does not belong to the subject of the document projects nothing and fails nothing.
 * Doing it twice changes nothing.
 */

export interface StageProjection {
	documentName: DocumentName;
	caseId: string;
	stage: Stage;
	/** Who moved the card, as the server knows; null: the server itself. */
	by: string | null;
	/** ISO date-time at which it moved; one in the future or that is none counts as now. */
	at: string;
}

/** Projects the stage of a card of that board and the course of its case. True when the stage changed. */
export async function projectStage(tx: Tx, move: StageProjection): Promise<boolean> {
	if (!isUuid(move.caseId) || (move.by !== null && !isUuid(move.by))) return false;
	const moment = Date.parse(move.at);
	const at = new Date(
		moment > FIRST_MOMENT && moment < Date.now() ? moment : Date.now()
	).toISOString();
	const { rows } = await sql<{ changed: boolean }>`
		select private.project_stage(${move.documentName}, ${move.caseId}::uuid, ${move.stage}, ${move.by}::uuid,
			${at}::timestamptz) as changed`.execute(tx);
	return rows[0]?.changed ?? false;
}

export interface MentionProjection {
	id: string;
	/** Of somebody, or of an organisation. */
	targetId: string;
	targetKind?: 'person' | 'organization';
	/** Who wrote the mention, as the server knows; kept from the first time. Not known: a new mention is not projected. */
	authorId: string | null;
	/** The sentence around it; stored only if the target may read the document. */
	excerpt: string;
}

/**
 * Makes the mentions of a document those given: all that its text holds now. Those no longer in the text go, so that
 * deleted words survive nowhere; their requests stay, without words. Returns the people whose inbox changed.
 */
export async function projectMentions(
	tx: Tx,
	documentName: DocumentName,
	mentions: readonly MentionProjection[]
): Promise<string[]> {
	const known = mentions
		.filter(({ id, targetId }) => isUuid(id) && isUuid(targetId))
		.map(({ id, targetId, targetKind = 'person', authorId, excerpt }) => ({
			id,
			targetId,
			targetKind,
			authorId: authorId !== null && isUuid(authorId) ? authorId : null,
			excerpt: storable(excerpt)
		}));
	const { rows } = await sql<{ targetIds: string[] }>`
		select private.project_mentions(${documentName}, ${JSON.stringify(known)}::jsonb) as "targetIds"`.execute(
		tx
	);
	return rows[0]?.targetIds ?? [];
}

/** Stores the plain text of a note for search; the documents that are not notes have none. */
export async function projectText(tx: Tx, documentName: DocumentName, text: string): Promise<void> {
	const parsed = parseDocumentName(documentName);
	if (parsed?.kind !== 'case' && parsed?.kind !== 'case-own') return;
	const organizationId = parsed.kind === 'case-own' ? parsed.organizationId : null;
	await sql`
		insert into public.document_texts as t (document_id, group_id, case_id, organization_id, plain_text)
		select d.id, c.group_id, c.id, ${organizationId}::uuid, ${storable(text)}
		from public.documents as d join public.cases as c on c.id = ${parsed.subjectId}
		where d.name = ${documentName}
		on conflict (document_id) do update set plain_text = excluded.plain_text, updated_at = now()
		where t.plain_text <> excluded.plain_text`.execute(tx);
}

export interface AgendaProjection {
	itemId: string;
	kind: AgendaItemKind;
	caseId: string | null;
	title: string;
	question: string;
	minutes: number;
	/** Plain text. */
	notes: string;
	parked: boolean;
	presenterId: string | null;
	informed: boolean;
}

/** Makes the agenda of a meeting the items given, in their order; once it is closed, their notes only until its minutes are sealed. Returns the cases that came, left, or whose person was informed or no more. */
export async function projectAgenda(
	tx: Tx,
	meetingId: string,
	items: readonly AgendaProjection[]
): Promise<string[]> {
	const known = items
		.filter(({ caseId }) => caseId === null || isUuid(caseId))
		.map((item, rank) => ({
			...item,
			itemId: storable(item.itemId),
			title: storable(item.title),
			question: storable(item.question),
			notes: storable(item.notes),
			presenterId: item.presenterId !== null && isUuid(item.presenterId) ? item.presenterId : null,
			rank
		}));
	const { rows } = await sql<{ caseIds: string[] }>`
		select private.project_agenda(${meetingId}::uuid, ${JSON.stringify(known)}::jsonb) as "caseIds"`.execute(
		tx
	);
	return rows[0]?.caseIds ?? [];
}

export interface LastContact {
	caseId: string;
	/** ISO date; a null, future or impossible one changes nothing. */
	on: string | null;
	/** Who wrote it, as the server knows; null: the server itself. */
	by: string | null;
}

/** Stores the date of the last interview. True when it changed. */
export async function projectLastContact(
	tx: Tx,
	{ caseId, on, by }: LastContact
): Promise<boolean> {
	if (on === null || !isDate(on)) return false;
	const { rows } = await sql<{ changed: boolean }>`
		select private.project_last_contact(${caseId}::uuid, ${on}::date, ${by}::uuid) as changed`.execute(
		tx
	);
	return rows[0]?.changed ?? false;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function isUuid(value: string): boolean {
	return UUID.test(value);
}

function isDate(value: string): boolean {
	const moment = Date.parse(value);
	return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === value;
}

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
function storable(text: string): string {
	return text.toWellFormed().replaceAll('\0', '');
}

/** A card cannot have moved before. */
const FIRST_MOMENT = Date.UTC(2000, 0, 1);
