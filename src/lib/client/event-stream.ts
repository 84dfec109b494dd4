/** An event that a server sent. */
interface ServerEvent {
	type: string;
	data: string;
}

/** The events of an answer that does not end. Throws when it is cut. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	for (;;) {
		const { done, value: bytes } = await reader.read();
		if (done) return;
		const value = decoder.decode(bytes, { stream: true });
		// A large event comes in many pieces: only the last one is looked at.
		if (!value.includes('\n')) {
			rest += value;
			continue;
		}
		const blocks = (rest + value).split('\n\n');
		rest = blocks.pop() ?? '';
		for (const block of blocks) yield eventOf(block);
	}
}

function eventOf(block: string): ServerEvent {
	const event = { type: 'message', data: '' };
	for (const line of block.split('\n')) {
		if (line.startsWith('event: ')) event.type = line.slice(7);
		else if (line.startsWith('data: ')) event.data = line.slice(6);
	}
	return event;
}
