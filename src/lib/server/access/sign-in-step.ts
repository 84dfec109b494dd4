/** Where a session goes for what it still waits for. */
import type { SignInStep } from '$lib/domain/sign-in-step';

const PAGES = {
	locked: '/verrou',
	code: '/connexion/verification',
	factor: '/bienvenue',
	charter: '/bienvenue'
} as const;

/** The page of a step, coming back to `back` (a path of this site) afterwards; null when nothing is waited for. */
export function stepPage(step: SignInStep, back: string): string | null {
	if (step === 'ready') return null;
	return `${PAGES[step]}?suite=${encodeURIComponent(back)}`;
}
