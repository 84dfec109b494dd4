import type * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import { CaseDocument } from '$lib/documents/case-document';
import { MeetingDocument, type GridColumn } from '$lib/documents/meeting-document';
import {
	mentionsOf,
	plainTextOf,
	type MentionNode,
	type MentionTarget
} from '$lib/documents/rich-text';
import type { ParsedName } from '$lib/domain/document-name';
import type { AgendaItemKind } from '$lib/domain/meeting';
import type { Stage } from '$lib/domain/stage';
import { digest } from './digest';

export interface ProjectedStage {
	caseId: string;
	stage: Stage;
	by: string | null;
	at: string;
}

export interface ProjectedMention {
	id: string;
	targetId: string;
	targetKind: MentionTarget;
	/** Null when it was written before this server opened the document: it has been projected already. */
	authorId: string | null;
	excerpt: string;
}

export interface ProjectedItem {
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
	rank: number;
}

/** What the tables must know of a document. A part that is missing has not changed. */
export interface Projection {
	stages?: ProjectedStage[];
	mentions?: ProjectedMention[];
	text?: string;
	agenda?: ProjectedItem[];
	lastContactOn?: string | null;
}

/** What the tables have of a document: a digest of each part, and its stages one by one. */
export interface ProjectionMemory {
	parts: Map<string, string>;
	stages: Map<string, string>;
}

export function emptyMemory(): ProjectionMemory {
	return { parts: new Map(), stages: new Map() };
}

/** The tables have this now. */
export function remember(memory: ProjectionMemory, projection: Projection): void {
	for (const { caseId, stage, at } of projection.stages ?? []) {
		memory.stages.set(caseId, `${stage} ${at}`);
	}
	for (const [part, value] of Object.entries(projection)) {
		if (part !== 'stages') memory.parts.set(part, digest(value));
	}
}

/** Reads from a document what the tables need and remembers what they have. */
export class Projector {
	readonly #read: Read;
	readonly #memory: ProjectionMemory;

	/** `authors` says which person a Yjs client is; `memory` outlives the document. */
	constructor(
		doc: Y.Doc,
		parsed: ParsedName,
		authors: ReadonlyMap<number, string>,
		memory = emptyMemory()
	) {
		this.#read = readerOf(doc, parsed, authors);
		this.#memory = memory;
	}

	/** What has changed since the last `stored`, of the plain text if asked; null when nothing has. */
	difference({ text }: { text: boolean } = { text: true }): Projection | null {
		const now = this.#read(text);
		const changed: Projection = {};
		if (now.stages) {
			const stages = now.stages.filter(({ caseId, stage, at }) => {
				return this.#memory.stages.get(caseId) !== `${stage} ${at}`;
			});
			if (stages.length > 0) changed.stages = stages;
		}
		if (now.mentions && this.#differs('mentions', now.mentions)) changed.mentions = now.mentions;
		if (now.text !== undefined && this.#differs('text', now.text)) changed.text = now.text;
		if (now.agenda && this.#differs('agenda', now.agenda)) changed.agenda = now.agenda;
		if (now.lastContactOn !== undefined && this.#differs('lastContactOn', now.lastContactOn)) {
			changed.lastContactOn = now.lastContactOn;
		}
		return Object.keys(changed).length > 0 ? changed : null;
	}

	#differs(part: string, value: unknown): boolean {
		return this.#memory.parts.get(part) !== digest(value);
	}
}

/** Whether the tables keep the plain text of a document. */
export function hasText({ kind }: ParsedName): boolean {
	return kind === 'case' || kind === 'case-own';
}

/** Reads what the tables need, with or without the plain text. */
type Read = (text: boolean) => Projection;

function readerOf(doc: Y.Doc, parsed: ParsedName, authors: ReadonlyMap<number, string>): Read {
	switch (parsed.kind) {
		case 'board':
		case 'board-own': {
			const board = new BoardDocument(doc);
			return () => ({ stages: stagesOf(board) });
		}
		case 'case': {
			const document = new CaseDocument(doc);
			return (text) => {
				const interviews = document.interviews();
				const texts = [document.note, ...interviews.map(({ body }) => body)];
				const lastContactOn = interviews[0]?.date;
				return {
					...textsAndMentions(texts, authors, text),
					...(lastContactOn === undefined ? {} : { lastContactOn })
				};
			};
		}
		case 'case-own': {
			const note = doc.getXmlFragment('note');
			return (text) => textsAndMentions([note], authors, text);
		}
		case 'meeting': {
			const meeting = new MeetingDocument(doc);
			return () => ({
				mentions: mentionsIn(
					meeting.items().flatMap(({ notes, grid }) => [notes, ...grid.map(({ text }) => text)]),
					authors
				),
				agenda: agendaOf(meeting)
			});
		}
		case 'inbox':
			return () => ({});
	}
}

function stagesOf(board: BoardDocument): ProjectedStage[] {
	return board.cards().flatMap(({ caseId }) => {
		const placement = board.placement(caseId);
		return placement ? { caseId, ...placement } : [];
	});
}

function agendaOf(meeting: MeetingDocument): ProjectedItem[] {
	return meeting.items().map(({ id, notes, ...item }, rank) => ({
		itemId: id,
		kind: item.kind,
		caseId: item.caseId,
		title: item.title,
		question: item.question,
		minutes: item.minutes,
		notes: writtenOn(notes, item.grid),
		parked: item.parked,
		presenterId: item.presenterId,
		informed: item.informed,
		rank
	}));
}

/** What was noted on an item: its grid, column after column under their titles, then its notes. */
function writtenOn(notes: Y.XmlFragment, grid: readonly GridColumn[]): string {
	const columns = grid
		.map(({ title, text }) => ({ title, text: plainTextOf(text).trim() }))
		.filter(({ text }) => text !== '')
		.map(({ title, text }) => `${title}\n${text}`);
	return [...columns, plainTextOf(notes).trim()].filter((part) => part !== '').join('\n\n');
}

function textsAndMentions(
	texts: Y.XmlFragment[],
	authors: ReadonlyMap<number, string>,
	text: boolean
): Projection {
	return {
		...(text ? { text: texts.map(plainTextOf).join('\n\n').trim() } : {}),
		mentions: mentionsIn(texts, authors)
	};
}

function mentionsIn(
	texts: Y.XmlFragment[],
	authors: ReadonlyMap<number, string>
): ProjectedMention[] {
	return texts.flatMap(mentionsOf).map((mention) => projectMention(mention, authors));
}

function projectMention(
	{ mentionId, targetId, targetKind, excerpt, client }: MentionNode,
	authors: ReadonlyMap<number, string>
): ProjectedMention {
	const authorId = client === null ? null : (authors.get(client) ?? null);
	return { id: mentionId, targetId, targetKind, authorId, excerpt };
}
