import type { FileProblem } from '$lib/domain/import';

/** A file that is not read, and why. */
export class FileRefusal extends Error {
	override readonly name = 'FileRefusal';
	readonly problem: FileProblem;

	constructor(problem: FileProblem, options?: ErrorOptions) {
		super(problem, options);
		this.problem = problem;
	}
}
