import { randomUUID } from 'node:crypto';
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { COHORTS } from '$lib/domain/cohort';
import {
	IMPORT_LIMITS,
	isImportField,
	type FileProblem,
	type ImportChoices,
	type ImportField
} from '$lib/domain/import';
import { Refusal } from '$lib/domain/refusal';
import { BOARD_STAGES } from '$lib/domain/stage';
import { formOf } from '$lib/server/access/form-of';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import {
	chooseImport,
	discardImport,
	findImport,
	startImport,
	undoImport,
	type FoundImport
} from '$lib/server/database/imports';
import { findGroupBySlug } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { FileRefusal } from '$lib/server/import/file-refusal';
import { prepareImport } from '$lib/server/import/prepare-import';
import { readFile } from '$lib/server/import/read-file';
import { runImport } from '$lib/server/import/run-import';
import { dayOf } from '$lib/ui/kit/dates';
import type { ColumnsProblem, ImportAnswer } from '$lib/ui/import/import-view';

type Event = RequestEvent<{ territory: string }>;
type Answer = Promise<ActionFailure<ImportAnswer>>;

/** Bytes around the file in what a browser sends. */
const FORM_BYTES = 16 * 1024;
const FILE_NAME_MAX = 120;

const Id = v.pipe(v.string(), v.uuid());
const Settings = v.object({
	id: Id,
	sheet: v.pipe(v.string(), v.regex(/^\d$/), v.transform(Number)),
	cohort: v.pipe(
		v.picklist([...COHORTS, '']),
		v.transform((cohort) => (cohort === '' ? null : cohort))
	),
	stage: v.picklist(BOARD_STAGES)
});
const Run = v.object({
	id: Id,
	duplicates: v.picklist(['skip', 'import']),
	partial: v.picklist(['yes', 'no'])
});

/** Reads a file and keeps what is taken of it. */
export async function sendFile(event: Event): Answer {
	const wrong = (file: FileProblem) => fail(400, { file });
	// Before a byte of it is read.
	await as(event, () => Promise.resolve());
	const length = Number(event.request.headers.get('content-length') ?? 0);
	if (length > IMPORT_LIMITS.fileBytes + FORM_BYTES) return wrong('too_large');
	const file = await fileOf(event.request);
	if (file === 'too_large') return wrong('too_large');
	if (file === null || file.name === '') return wrong('missing');
	try {
		const sheets = await readFile(new Uint8Array(await file.arrayBuffer()));
		const fileName =
			file.name
				.toWellFormed()
				.replace(/[\p{C}/\\]/gu, '')
				.slice(-FILE_NAME_MAX) || '–';
		await as(event, (tx, groupId) =>
			startImport(tx, { id: randomUUID(), groupId, fileName, sheets })
		);
	} catch (error) {
		if (error instanceof FileRefusal) return wrong(error.problem);
		throw error;
	}
	redirect(303, event.url.pathname);
}

/** Keeps what each column is. */
export async function chooseColumns(event: Event): Answer {
	const form = await formOf(event.request);
	const parsed = v.safeParse(Settings, Object.fromEntries(form));
	if (!parsed.success) return refuse(new Refusal('invalid'));
	const { id, ...settings } = parsed.output;
	const found = await current(event, id);
	const sheet = found.sheets?.[settings.sheet];
	if (!sheet) return refuse(new Refusal('invalid'));
	const fields = sheet.columns.map(({ refused }, index) => {
		const value = form.get(`field-${index}`);
		return refused === null && isImportField(value) ? value : null;
	});
	const columns = problemsOf(fields);
	if (columns.length > 0) return fail(400, { columns, fields });
	const { duplicates = 'skip', partial = false } = found.choices ?? {};
	const choices: ImportChoices = { ...settings, fields, duplicates, partial };
	try {
		await as(event, (tx) => chooseImport(tx, { importId: id, choices }));
	} catch (error) {
		return conflictOf(error, 'conflict');
	}
	redirect(303, event.url.pathname);
}

