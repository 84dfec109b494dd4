import { expect, test } from 'vitest';
import { compareNotes } from './compare-notes';

test('[S56] a comparison says which words came and went', () => {
	expect(compareNotes('Elle cherche un mode de garde.', 'Elle a un mode de garde, enfin.')).toEqual(
		[
			{ kind: 'same', text: 'Elle ' },
			{ kind: 'removed', text: 'cherche' },
			{ kind: 'added', text: 'a' },
			{ kind: 'same', text: ' un mode de garde' },
			{ kind: 'added', text: ', enfin' },
			{ kind: 'same', text: '.' }
		]
	);
});

test('[S56] what did not change is one part', () => {
	expect(compareNotes('Rien de neuf', 'Rien de neuf')).toEqual([
		{ kind: 'same', text: 'Rien de neuf' }
	]);
});
