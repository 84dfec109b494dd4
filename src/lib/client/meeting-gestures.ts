import { UndoManager, type Doc } from 'yjs';

/** Takes one gesture back, whatever was done since. Does nothing the second time. */
export type Undo = () => void;

/** Gestures of one person on a document, each of which can be taken back by itself. */
export class Gestures {
	/** Origin of the transactions of these gestures. */
	readonly origin = {};
	readonly #doc: Doc;
	readonly #manager: UndoManager;

	constructor(doc: Doc) {
		this.#doc = doc;
		// One step per gesture, so that a toast takes back the very gesture it tells.
		this.#manager = new UndoManager(doc, {
			trackedOrigins: new Set([this.origin]),
			captureTimeout: 0
		});
	}

	/** Does `work` in one transaction; what a colleague wrote over it since is left alone by the undo. */
	make(work: () => void): Undo {
		const steps = this.#manager.undoStack;
		const last = steps.at(-1);
		this.#doc.transact(work, this.origin);
		const step = steps.at(-1);
		if (!step || step === last) return () => undefined;
		return () => {
			if (!steps.includes(step)) return;
			// UndoManager undoes its latest step, and the one before when that changes nothing: leave it this one only.
			const others = steps.splice(0).filter((other) => other !== step);
			steps.push(step);
			this.#manager.undo();
			steps.unshift(...others);
		};
	}

	destroy(): void {
		this.#manager.destroy();
	}
}
