import { createContext } from 'svelte';

/** Read by the server too, so that a page never shows a name first. */
export const NAMES_COOKIE = 'maillage-names';
const HIDDEN = 'hidden';
/** How long this device remembers, in seconds. */
const KEPT_FOR = 365 * 24 * 3600;

/** Whether a cookie asks to hide names. */
export function hidesNames(cookie: string | undefined): boolean {
	return cookie === HIDDEN;
}

/** What a case is called on screen: the short identity, or the reference when names are hidden. */
export function nameOf(
	subject: { shortName: string; reference: string },
	namesHidden: boolean
): string {
	return namesHidden ? subject.reference : subject.shortName;
}

/** « Masquer les noms », as this device asks for it, on every page. */
export class Names {
	#hidden = $state(false);

	constructor(hidden: boolean) {
		this.#hidden = hidden;
	}

	get hidden(): boolean {
		return this.#hidden;
	}

	set hidden(hidden: boolean) {
		this.#hidden = hidden;
		const age = hidden ? KEPT_FOR : 0;
		document.cookie = `${NAMES_COOKIE}=${HIDDEN}; path=/; max-age=${String(age)}; samesite=lax`;
	}

	/** What a case is called here; reactive. */
	of(subject: { shortName: string; reference: string }): string {
		return nameOf(subject, this.#hidden);
	}
}

export const [getNames, setNames] = createContext<Names>();
