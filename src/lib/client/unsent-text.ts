import * as Y from 'yjs';

/** The words of an update, one block per line: what somebody can copy when it cannot be saved. */
export function textOfUpdate(update: Uint8Array): string {
	const { structs } = Y.decodeUpdate(update);
	return structs
		.map((struct) => {
			if (!(struct instanceof Y.Item)) return '';
			if (struct.content instanceof Y.ContentString) return struct.content.str;
			return struct.content instanceof Y.ContentType ? '\n' : '';
		})
		.join('')
		.replace(/\n{2,}/g, '\n')
		.trim();
}
