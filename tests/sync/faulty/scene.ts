/** New documents of a world, as a page would hand them, and what must be true once a fault is over. */
import { expect } from 'vitest';
import type { DocumentName, SharedDocument } from '../../../src/lib/domain/document-name';
import { buildCase } from '../../support/builders';
import { isSaved, startServer, until, type World } from '../harness';
import type { Crowd } from './crowd';
import { fingerprint, readStored, wordsOf } from './stored';

/** A case that nobody has opened, and its document made by a server that has gone since. */
export async function newDocument(world: World): Promise<SharedDocument> {
	const { id } = await buildCase(world.database.owner, {
		groupId: world.groupId,
		organizationId: world.organizationId,
		createdBy: world.lea.profileId
	});
	const name: DocumentName = `case:${id}`;
	const server = await startServer(world.database);
	const document = await server.sync.read(world.lea, name);
	await server.stop();
	return document;
}

/** Everything acknowledged to this crowd is in PostgreSQL now. */
export async function expectAcknowledgedStored(
	url: string,
	name: DocumentName,
	crowd: Crowd
): Promise<void> {
	const { acknowledged } = crowd;
	const stored = new Set(wordsOf(await readStored(url, name)));
	expect(acknowledged.filter((word) => !stored.has(word))).toEqual([]);
}

/** All that was typed is stored exactly once, shown as saved, and everybody has the same. */
export async function expectWhole(url: string, name: DocumentName, crowd: Crowd): Promise<void> {
	await until(() => crowd.clients.every(isSaved), 20_000);
	await until(() => new Set(crowd.clients.map(({ doc }) => fingerprint(doc))).size === 1, 20_000);
	const stored = await readStored(url, name);
	expect(wordsOf(stored).toSorted()).toEqual(crowd.typed.toSorted());
	const [someone] = crowd.clients;
	expect(someone && fingerprint(someone.doc)).toBe(fingerprint(stored));
}
