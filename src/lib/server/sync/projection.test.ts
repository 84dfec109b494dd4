import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MeetingDocument } from '$lib/documents/meeting-document';
import { Projector } from './projection';

test('[S48] what is written in the grid of a workshop is stored with its columns, then the notes', () => {
	const doc = new Y.Doc();
	const meeting = new MeetingDocument(doc);
	meeting.addItem({
		item: {
			...{ id: 'w', kind: 'workshop', caseId: null, title: 'Mobilité', question: '', minutes: 10 },
			...{ position: 'A', informed: false, presenterId: null },
			columns: ['Freins', 'Leviers', 'Ressources']
		},
		origin: null
	});
	const [item] = meeting.items();
	write(item?.grid[0]?.text, 'Bus rares');
	write(item?.grid[2]?.text, 'Garage solidaire');
	write(item?.notes, 'À revoir en mars');
	const projector = new Projector(doc, { kind: 'meeting', subjectId: 'm' }, new Map());
	expect(projector.difference()?.agenda).toMatchObject([
		{ notes: 'Freins\nBus rares\n\nRessources\nGarage solidaire\n\nÀ revoir en mars' }
	]);
});

function write(fragment: Y.XmlFragment | undefined, text: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(text)]);
	fragment?.insert(0, [paragraph]);
}
