import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentName } from '../../src/lib/domain/document-name';
import { appendAtOnce } from '../../src/lib/server/database/append';
import {
	appendUpdates,
	bumpEpoch,
	heads,
	loadDocument,
	openHead,
	saveSnapshot,
	type DocumentHead
} from '../../src/lib/server/database/documents';
import { asSystem, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type World } from './world';

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[S1] a document is made once, even when two people open it at once', async () => {
	const name: DocumentName = `case-own:${world.shared.id}:${world.organizations.alpha}`;
	const opened = await Promise.all([
		system((tx) => openHead(tx, name)),
		system((tx) => openHead(tx, name))
	]);
	expect(opened.map((one) => one?.head.documentId)).toEqual([
		opened[0]?.head.documentId,
		opened[0]?.head.documentId
	]);
	expect(opened.filter((one) => one?.created)).toHaveLength(1);
});

test.each([
	() => `case:${randomUUID()}` as const,
	() => `inbox:${world.callers.stranger.profileId}` as const,
	() => `board-own:${world.group.id}:${randomUUID()}` as const,
	() => 'case:%' as const
])('[S2] a document of nothing is not made', async (nameOf) => {
	expect(await system((tx) => openHead(tx, nameOf()))).toBeNull();
});

test('[S3] updates of several documents are numbered without a gap, in the order given', async () => {
	const [a, b] = [await newDocument(), await newDocument()];
	const seqs = await system((tx) =>
		appendUpdates(tx, [update(a, 'a1'), update(b, 'b1'), update(a, 'a2'), update(a, 'a3')])
	);
	expect(seqs).toEqual([1, 1, 2, 3]);
	expect(await textsOf(a)).toEqual(['a1', 'a2', 'a3']);
	expect(await textsOf(b)).toEqual(['b1']);
});

test('[S3] in one message: where a log is known to its end, and nothing of a document that others wrote in meanwhile', async () => {
	const [known, ahead, over] = [await newDocument(), await newDocument(), await newDocument()];
	await system((tx) => appendUpdates(tx, [update(ahead, 'before'), update(over, 'before')]));
	await system((tx) => bumpEpoch(tx, { ...over, state: bytes('') }));
	const words = "l'été \\ \0 $1 ; --";
	expect(
		await appendAtOnce(database.databases, [
			{ ...update(known, words), after: 0 },
			{ ...update(ahead, 'a'), after: 0 },
			{ ...update(known, 'k2'), after: 0 },
			{ ...update(over, 'o'), after: 1 },
			{ ...update(ahead, 'b'), after: 0 }
		])
	).toEqual([
		{ seq: 1, behind: false },
		{ seq: null, behind: true },
		{ seq: 2, behind: false },
		{ seq: null, behind: false },
		{ seq: null, behind: true }
	]);
	expect(await textsOf(known)).toEqual([words, 'k2']);
	expect(await textsOf(ahead)).toEqual(['before']);
	const [next] = await appendAtOnce(database.databases, [{ ...update(ahead, 'a'), after: 1 }]);
	expect(next).toEqual({ seq: 2, behind: false });
});

test('[S3] what one message says ends with it', async () => {
	const head = await newDocument();
	await appendAtOnce(database.databases, [{ ...update(head, 'a'), after: 0 }]);
	const { rows } = await database.databases.systemPool.query('select current_role as role');
	expect(rows).toEqual([{ role: 'app_worker' }]);
	const wrong = { ...update(head, 'b'), after: 1, authorId: "nobody'" };
	await expect(appendAtOnce(database.databases, [wrong])).rejects.toMatchObject({ code: '22P02' });
	expect(await textsOf(head)).toEqual(['a']);
});

test('[S3] writers at once leave no gap and do not wait for each other for ever', async () => {
	const documents = [await newDocument(), await newDocument()];
	await Promise.all(
		Array.from({ length: 20 }, (_, i) => {
			const order = i % 2 ? documents : documents.toReversed();
			return system((tx) =>
				appendUpdates(
					tx,
					order.map((head) => update(head, `${i}`))
				)
			);
		})
	);
	for (const head of documents) {
		const stored = await system((tx) => loadDocument(tx, head.name));
		expect(stored?.updates.map(({ seq }) => seq)).toEqual(
			Array.from({ length: 20 }, (_, i) => i + 1)
		);
		expect(stored?.seq).toBe(20);
	}
});

