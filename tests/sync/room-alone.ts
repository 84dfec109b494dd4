/** A room without a server, and connections without a network. */
import * as Y from 'yjs';
import { CaseDocument } from '../../src/lib/documents/case-document';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { LIMITS, type Limits } from '../../src/lib/server/sync/limits';
import { Peer } from '../../src/lib/server/sync/peer';
import { Room } from '../../src/lib/server/sync/room';
import { writeParagraph } from './writing';

export const CASE = '00000000-0000-4000-8000-000000000001';
/** Rates are the matter of other tests. */
export const limits: Limits = {
	...LIMITS,
	framesPerSecond: 1e9,
	framesBurst: 1e9,
	bytesPerSecond: 1e12,
	presencePerSecond: 1e9
};
const FACTS: Record<string, Record<string, unknown>> = {
	board: {
		members: [],
		[`card:${CASE}`]: { caseId: CASE, stage: 'to_do', stageSince: '2026-11-22T08:00:00.000Z' }
	},
	case: { case: { id: CASE }, members: [] },
	meeting: { meeting: { id: CASE, groupId: CASE } },
	inbox: {}
};

export function openRoom(name: DocumentName, onbroken: () => void = () => undefined): Room {
	const doc = new Y.Doc();
	doc.clientID = 5;
	if (name.startsWith('case:')) writeParagraph(new CaseDocument(doc).note, 'Ce qui était là.');
	const stored = {
		documentId: 1,
		epoch: 1,
		seq: 0,
		updates: [Y.encodeStateAsUpdate(doc)],
		tailRows: 0,
		tailBytes: 0,
		written: false
	};
	const room = new Room({
		name,
		stored,
		limits,
		now: () => 0,
		onpending: () => undefined,
		onbroken
	});
	room.writeFacts(FACTS[room.parsed.kind] ?? {});
	return room;
}

/** A connection whose socket keeps what it would send. */
export function openPeer(
	room: Room,
	id: string,
	onframe: (frame: Uint8Array) => void = () => undefined
) {
	let saved = 0;
	const peer = new Peer({
		caller: { profileId: id, sessionId: id, claims: {} },
		identity: { id, firstName: id, lastName: '', color: 1 },
		access: 'write',
		socket: {
			bufferedAmount: 0,
			send(frame) {
				if (frame[0] === 121) saved = frame[1] ?? 0;
				onframe(frame);
			},
			ping: () => undefined,
			close: () => undefined,
			terminate: () => undefined
		},
		limits,
		acks: true,
		now: 0
	});
	room.join(peer);
	return { peer, saved: () => saved };
}
