/** Form actions of pages that list many forms: each answer says to which form it belongs, with what was typed. */
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import type { Caller } from '$lib/domain/caller';
import { Refusal } from '$lib/domain/refusal';
import { formOf } from '$lib/server/access/form-of';
import { refuse, STATUS } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { findMe } from '$lib/server/database/members';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { getApp } from './app';

/** What a form is told when it may not be done. */
interface Failure {
	form: string;
	values: Record<string, string>;
	/** A code by field. */
	errors: Record<string, string>;
	code: string;
}
type Said = Record<string, unknown>;

interface Asked {
	caller: Caller;
	params: Partial<Record<string, string>>;
	/** The form as it came, for what stands in it several times. */
	form: FormData;
}

interface Command<S extends v.GenericSchema, T> {
	schema: S;
	/** For administrators only; for anybody else there is no such page. */
	administrators: boolean;
	work: (tx: Tx, input: v.InferOutput<S>, asked: Asked) => Promise<T>;
	/** Once it is committed: e-mails, open sockets. What it returns is told to the page. */
	after?: (result: T, input: v.InferOutput<S>) => Promise<Said | undefined>;
}

/** A form action from what it reads and what it does. The action answers 401 or 404, or fails with what the form shows. */
export function command<S extends v.GenericSchema, T>({
	schema,
	administrators,
	work,
	after
}: Command<S, T>) {
	return async ({
		locals,
		params,
		request
	}: RequestEvent): Promise<Said | ActionFailure<Failure>> => {
		const caller = requireCaller(locals);
		const form = await formOf(request);
		const { databases } = getApp();
		if (administrators) await asCaller(databases, caller, requireAdministrator).catch(refuse);
		const values = firstValues(form);
		const name = values['form'] ?? '';
		const parsed = v.safeParse(schema, values);
		if (!parsed.success) {
			const errors = errorsOf(parsed.issues);
			return fail(400, { form: name, values, errors, code: 'invalid' });
		}
		try {
			const result = await asCaller(databases, caller, (tx) =>
				work(tx, parsed.output, { caller, params, form })
			);
			const said = await after?.(result, parsed.output);
			return { form: name, done: true, ...said };
		} catch (cause) {
			if (!(cause instanceof Refusal)) throw cause;
			return fail(STATUS[cause.code], { form: name, values, errors: {}, code: cause.code });
		}
	};
}

/** Refuses who is not an administrator, before anything of their form is looked at. Throws Refusal('not_found'). */
async function requireAdministrator(tx: Tx): Promise<void> {
	const me = await findMe(tx);
	if (!me?.administrator) throw new Refusal('not_found');
}

/** The fields of a form; of a name that stands several times, the first. */
function firstValues(form: FormData): Record<string, string> {
	const values = new Map<string, string>();
	for (const [name, value] of form) {
		// No form has a field of that name, and the answer could not carry it.
		if (name === '__proto__') continue;
		if (typeof value === 'string' && !values.has(name)) values.set(name, value);
	}
	return Object.fromEntries(values);
}

/** The first thing that is wrong with each field. */
function errorsOf(issues: readonly v.BaseIssue<unknown>[]): Record<string, string> {
	const errors: Record<string, string> = {};
	for (const issue of issues) {
		const field = issue.path?.[0]?.key;
		if (typeof field === 'string') errors[field] ??= issue.message;
	}
	return errors;
}
