import { decoding, encoding } from 'lib0';
import type { Caller } from '$lib/domain/caller';
import type { DocumentName } from '$lib/domain/document-name';
import type { PresenceEntry } from './messages';
import type { Subjects } from './store';

/** A batch of a socket over HTTP: its stream, its number and its body, from this session. */
export interface Batch {
	stream: string;
	number: number;
	body: Uint8Array;
	caller: Caller;
}

/** What a node tells of: a document, or a stream that it holds. */
export type Topic = DocumentName | `stream:${string}`;

/** What nodes tell each other. Nothing of it is kept anywhere: who misses it reads the log. */
export type Told =
	/** Stored: the entries of the log from `from` on. */
	| { kind: 'stored'; name: DocumentName; epoch: number; from: number; contents: Uint8Array[] }
	/** The history of a document was replaced. */
	| { kind: 'replaced'; name: DocumentName }
	/** Where people of a document are, as the node that serves them knows it. */
	| { kind: 'presence'; name: DocumentName; entries: PresenceEntry[] }
	/** A node begins to serve a document: who is in it elsewhere. */
	| { kind: 'whoIsHere'; name: DocumentName }
	| { kind: 'refresh'; subjects: Subjects }
	/** Null: everybody. */
	| { kind: 'recheck'; profileIds: string[] | null }
	| { kind: 'ended'; sessionIds: string[] }
	/** Decide again about a document, store what was said, and answer. */
	| { kind: 'settle'; name: DocumentName; question: string }
	| { kind: 'settled'; question: string; stored: boolean }
	/** To the node that holds the stream: take this, and answer as it would. */
	| { kind: 'batch'; question: string; batch: Batch }
	| { kind: 'batchTaken'; question: string; status: number; text: string };

/** The wire between the nodes that serve one database. Best effort: nothing waits for it, nothing depends on it. */
export interface Bus {
	/** Whether what is told arrives, as far as is known. */
	readonly alive: boolean;
	/** Begins to listen: `ontold` comes for what another node tells, `onback` whenever something may have been missed. */
	start(listener: BusListener): void;
	/** Tells the other nodes; never throws, never waits. */
	tell(told: Told): void;
	/** Tells the other nodes; how many heard, null when nobody knows. */
	ask(told: Told): Promise<number | null>;
	/** Listens, or listens no more, to what is told of a document or a stream. */
	follow(topic: Topic): void;
	unfollow(topic: Topic): void;
	stop(): Promise<void>;
}

export interface BusListener {
	ontold: (told: Told, node: string) => void;
	/** What is told is heard from now on: of this topic, or of all. */
	onback: (topic: Topic | null) => void;
}

/** Whether a topic is a stream. */
export function isStream(topic: Topic): topic is `stream:${string}` {
	return topic.startsWith('stream:');
}

/** The name of a stream as nodes know it. */
export function topicOfStream(stream: string): Topic {
	return `stream:${stream}`;
}

/** Of what somebody tells; null when it concerns every node. */
export function topicOf(told: Told): Topic | null {
	switch (told.kind) {
		case 'stored':
		case 'presence':
		case 'whoIsHere':
			return told.name;
		case 'batch':
			return topicOfStream(told.batch.stream);
		case 'replaced':
		case 'refresh':
		case 'recheck':
		case 'ended':
		case 'settle':
		case 'settled':
		case 'batchTaken':
			return null;
	}
}

/** One message, with the node that tells it. */
export function encodeTold(node: string, told: Told): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, node);
	encoding.writeAny(encoder, told as never);
	return encoding.toUint8Array(encoder);
}

/** Reads a message of `encodeTold`; null on bytes that are not one. */
export function decodeTold(bytes: Uint8Array): { node: string; told: Told } | null {
	try {
		const decoder = decoding.createDecoder(bytes);
		const node = decoding.readVarString(decoder);
		const told: unknown = decoding.readAny(decoder);
		const whole = typeof told === 'object' && told !== null && 'kind' in told;
		// Only nodes of the same application write here: the shape is that of the type.
		return whole && !decoding.hasContent(decoder) ? { node, told: told as Told } : null;
	} catch {
		return null; // Whatever a decoder throws, it was not from a node.
	}
}
