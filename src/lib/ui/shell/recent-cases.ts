import { isCohort, type Cohort } from '$lib/domain/cohort';

/** The cases opened last in this window, told by their short identity; forgotten at sign-out. */
export interface RecentCase {
	href: string;
	reference: string;
	shortName: string;
	cohort: Cohort;
}

const KEY = 'maillage-recent';
const SHOWN = 3;

/** By hand: a validation library would weigh on every page for this one list. */
function isRecentCase(value: unknown): value is RecentCase {
	if (typeof value !== 'object' || value === null) return false;
	const { href, reference, shortName, cohort } = value as Record<string, unknown>;
	return (
		typeof href === 'string' &&
		href.startsWith('/q/') &&
		typeof reference === 'string' &&
		typeof shortName === 'string' &&
		isCohort(cohort)
	);
}

/** Reads the list; empty when this device keeps nothing. */
export function readRecentCases(): RecentCase[] {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
		return Array.isArray(kept) && kept.every(isRecentCase) ? kept : [];
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
