import * as v from 'valibot';
import type { Cohort } from '$lib/domain/cohort';
import { COHORTS } from '$lib/domain/cohort';

/** The cases opened last in this window, told by their short identity; forgotten at sign-out. */
export interface RecentCase {
	href: string;
	reference: string;
	shortName: string;
	cohort: Cohort;
}

const KEY = 'maillage-recent';
const SHOWN = 3;

const Recent = v.array(
	v.object({
		href: v.pipe(v.string(), v.startsWith('/q/')),
		reference: v.string(),
		shortName: v.string(),
		cohort: v.picklist(COHORTS)
	})
);

/** Reads the list; empty when this device keeps nothing. */
export function readRecentCases(): RecentCase[] {
	try {
		const parsed = v.safeParse(Recent, JSON.parse(sessionStorage.getItem(KEY) ?? '[]'));
		return parsed.success ? parsed.output : [];
	} catch {
		// Storage may be forbidden, or hold anything: nothing was opened then.
		return [];
	}
}

/** Puts a case first in the list. */
export function rememberCase(opened: RecentCase): void {
	const others = readRecentCases().filter(({ href }) => href !== opened.href);
	try {
		sessionStorage.setItem(KEY, JSON.stringify([opened, ...others].slice(0, SHOWN)));
		dispatchEvent(new Event(KEY));
	} catch {
		// A device that stores nothing only loses this convenience.
	}
}

/** Calls back when the list changes; returns the way to stop. */
export function observeRecentCases(onchange: () => void): () => void {
	addEventListener(KEY, onchange);
	return () => removeEventListener(KEY, onchange);
}

/** Forgets the list. */
export function forgetRecentCases(): void {
	try {
		sessionStorage.removeItem(KEY);
	} catch {
		// Storage is forbidden: there is nothing to forget.
	}
}
