import * as Y from 'yjs';
import { BoardDocument } from '$lib/documents/board-document';
import { CaseDocument, OwnNoteDocument } from '$lib/documents/case-document';
import { SERVER } from '$lib/documents/facts';
import { MeetingDocument } from '$lib/documents/meeting-document';
import { plainTextOf } from '$lib/documents/rich-text';
import { spread } from '$lib/domain/agenda-position';
import type { DocumentKind, DocumentName } from '$lib/domain/document-name';
import type { DemoCase } from './demo-case';
import type { DemoMeeting } from './meetings';
import { itemIdOf, meetingIdOf } from './meeting-rows';
import { caseIdOf, demoId, employerOf, organizationIdOf, type Plan } from './plan';
import { writeLines, writeNote } from './write-text';

export interface DemoDocument {
	name: DocumentName;
	kind: DocumentKind;
	state: Uint8Array;
	/** Of a note, for search; what is no note has none. */
	text: string | null;
}

/** The board of the group and, for the organisations that have cases not shared yet, their own. */
export function boardDocuments(cases: readonly DemoCase[], plan: Plan): DemoDocument[] {
	const shared = cases.filter(({ agreement }) => agreement);
	const own = Map.groupBy(
		cases.filter(({ agreement }) => !agreement),
		({ referent }) => organizationIdOf(employerOf(referent))
	);
	return [
		boardDocument(`board:${plan.groupId}`, 'board', shared, plan),
		...[...own].map(([organizationId, theirs]) =>
			boardDocument(`board-own:${plan.groupId}:${organizationId}`, 'board-own', theirs, plan)
		)
	];
}

/** The notes of a case: those of its circle, and those that organisations keep for themselves. */
export function caseDocuments(demo: DemoCase, plan: Plan): DemoDocument[] {
	const doc = new Y.Doc();
	const document = new CaseDocument(doc);
	const key = demo.reference;
	doc.transact(() => {
		if (demo.note) writeNote(document.note, demo.note, demo, { key, plan });
		for (const [index, interview] of (demo.interviews ?? []).entries()) {
			const id = demoId(`interview ${key} ${index}`);
			document.addInterview({
				interview: {
					id,
					kind: interview.kind,
					date: plan.calendar.day(-interview.days),
					place: interview.place,
					authorId: plan.profileIds[interview.by]
				},
				origin: SERVER
			});
			const body = document.interviews().find((each) => each.id === id)?.body;
			if (body) writeLines(body, interview.lines, { key, plan });
		}
	}, SERVER);

	const caseId = caseIdOf(demo);
	const own = (demo.own ?? []).map(({ by, lines }) => {
		const note = new OwnNoteDocument(new Y.Doc());
		writeLines(note.note, lines, { key, plan });
		const name = `case-own:${caseId}:${organizationIdOf(employerOf(by))}` as const;
		return stored(name, 'case-own', note.doc, [note.note]);
	});
	const texts = [document.note, ...document.interviews().map(({ body }) => body)];
	return [stored(`case:${caseId}`, 'case', doc, texts), ...own];
}

/** The agenda of a meeting with its notes. */
export function meetingDocument(meeting: DemoMeeting, plan: Plan): DemoDocument {
	const doc = new Y.Doc();
	const document = new MeetingDocument(doc);
	const ranked = spread(meeting.items.map((_, rank) => itemIdOf(meeting, rank)));
	doc.transact(() => {
		for (const [rank, item] of meeting.items.entries()) {
			const { id = itemIdOf(meeting, rank), position = '' } = ranked[rank] ?? {};
			document.addItem({
				item: {
					id,
					kind: item.kind,
					caseId: item.reference ? caseIdOf({ reference: item.reference }) : null,
					title: item.title ?? '',
					question: item.question ?? '',
					minutes: item.minutes,
					position,
					informed: item.informed ?? false,
					presenterId: plan.profileIds[item.presenter]
				},
				origin: SERVER
			});
			const notes = document.items().find((each) => each.id === id)?.notes;
			const key = `meeting ${String(meeting.day)}`;
			if (notes && item.notes) writeLines(notes, item.notes, { key, plan });
		}
	}, SERVER);
	return stored(`meeting:${meetingIdOf(meeting)}`, 'meeting', doc);
}

function boardDocument(
	name: DocumentName,
	kind: DocumentKind,
	cases: readonly DemoCase[],
	plan: Plan
): DemoDocument {
	const board = new BoardDocument(new Y.Doc());
	board.doc.transact(() => {
		for (const demo of cases) {
			const caseId = caseIdOf(demo);
			board.ensureEntry(caseId, {
				stage: demo.stage,
				by: plan.profileIds[demo.movedBy ?? demo.referent],
				at: plan.calendar.at(-demo.stageSince)
			});
			if (!demo.proposal) continue;
			const { question, by } = demo.proposal;
			const proposal = { question, by: plan.profileIds[by] };
			board.propose({ caseId, proposal, origin: SERVER });
		}
	}, SERVER);
	return stored(name, kind, board.doc);
}

function stored(
	name: DocumentName,
	kind: DocumentKind,
	doc: Y.Doc,
	texts: Y.XmlFragment[] = []
): DemoDocument {
	const state = Y.encodeStateAsUpdate(doc);
	const text = texts.length > 0 ? texts.map(plainTextOf).join('\n\n').trim() : null;
	doc.destroy();
	return { name, kind, state, text };
}
