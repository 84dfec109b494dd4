/** Stages of a case in the order of the board. `exit` is the collapsed strip at the end. */
export const STAGES = [
	'outreach',
	'diagnosis',
	'unblocking',
	'project',
	'employment',
	'exit'
] as const;
export type Stage = (typeof STAGES)[number];

/** The stages drawn as columns. */
export const BOARD_STAGES = STAGES.slice(0, 5) as readonly Exclude<Stage, 'exit'>[];

/** Months during which somebody who found a job or a training is still followed. */
export const EMPLOYMENT_FOLLOW_UP_MONTHS = 6;

export function isStage(value: unknown): value is Stage {
	return (STAGES as readonly unknown[]).includes(value);
}
