import { describe, expect, test } from 'vitest';
import { mayLose, saveStateOf, worstSave, type SaveFacts } from './save-state';

describe('[I11] the save indicator', () => {
	test.each<[string, Partial<SaveFacts>, string]>([
		['all acknowledged', {}, 'saved'],
		['the answer to the server not acknowledged', { settled: false }, 'saving'],
		['a change for less than ten seconds', { pending: 1, waited: 9_999 }, 'saving'],
		['a change for ten seconds', { pending: 1, waited: 10_000 }, 'slow'],
		['before the first exchange', { synced: false, everSynced: false }, 'connecting'],
		['disconnected with nothing to save', { synced: false }, 'offline'],
		['disconnected, kept here', { synced: false, pending: 2, device: 'kept' }, 'offline'],
		['disconnected, being kept', { synced: false, pending: 2, device: 'writing' }, 'saving'],
		['disconnected, kept nowhere', { synced: false, pending: 2, device: 'none' }, 'at_risk'],
		['disconnected, device refuses', { synced: false, pending: 2, device: 'failed' }, 'at_risk'],
		['refused', { refused: true, pending: 1 }, 'at_risk'],
		['refused with nothing to save', { refused: true }, 'offline']
	])('%s', (_, facts, state) => {
		expect(saveStateOf(factsWith(facts))).toBe(state);
	});

	test('is green in one case only', () => {
		const green = everyCombination().filter((facts) => saveStateOf(facts) === 'saved');
		for (const { synced, settled, pending, refused } of green) {
			expect({ synced, settled, pending, refused }).toEqual({
				synced: true,
				settled: true,
				pending: 0,
				refused: false
			});
		}
	});

	test('warns on leaving when something could be lost', () => {
		expect(mayLose('at_risk', 'failed')).toBe(true);
		expect(mayLose('saving', 'none')).toBe(true);
		expect(mayLose('slow', 'kept')).toBe(false);
		expect(mayLose('offline', 'kept')).toBe(false);
		expect(mayLose('saved', 'none')).toBe(false);
	});

	test('shows the worst of several', () => {
		expect(worstSave([])).toBe('saved');
		expect(worstSave(['saved', 'connecting'])).toBe('connecting');
		expect(worstSave(['offline', 'slow', 'at_risk', 'saved'])).toBe('at_risk');
	});
});

function factsWith(facts: Partial<SaveFacts>): SaveFacts {
	return {
		synced: true,
		everSynced: true,
		settled: true,
		pending: 0,
		waited: 0,
		device: 'none',
		refused: false,
		...facts
	};
}

function everyCombination(): SaveFacts[] {
	const booleans = [true, false];
	const devices = ['none', 'writing', 'kept', 'failed'] as const;
	return booleans.flatMap((synced) =>
		booleans.flatMap((everSynced) =>
			booleans.flatMap((settled) =>
				booleans.flatMap((refused) =>
					[0, 3].flatMap((pending) =>
						[0, 20_000].flatMap((waited) =>
							devices.map((device) => ({
								synced,
								everSynced,
								settled,
								refused,
								pending,
								waited,
								device
							}))
						)
					)
				)
			)
		)
	);
}
