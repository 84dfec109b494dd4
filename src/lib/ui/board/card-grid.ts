export type Direction = 'up' | 'down' | 'left' | 'right';

/** Case ids as drawn: lanes from top to bottom, in each the stages from left to right, in each the cards. */
export type CardGrid = readonly (readonly (readonly string[])[])[];

/**
 * The card that an arrow leads to from another, or null at the edge. Left and right keep the rank and skip empty stages;
 * up and down go on into the next lane.
 */
export function neighbourOf(grid: CardGrid, caseId: string, direction: Direction): string | null {
	for (const [lane, stages] of grid.entries()) {
		for (const [stage, ids] of stages.entries()) {
			const rank = ids.indexOf(caseId);
			if (rank < 0) continue;
			const place = { lane, stage, rank };
			if (direction === 'left' || direction === 'right') {
				return sideways(stages, place, direction === 'left' ? -1 : 1);
			}
			return along(grid, place, direction === 'up' ? -1 : 1);
		}
	}
	return null;
}

interface Place {
	lane: number;
	stage: number;
	rank: number;
}

function sideways(
	stages: readonly (readonly string[])[],
	{ stage, rank }: Place,
	step: number
): string | null {
	for (let next = stage + step; next >= 0 && next < stages.length; next += step) {
		const ids = stages[next] ?? [];
		if (ids.length > 0) return ids[Math.min(rank, ids.length - 1)] ?? null;
	}
	return null;
}

function along(grid: CardGrid, { lane, stage, rank }: Place, step: number): string | null {
	const next = grid[lane]?.[stage]?.[rank + step];
	if (next !== undefined) return next;
	for (let other = lane + step; other >= 0 && other < grid.length; other += step) {
		const ids = grid[other]?.[stage] ?? [];
		const id = step > 0 ? ids[0] : ids.at(-1);
		if (id !== undefined) return id;
	}
	return null;
}
