import { decoding, encoding } from 'lib0';

/*
 * The frames of sockets over HTTP, for networks that refuse WebSocket. One answer that does not end carries those of all
 * the documents of a tab down, as server-sent events; numbered requests, one at a time, carry them up.
 */

/** Request headers: which stream a batch belongs to, and its number. Neither is in an address: those are logged. */
export const STREAM_HEADER = 'x-maillage-stream';
export const BATCH_HEADER = 'x-maillage-batch';

/** What an item of a batch does with its channel: the socket of one document in this tab. */
export const ITEM = { open: 0, frame: 1, pong: 2, close: 3 } as const;

export interface BatchItem {
	channel: number;
	kind: number;
	/** A frame, or the room and query of a channel that opens. */
	payload: Uint8Array;
}

/** Bytes that an item adds to its payload, at most. */
export const ITEM_OVERHEAD = 16;

/** The body of a batch. */
export function encodeBatch(items: BatchItem[]): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	for (const { channel, kind, payload } of items) {
		encoding.writeVarUint(encoder, channel);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, payload);
	}
	return new Uint8Array(encoding.toUint8Array(encoder));
}

/** The items of a batch, `most` at the most. Throws on anything else. */
export function decodeBatch(body: Uint8Array, most: number): BatchItem[] {
	const decoder = decoding.createDecoder(body);
	const items: BatchItem[] = [];
	while (decoding.hasContent(decoder)) {
		if (items.length === most) throw new Error('too many items');
		const channel = decoding.readVarUint(decoder);
		const kind = decoding.readVarUint(decoder);
		const size = decoding.readVarUint(decoder);
		// A length that is not there must not be believed: lib0 would allocate or read past the end.
		if (size > decoder.arr.length - decoder.pos) throw new Error('cut short');
		items.push({ channel, kind, payload: decoding.readUint8Array(decoder, size) });
	}
	return items;
}
