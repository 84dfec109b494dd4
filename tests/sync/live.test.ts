import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DocumentConnection } from '../../src/lib/client/document-connection.svelte';
import { BoardDocument } from '../../src/lib/documents/board-document';
import { CaseDocument } from '../../src/lib/documents/case-document';
import { plainTextOf } from '../../src/lib/documents/rich-text';
import {
	buildWorld,
	isSaved,
	openClient,
	startServer,
	until,
	type RunningServer,
	type World
} from './harness';
import { writeParagraph } from './writing';

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

test('[I1] what two people type at once is on both screens and in the tables when shown as saved', async () => {
	const [lea, amina] = [await open('lea'), await open('amina')];
	await until(() => isSaved(lea) && isSaved(amina));
	writeParagraph(new CaseDocument(lea.doc).note, 'Vu ce matin au centre social.');
	writeParagraph(new CaseDocument(amina.doc).note, 'Rendez-vous pris jeudi.');
	await until(() => isSaved(lea) && isSaved(amina));
	await until(() => textOf(lea) === textOf(amina));
	expect(textOf(lea)).toContain('Vu ce matin');
	expect(textOf(lea)).toContain('Rendez-vous pris');
	expect(await storedText()).toBe(textOf(lea));
});

test('[R20] the note of a case begins with its three questions, once', async () => {
	const lea = await open('lea');
	expect(textOf(lea)).toMatch(/Où en est [^\n]+\n[\s\S]*Ce que [^\n]+ souhaite\n[\s\S]*Pistes/);
});

test('[R31] a card moved by one is moved for the other, and in the tables under their name', async () => {
	const lea = await open('lea', world.board);
	const amina = await open('amina', world.board);
	await until(() => isSaved(lea) && isSaved(amina));
	const at = new Date().toISOString();
	new BoardDocument(lea.doc).place({
		caseId: world.caseId,
		placement: { stage: 'project', by: amina.awareness.clientID.toString(), at },
		origin: null
	});
	const card = () => new BoardDocument(amina.doc).card(world.caseId);
	await until(
		() => card()?.placement.stage === 'project' && card()?.placement.by === world.lea.profileId
	);
	await until(() => card()?.stage === 'project');
	const { rows } = await world.database.owner.query(
		'select from_stage, to_stage, changed_by from public.stage_changes where case_id = $1',
		[world.caseId]
	);
	expect(rows).toEqual([
		{ from_stage: 'outreach', to_stage: 'project', changed_by: world.lea.profileId }
	]);
});

test('[I9] people are seen under the name the server knows', async () => {
	const [lea, amina] = [await open('lea'), await open('amina')];
	amina.say({ place: 'note' });
	await until(() => lea.peers.some(({ place }) => place === 'note'));
	expect(lea.peers).toMatchObject([
		{ id: world.amina.profileId, firstName: 'Amina', writing: false }
	]);
	amina.destroy();
	await until(() => lea.peers.length === 0);
});

async function open(who: 'lea' | 'amina', name = world.case): Promise<DocumentConnection> {
	const client = await openClient({ server, caller: world[who], name });
	clients.push(client);
	return client;
}

function textOf(client: DocumentConnection): string {
	return plainTextOf(new CaseDocument(client.doc).note);
}

async function storedText(): Promise<string | undefined> {
	const { rows } = await world.database.owner.query<{ plain_text: string }>(
		'select t.plain_text from public.document_texts t join public.documents d on d.id = t.document_id where d.name = $1',
		[world.case]
	);
	return rows[0]?.plain_text;
}
