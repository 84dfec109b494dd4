import { expect, test } from 'vitest';
import { initialsOf } from './run-text';

test.each([
	['Samira H.', 'S.\u00a0H.'],
	['Jean-Luc R.', 'J.-L.\u00a0R.'],
	['Élise D.', 'É.\u00a0D.'],
	['Maria  P.', 'M.\u00a0P.']
])('[U15] a projected screen shows initials: %s reads %s', (shortName, initials) => {
	expect(initialsOf(shortName)).toBe(initials);
});
