import { IMPORT_HOURS, type ImportChoices, type Sheet } from '$lib/domain/import';
import { guessFields } from '$lib/domain/import-columns';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { findImport, type FoundImport } from '$lib/server/database/imports';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { prepareImport } from '$lib/server/import/prepare-import';
import { dayOf } from '$lib/ui/kit/dates';
import type { ImportStep, ImportView, PreviewView } from '$lib/ui/import/import-view';
import type { Actions, PageServerLoad } from './$types';
import { chooseColumns, forgetFile, sendFile, startRun, undoRun } from './import-commands';

const HOUR_MS = 60 * 60_000;
/** What the page shows of what is long; the report has the rest. */
const FIRST_LINES = 8;
const FIRST_PROBLEMS = 50;
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 40;

export const load: PageServerLoad = async ({ locals, url, parent }) => {
	const { group } = await parent();
	const caller = requireCaller(locals);
	const asked = url.searchParams.get('etape');
	const view = await asCaller(getApp().databases, caller, async (tx) => {
		const found = await findImport(tx, group.id);
		return (
			found &&
			viewOf(tx, found, { groupId: group.id, asked, sheet: url.searchParams.get('feuille') })
		);
	}).catch(refuse);
	return { view, step: stepOf(view, asked) };
};

export const actions: Actions = {
	file: sendFile,
	columns: chooseColumns,
	run: startRun,
	forget: forgetFile,
	undo: undoRun
};

function stepOf(view: ImportView | null, asked: string | null): ImportStep {
	if (view === null || asked === 'fichier') return 'file';
	if (view.state === 'running') return 'running';
	if (view.state === 'done' || view.state === 'undone') return 'result';
	return view.preview === null ? 'columns' : 'preview';
}

interface Asked {
	groupId: string;
	/** The step of the address. */
	asked: string | null;
	/** The sheet of the address. */
	sheet: string | null;
}

async function viewOf(
	tx: Tx,
	found: FoundImport,
	{ groupId, asked, sheet }: Asked
): Promise<ImportView> {
	const today = dayOf(new Date());
	const sheets = found.sheets ?? [];
	const choices = choicesOf(found, sheet, today);
	const chosen = sheets[choices.sheet];
	const waits = found.state === 'read' || found.state === 'interrupted';
	const isReady = waits && chosen !== undefined && found.choices !== null && asked !== 'colonnes';
	const until = found.finishedAt && new Date(found.finishedAt.getTime() + IMPORT_HOURS * HOUR_MS);
	return {
		id: found.id,
		fileName: found.fileName,
		state: found.state,
		problem: found.problem,
		total: found.total,
		done: found.done,
		undoUntil: until?.toISOString() ?? null,
		sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.length })),
		columns: chosen ? columnsOf(chosen) : [],
		choices,
		preview: isReady
			? previewOf(await prepareImport(tx, { groupId, sheet: chosen, choices, today }))
			: null
	};
}

/** What was chosen, or what the sheet of the address suggests. */
function choicesOf(found: FoundImport, asked: string | null, today: string): ImportChoices {
	const index = asked === null ? (found.choices?.sheet ?? 0) : Number(asked);
	if (found.choices?.sheet === index) return found.choices;
	const sheet = found.sheets?.[index];
	return {
		sheet: sheet ? index : 0,
		fields: sheet ? guessFields(sheet, today) : [],
		cohort: null,
		stage: 'outreach',
		duplicates: 'skip',
		partial: false
	};
}

function columnsOf({ columns, rows }: Sheet): ImportView['columns'] {
	return columns.map(({ header, refused }, index) => {
		const values = new Set<string>();
		for (const { cells } of rows) {
			const cell = cells[index] ?? '';
			if (cell !== '') values.add(cell.slice(0, SAMPLE_CHARACTERS));
			if (values.size === SAMPLES) break;
		}
		return { header, refused, samples: [...values] };
	});
}

function previewOf(prepared: Awaited<ReturnType<typeof prepareImport>>): PreviewView {
	const { reading, duplicates, similarElsewhere } = prepared;
	return {
		ready: reading.lines.length,
		wrong: new Set(reading.problems.map(({ row }) => row)).size,
		duplicateCount: duplicates.length,
		similarElsewhere,
		first: reading.lines.slice(0, FIRST_LINES),
		problems: reading.problems.slice(0, FIRST_PROBLEMS),
		problemCount: reading.problems.length,
		duplicates: duplicates.slice(0, FIRST_PROBLEMS),
		unknownBlockers: [...new Set(reading.unknownBlockers.map(({ word }) => word))].slice(
			0,
			FIRST_PROBLEMS
		)
	};
}
