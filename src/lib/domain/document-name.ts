/**
 * Names of the shared documents: `<kind>:<id>` or `<kind>:<id>:<id>`, ids being UUIDs.
 * The wire appends `.<epoch>`, which grows whenever a document's history is replaced.
 */
export type DocumentKind = 'board' | 'board-own' | 'case' | 'case-own' | 'meeting' | 'inbox';

export type DocumentName = `${DocumentKind}:${string}`;

/** `board-own` and `case-own` name a subject and an organisation, the others a subject. */
export type ParsedName =
	| { kind: 'board' | 'case' | 'meeting' | 'inbox'; subjectId: string }
	| { kind: 'board-own' | 'case-own'; subjectId: string; organizationId: string };

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NAME = new RegExp(
	`^(?:(board|case|meeting|inbox):(${UUID})|(board-own|case-own):(${UUID}):(${UUID}))$`
);
const ROOM = /^(.+)\.([1-9][0-9]{0,8})$/;

/** Parses a document name; null when it is not one. */
export function parseDocumentName(name: string): ParsedName | null {
	const match = NAME.exec(name);
	if (!match) return null;
	const [, kind, subjectId, ownKind, ownSubjectId, organizationId] = match;
	if (kind && subjectId) return { kind: kind as 'board' | 'case' | 'meeting' | 'inbox', subjectId };
	if (ownKind && ownSubjectId && organizationId) {
		return { kind: ownKind as 'board-own' | 'case-own', subjectId: ownSubjectId, organizationId };
	}
	return null;
}

/** Parses a room of the wire, `<name>.<epoch>`; null when it is not one. */
export function parseRoomName(room: string): { name: DocumentName; epoch: number } | null {
	const match = ROOM.exec(room);
	if (!match?.[1] || !match[2] || !parseDocumentName(match[1])) return null;
	return { name: match[1] as DocumentName, epoch: Number(match[2]) };
}

export type DocumentAccess = 'none' | 'read' | 'write';

/** A document as a page hands it to the browser: enough to draw it before the socket opens. */
export interface SharedDocument {
	name: DocumentName;
	epoch: number;
	access: Exclude<DocumentAccess, 'none'>;
	/** `Y.encodeStateAsUpdate`, in base64. */
	state: string;
}
