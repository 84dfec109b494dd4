import { applyAction, deserialize } from '$app/forms';

/** What came of a command: done, or what is wrong field by field (codes), or a refusal. */
export type CommandResult =
	| { ok: true; data: Record<string, unknown> }
	| { ok: false; errors: Record<string, string>; code: string };

/** Sends a command to a form action of this page. A page that is lost (signed out, not found) shows its error. */
export async function sendCommand(name: string, fields: FormData): Promise<CommandResult> {
	try {
		const response = await fetch(`?/${name}`, {
			method: 'POST',
			headers: { 'x-sveltekit-action': 'true', accept: 'application/json' },
			body: fields
		});
		const result = deserialize<Record<string, unknown>, Failure>(await response.text());
		switch (result.type) {
			case 'success':
				return { ok: true, data: result.data ?? {} };
			case 'failure':
				return {
					ok: false,
					errors: result.data?.errors ?? {},
					code: result.data?.code ?? 'invalid'
				};
			default:
				await applyAction(result);
				return { ok: false, errors: {}, code: 'unavailable' };
		}
	} catch {
		// The network or the server is away: what was typed stays in the form, which says so.
		return { ok: false, errors: {}, code: 'unavailable' };
	}
}

interface Failure extends Record<string, unknown> {
	errors?: Record<string, string>;
	code?: string;
}

/** Fields of a command that no form holds. */
export function fieldsOf(values: Record<string, string>): FormData {
	const fields = new FormData();
	for (const [name, value] of Object.entries(values)) fields.set(name, value);
	return fields;
}
