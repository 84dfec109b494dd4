import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { CaseDocument } from '$lib/documents/case-document';
import { MeetingDocument } from '$lib/documents/meeting-document';
import { parseDocumentName, type DocumentName } from '$lib/domain/document-name';
import { ITEM_MINUTES, type AgendaItemKind } from '$lib/domain/meeting';
import { caseFacts } from '$lib/server/database/facts';
import type { Tx } from '$lib/server/database/transaction';

/*
 * What a document holds when it is made. It is the content of a French group, like what people write after it, and no
 * text of the interface: it is never translated.
 */

const ITEMS: { title: string; kind: AgendaItemKind; position: string }[] = [
	{ title: 'Accueil, tour de table', kind: 'opening', position: 'A' },
	{ title: 'Retour sur les décisions', kind: 'information', position: 'B' }
];

/** The first update of a document, in the transaction that makes it; null when it begins empty. */
export async function initialContent(tx: Tx, name: DocumentName): Promise<Uint8Array | null> {
	const parsed = parseDocumentName(name);
	if (parsed?.kind === 'meeting') return meetingContent();
	if (parsed?.kind !== 'case') return null;
	const facts = await caseFacts(tx, parsed.subjectId);
	return facts && noteContent(facts.case.firstName);
}

function noteContent(firstName: string): Uint8Array {
	const doc = new Y.Doc();
	const { note } = new CaseDocument(doc);
	note.push(
		[`Où en est ${firstName}`, `Ce que ${firstName} souhaite`, 'Pistes'].flatMap((title) => [
			heading(title),
			new Y.XmlElement('paragraph')
		])
	);
	return encodeAndDestroy(doc);
}

function heading(title: string): Y.XmlElement {
	const element = new Y.XmlElement<{ level: number }>('heading');
	element.setAttribute('level', 2);
	element.insert(0, [new Y.XmlText(title)]);
	return element as unknown as Y.XmlElement;
}

function meetingContent(): Uint8Array {
	const doc = new Y.Doc();
	const meeting = new MeetingDocument(doc);
	for (const item of ITEMS) {
		meeting.addItem({
			item: {
				...item,
				id: randomUUID(),
				caseId: null,
				question: '',
				minutes: ITEM_MINUTES.free,
				informed: false,
				presenterId: null
			},
			origin: null
		});
	}
	return encodeAndDestroy(doc);
}

function encodeAndDestroy(doc: Y.Doc): Uint8Array {
	const update = Y.encodeStateAsUpdate(doc);
	doc.destroy();
	return update;
}
