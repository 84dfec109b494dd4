import type { NewCaseValues } from './new-case-values';

/** Reads the draft that this tab keeps; null when there is none, or it cannot be read. */
export function readDraft(key: string): Partial<NewCaseValues> | null {
	try {
		const text = sessionStorage.getItem(key);
		const value: unknown = text === null ? null : JSON.parse(text);
		return typeof value === 'object' ? value : null;
	} catch {
		// A browser that keeps nothing, or a draft that is not one: the form starts empty.
		return null;
	}
}

/** Keeps a draft in this tab. */
export function writeDraft(key: string, values: NewCaseValues): void {
	try {
		sessionStorage.setItem(key, JSON.stringify(values));
	} catch {
		// A browser that keeps nothing: what is typed lives as long as the page.
	}
}

export function clearDraft(key: string): void {
	try {
		sessionStorage.removeItem(key);
	} catch {
		// It was not kept either.
	}
}
