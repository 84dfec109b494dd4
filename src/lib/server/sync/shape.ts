/** The shape that an update would give a document, looked at before it is applied. */
import * as Y from 'yjs';

type Structs = ReturnType<typeof Y.decodeUpdate>['structs'];
type Struct = Structs[number];

/** How many structs a document holds. */
export function structsOf(doc: Y.Doc): number {
	let count = 0;
	for (const structs of doc.store.clients.values()) count += structs.length;
	return count;
}

/**
 * How deep the types that an update makes would stand in a document: 1 in a root. Infinity when one hangs on something
 * that neither holds: its depth cannot be known.
 */
export function typeDepthOf(doc: Y.Doc, update: Uint8Array): number {
	const { structs } = Y.decodeUpdate(update);
	const depths = new Depths(doc, structs);
	let deepest = 0;
	for (const struct of structs) {
		if (struct instanceof Y.Item && struct.content instanceof Y.ContentType) {
			deepest = Math.max(deepest, depths.of(struct));
		}
	}
	return deepest;
}

/** Where an item stands relative to another one: beside it, or in it. */
interface Step {
	id: Y.ID;
	deeper: 0 | 1;
}

class Depths {
	readonly #doc: Y.Doc;
	readonly #known = new Map<Struct, number>();
	readonly #byClient = new Map<number, Struct[]>();

	constructor(doc: Y.Doc, structs: Structs) {
		this.#doc = doc;
		for (const struct of structs) {
			const { client } = struct.id;
			const list = this.#byClient.get(client);
			if (list) list.push(struct);
			else this.#byClient.set(client, [struct]);
		}
	}

	/** Without recursion: an update may chain all its structs. */
	of(item: Struct): number {
		const path: [Struct, Step['deeper']][] = [];
		const seen = new Set<Struct>();
		let current: Struct = item;
		let depth: number | undefined;
		while ((depth = this.#known.get(current)) === undefined) {
			if (seen.has(current)) {
				depth = Infinity;
				break;
			}
			seen.add(current);
			const step = stepOf(current);
			if (step === null) {
				depth = 1;
				this.#known.set(current, depth);
				break;
			}
			path.push([current, step.deeper]);
			const next = this.#inUpdate(step.id);
			if (!next) {
				depth = this.#inDocument(step.id);
				break;
			}
			current = next;
		}
		for (const [struct, deeper] of path.reverse()) {
			depth += deeper;
			this.#known.set(struct, depth);
		}
		return depth;
	}

	#inUpdate({ client, clock }: Y.ID): Struct | undefined {
		const structs = this.#byClient.get(client) ?? [];
		let [low, high] = [0, structs.length - 1];
		while (low <= high) {
			const middle = (low + high) >> 1;
			const struct = structs[middle];
			if (!struct) return undefined;
			if (clock < struct.id.clock) high = middle - 1;
			else if (clock >= struct.id.clock + struct.length) low = middle + 1;
			else return struct instanceof Y.Skip ? undefined : struct;
		}
		return undefined;
	}

	#inDocument(id: Y.ID): number {
		const { store } = this.#doc;
		if (Y.getState(store, id.client) <= id.clock) return Infinity;
		let struct: Y.Item | null = Y.getItem(store, id);
		let depth = 0;
		while (struct instanceof Y.Item) {
			depth++;
			struct = (struct.parent as Y.AbstractType<unknown> | null)?._item ?? null;
		}
		return depth;
	}
}

/** What the place of an item of an update depends on; null in a root, and for what has no content any more. */
function stepOf(struct: Struct): Step | null {
	if (!(struct instanceof Y.Item)) return null;
	const beside = struct.origin ?? struct.rightOrigin;
	if (beside) return { id: beside, deeper: 0 };
	return struct.parent instanceof Y.ID ? { id: struct.parent, deeper: 1 } : null;
}
