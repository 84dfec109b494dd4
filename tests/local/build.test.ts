import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signatureOf } from '../../scripts/build-if-needed';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'maillage-sources-'));
	writeFileSync(join(folder, 'page.ts'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a source that is only touched needs no build: a build touches some of its own', () => {
	const before = signatureOf([folder]);
	utimesSync(join(folder, 'page.ts'), new Date(0), new Date(0));
	expect(signatureOf([folder])).toBe(before);
});

test('a source changed, added or removed needs a build', () => {
	const before = signatureOf([folder]);
	writeFileSync(join(folder, 'page.ts'), 'two');
	const changed = signatureOf([folder]);
	writeFileSync(join(folder, 'other.ts'), '');
	const added = signatureOf([folder]);
	rmSync(join(folder, 'page.ts'));
	expect(new Set([before, changed, added, signatureOf([folder])]).size).toBe(4);
});
