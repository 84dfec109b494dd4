import { goto } from '$app/navigation';
import type { Stage } from '$lib/domain/stage';
import { m } from '$lib/paraglide/messages';

/** What may be told next of a case that was moved to a stage, at its address; undefined: nothing. */
export function nextStepOf(
	stage: Stage,
	caseHref: string
): { label: string; run: () => void } | undefined {
	if (stage === 'employment') {
		return {
			label: m.course_toast_outcome(),
			run: () => void goto(`${caseHref}?onglet=parcours&resultat=nouveau`)
		};
	}
	if (stage === 'exit') {
		return { label: m.course_toast_exit(), run: () => void goto(`${caseHref}/cloture`) };
	}
	return undefined;
}
