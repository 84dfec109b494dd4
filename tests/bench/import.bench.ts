import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../src/lib/domain/caller';
import type { ImportChoices } from '../../src/lib/domain/import';
import { guessFields } from '../../src/lib/domain/import-columns';
import {
	chooseImport,
	findImportProgress,
	startImport,
	undoImport
} from '../../src/lib/server/database/imports';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { prepareImport } from '../../src/lib/server/import/prepare-import';
import { readFile } from '../../src/lib/server/import/read-file';
import { runImport } from '../../src/lib/server/import/run-import';
import {
	buildGroup,
	buildMandate,
	buildOrganization,
	buildProfile,
	callerFor,
	type BuiltGroup
} from '../support/builders';
import { testDatabase, type TestDatabase } from '../support/database';

const ROWS = 5000;
/** Wanted: from the bytes of the file to the last case, in milliseconds. */
const WANTED = 10_000;
const LOOK_EVERY = 100;
const TODAY = '2026-11-22';
const FIRST_NAMES = ['Élise', 'Ilyes', 'Ana', 'Moussa', 'Tatiana', 'Omar', 'Lin', 'Fatou'];
const BLOCKERS = ['mobilité', 'garde, logement', 'langue', 'budget, numérique', ''];

let database: TestDatabase;
let group: BuiltGroup;
let caller: Caller;
beforeAll(async () => {
	database = await testDatabase();
	group = await buildGroup(database.owner);
	const organizationId = await buildOrganization(database.owner);
	const profileId = await buildProfile(database.owner, { organizationId });
	await buildMandate(database.owner, { profileId, groupId: group.id });
	caller = await callerFor(database.owner, profileId);
});
afterAll(() => database.drop());

test(`importing ${ROWS} rows, and taking them back`, async () => {
	const { databases } = database;
	const as = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => asCaller(databases, caller, work);
	const start = performance.now();
	const sheets = await readFile(new TextEncoder().encode(spreadsheet()));
	const [sheet] = sheets;
	if (!sheet) throw new Error('nothing was read');
	const choices: ImportChoices = {
		sheet: 0,
		fields: guessFields(sheet, TODAY),
		cohort: 'women',
		stage: 'outreach',
		duplicates: 'import',
		partial: false
	};
	const importId = randomUUID();
	await as(async (tx) => {
		await startImport(tx, { id: importId, groupId: group.id, fileName: 'suivi.csv', sheets });
		await chooseImport(tx, { importId, choices });
	});
	const readAt = performance.now();
	const seen = new Set<number>();
	const timer = setInterval(() => {
		void as((tx) => findImportProgress(tx, importId)).then((progress) => {
			if (progress?.state === 'running') seen.add(progress.done);
		});
	}, LOOK_EVERY);
	const input = { groupId: group.id, sheet, choices, today: TODAY };
	const cases = await runImport(databases, caller, {
		importId,
		total: ROWS,
		linesOf: async (tx) => (await prepareImport(tx, input)).plan.lines
	});
	clearInterval(timer);
	const doneAt = performance.now();
	expect(cases).toHaveLength(ROWS);
	expect(await as((tx) => undoImport(tx, importId))).toBe(ROWS);
	const undoneAt = performance.now();
	const ms = (from: number, to: number): string => (to - from).toFixed(0);
	console.log(
		`${cpus()[0]?.model ?? ''}: ${ROWS} rows: read ${ms(start, readAt)} ms, imported ${ms(readAt, doneAt)} ms ` +
			`(wanted: both under ${WANTED} ms), ${seen.size} steps of progress seen, undone ${ms(doneAt, undoneAt)} ms`
	);
	expect(seen.size).toBeGreaterThan(2);
	expect(doneAt - start).toBeLessThan(WANTED);
});

/** A file as an organisation keeps one, with full names, dates, contacts and blockers. */
function spreadsheet(): string {
	const lines = Array.from({ length: ROWS }, (_, index) => {
		const day = String(1 + (index % 28)).padStart(2, '0');
		const month = String(1 + (index % 12)).padStart(2, '0');
		const name = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
		return [
			name,
			`NOM-${index}`,
			`${day}/${month}/${1960 + (index % 45)}`,
			'Levée des freins',
			`${day}/${month}/2025`,
			`06 12 ${month} ${day} 78`,
			`personne${index}@essais.example`,
			BLOCKERS[index % BLOCKERS.length] ?? '',
			`D-${index}`
		].join(';');
	});
	return [
		'Prénom;Nom;Date de naissance;Étape;Dernier contact;Téléphone;Courriel;Freins;Référence',
		...lines
	].join('\r\n');
}