test('[S4] an update of an epoch that is over is not stored; the others are', async () => {
	const [old, other] = [await newDocument(), await newDocument()];
	const epoch = await system((tx) => bumpEpoch(tx, { ...old, state: bytes('new history') }));
	const seqs = await system((tx) => appendUpdates(tx, [update(old, 'late'), update(other, 'ok')]));
	expect({ epoch, seqs }).toEqual({ epoch: 2, seqs: [null, 1] });
	const stored = await system((tx) => loadDocument(tx, old.name));
	expect(stored).toMatchObject({ epoch: 2, seq: 0, updates: [], snapshot: { seq: 0 } });
});

test('[S5] a snapshot takes the place of the updates it covers', async () => {
	const head = await newDocument();
	await system((tx) =>
		appendUpdates(
			tx,
			['1', '2', '3'].map((text) => update(head, text))
		)
	);
	const saved = await system((tx) => saveSnapshot(tx, { ...head, seq: 2, state: bytes('1+2') }));
	const stored = await system((tx) => loadDocument(tx, head.name));
	expect(saved).toBe(true);
	expect(textOf(stored?.snapshot?.state)).toBe('1+2');
	expect(stored?.updates.map(({ seq }) => seq)).toEqual([3]);
});

test('[S6] a snapshot older than the one there, of updates never stored, or of another epoch is refused', async () => {
	const head = await newDocument();
	await system((tx) =>
		appendUpdates(
			tx,
			['1', '2'].map((text) => update(head, text))
		)
	);
	await system((tx) => saveSnapshot(tx, { ...head, seq: 2, state: bytes('1+2') }));
	for (const wrong of [{ seq: 1 }, { seq: 3 }, { seq: 2, epoch: 2 }]) {
		const saved = await system((tx) => saveSnapshot(tx, { ...head, state: bytes('no'), ...wrong }));
		expect({ wrong, saved }).toEqual({ wrong, saved: false });
	}
	expect(textOf((await system((tx) => loadDocument(tx, head.name)))?.snapshot?.state)).toBe('1+2');
});

test('[S7] after a new epoch nothing of the history before is left', async () => {
	const head = await newDocument();
	await system((tx) => appendUpdates(tx, [update(head, 'secret')]));
	await system((tx) => bumpEpoch(tx, { ...head, state: bytes('clean') }));
	const { rows } = await database.owner.query(
		'select 1 from public.document_updates where document_id = $1',
		[head.documentId]
	);
	expect(rows).toEqual([]);
});

test('[S8] heads of documents that do not exist are left out', async () => {
	const head = await newDocument();
	const found = await system((tx) => heads(tx, [head.name, `case:${randomUUID()}`]));
	expect([...found]).toEqual([[head.name, head]]);
});

function system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return asSystem(database.databases, work);
}

async function newDocument(): Promise<DocumentHead> {
	const { rows } = await database.owner.query<{ id: number }>(
		`insert into public.documents (name, kind) values ('case:' || gen_random_uuid(), 'case') returning name`
	);
	const name = Object.values(rows[0] ?? {}).join() as DocumentName;
	const head = (await system((tx) => heads(tx, [name]))).get(name);
	if (!head) throw new Error('no document');
	return head;
}

function update(
	head: DocumentHead,
	text: string
): DocumentHead & { content: Uint8Array; authorId: string } {
	return { ...head, content: bytes(text), authorId: world.people.circle };
}

async function textsOf(head: DocumentHead): Promise<string[]> {
	const stored = await system((tx) => loadDocument(tx, head.name));
	return stored?.updates.map(({ content }) => textOf(content)) ?? [];
}

function bytes(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

function textOf(content: Uint8Array | undefined): string {
	return new TextDecoder().decode(content);
}
