import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '../../../../tests/sync/random';
import { Backlog } from './backlog';

const SEEDS = Number(process.env['SEEDS'] ?? 20);
const EDITS = 300;
const AUTHORS = ['a', 'b', 'c'];

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
	'[S21][I2] what people write on top of each other is stored as one row each and read back whole, seed %i',
	(seed) => {
		const random = seededRandom(seed);
		const backlog = new Backlog({
			stored: {
				documentId: 1,
				epoch: 1,
				seq: 0,
				updates: [],
				tailRows: 0,
				tailBytes: 0,
				written: false
			},
			now: () => 0
		});
		const docs = AUTHORS.map(() => new Y.Doc());
		docs.forEach((doc, i) => {
			doc.on('update', (update: Uint8Array, origin: unknown) => {
				if (origin === 'others') return;
				backlog.push(update, AUTHORS[i] ?? null);
				for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'others');
			});
		});
		const read = new Y.Doc();
		for (let i = 0; i < EDITS; i++) {
			const text = docs[Math.floor(random() * docs.length)]?.getText('t');
			const at = Math.floor(random() * ((text?.length ?? 0) + 1));
			if (random() < 0.6) text?.insert(at, 'ab');
			else text?.delete(0, Math.min(3, text.length));
			if (random() > 0.02) continue;
			const taken = backlog.take(new Map(), null);
			expect(taken?.rows.length ?? 0).toBeLessThanOrEqual(2 * AUTHORS.length);
			for (const { content } of taken?.rows ?? []) Y.applyUpdate(read, content);
			if (taken) backlog.stored(taken, 1);
		}
		for (const { content } of backlog.take(new Map(), null)?.rows ?? []) {
			Y.applyUpdate(read, content);
		}
		expect(read.store.pendingStructs ?? read.store.pendingDs).toBeNull();
		expect(read.getText('t').toJSON()).toBe(docs[0]?.getText('t').toJSON());
	}
);
