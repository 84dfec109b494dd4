import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import type { Stage } from '../../src/lib/domain/stage';
import { closeCase, reopenCase } from '../../src/lib/server/database/case-closings';
import { asCaller } from '../../src/lib/server/database/transaction';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';

let world: World;
let server: RunningServer;
const clients: DocumentConnection[] = [];

beforeAll(async () => {
	world = await buildWorld();
	server = await startServer(world.database);
});
afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
});
afterAll(async () => {
	await server.stop();
	await world.database.drop();
});

test('[S49] the card follows a closing, is put back when people move it, and follows the reopening once', async () => {
	const board = new BoardDocument((await open()).doc);
	const stage = (): Stage | undefined => board.card(world.caseId)?.placement.stage;
	const move = (to: Stage): void =>
		board.place({
			caseId: world.caseId,
			placement: { stage: to, by: null, at: new Date().toISOString() },
			origin: null
		});
	await until(() => stage() !== undefined);
	move('unblocking');
	await until(() => board.card(world.caseId)?.stage === 'unblocking');

	await asCaller(world.database.databases, world.lea, (tx) =>
		closeCase(tx, {
			id: randomUUID(),
			caseId: world.caseId,
			reason: 'no_news',
			outcomeId: null,
			closedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
			words: '',
			dropActions: false
		})
	);
	await server.sync.refresh({ caseIds: [world.caseId] });
	await until(() => stage() === 'exit');
	move('project');
	expect(stage()).toBe('project');
	await until(() => stage() === 'exit');

	await asCaller(world.database.databases, world.lea, (tx) =>
		reopenCase(tx, { caseId: world.caseId, reason: 'De retour' })
	);
	await server.sync.refresh({ caseIds: [world.caseId] });
	await until(() => stage() === 'unblocking');
	move('project');
	await until(() => board.card(world.caseId)?.stage === 'project');
	await server.sync.refresh({ caseIds: [world.caseId] });
	expect(stage()).toBe('project');
});

async function open(): Promise<DocumentConnection> {
	const client = await openClient({ server, caller: world.lea, name: world.board });
	clients.push(client);
	await until(() => isSaved(client));
	return client;
}