/** Makes cases of the lines, and answers once they are there. */
export async function startRun(event: Event): Answer {
	const { databases, sync, log } = getApp();
	const caller = requireCaller(event.locals);
	const parsed = v.safeParse(Run, Object.fromEntries(await formOf(event.request)));
	if (!parsed.success) return refuse(new Refusal('invalid'));
	const { id: importId, duplicates, partial } = parsed.output;
	const { choices: chosen, sheets } = await current(event, importId);
	const sheet = chosen && sheets?.[chosen.sheet];
	if (!sheet) return fail(409, { refusal: 'conflict' });
	const choices: ImportChoices = { ...chosen, duplicates, partial: partial === 'yes' };
	const today = dayOf(new Date());
	let groupId = '';
	try {
		await as(event, async (tx, id) => {
			groupId = id;
			await chooseImport(tx, { importId, choices });
		});
		const linesOf = async (tx: Tx) => {
			const { plan } = await prepareImport(tx, { groupId, sheet, choices, today });
			// Somebody may have added people since the page was drawn.
			if (!plan.allowed) throw new Refusal('invalid');
			return plan.lines;
		};
		await runImport(databases, caller, { importId, total: sheet.rows.length, linesOf });
	} catch (error) {
		if (!(error instanceof Refusal)) log.error({ err: error, importId }, 'import failed');
		return conflictOf(error, 'conflict');
	}
	await sync.refresh({ groupIds: [groupId] });
	redirect(303, event.url.pathname);
}

/** Forgets a file that was read. */
export async function forgetFile(event: Event): Answer {
	const id = await idOf(event);
	try {
		await as(event, (tx) => discardImport(tx, id));
	} catch (error) {
		return conflictOf(error, 'conflict');
	}
	redirect(303, event.url.pathname);
}

/** Takes back the cases of an import. */
export async function undoRun(event: Event): Answer {
	const id = await idOf(event);
	let groupId = '';
	try {
		await as(event, async (tx, group) => {
			groupId = group;
			await undoImport(tx, id);
		});
	} catch (error) {
		return conflictOf(error, 'undo');
	}
	await getApp().sync.refresh({ groupIds: [groupId] });
	redirect(303, event.url.pathname);
}

/** Does something as the caller in the group of the address; what they may not do is thrown as Refusal. */
async function as<T>(event: Event, work: (tx: Tx, groupId: string) => Promise<T>): Promise<T> {
	return asCaller(getApp().databases, requireCaller(event.locals), async (tx) => {
		const group = await findGroupBySlug(tx, event.params.territory);
		if (group.role === 'observer') throw new Refusal('not_found');
		return work(tx, group.id);
	}).catch((error: unknown) => {
		if (error instanceof Refusal && error.code !== 'not_found') throw error;
		return refuse(error);
	});
}

async function current(event: Event, id: string): Promise<FoundImport> {
	const found = await as(event, (tx, groupId) => findImport(tx, groupId));
	return found?.id === id ? found : refuse(new Refusal('not_found'));
}

async function idOf(event: Event): Promise<string> {
	const parsed = v.safeParse(Id, (await formOf(event.request)).get('id'));
	return parsed.success ? parsed.output : refuse(new Refusal('invalid'));
}

/** The file of a form; null when there is none. */
async function fileOf(request: Request): Promise<File | 'too_large' | null> {
	try {
		const file = (await formOf(request)).get('file');
		return file instanceof File ? file : null;
	} catch (error) {
		// One that does not say its length is stopped on its way.
		if (typeof error === 'object' && error !== null && 'status' in error && error.status === 413) {
			return 'too_large';
		}
		throw error;
	}
}

/** The answer to a conflict; anything else is thrown. */
function conflictOf(error: unknown, refusal: 'conflict' | 'undo'): ActionFailure<ImportAnswer> {
	if (!(error instanceof Refusal)) throw error;
	if (error.code === 'conflict') return fail(409, { refusal });
	if (error.code === 'invalid') return fail(400, { refusal: 'refused' });
	return refuse(error);
}

function problemsOf(fields: readonly (ImportField | null)[]): ColumnsProblem[] {
	const chosen = fields.filter((field) => field !== null);
	const twice = new Set(chosen.filter((field, index) => chosen.indexOf(field) !== index));
	const has = (...any: ImportField[]): boolean => any.some((field) => chosen.includes(field));
	return [
		...[...twice].map((field) => ({ kind: 'twice' as const, field })),
		...(has('firstName', 'fullName') ? [] : [{ kind: 'first_name' as const }]),
		...(has('lastName', 'fullName') ? [] : [{ kind: 'last_name' as const }]),
		...(has('birth') ? [] : [{ kind: 'birth' as const }])
	];
}
