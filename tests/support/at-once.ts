/** How attempts made at once ended, sorted: `done`, or the code of the refusal. */
export async function outcomes(...attempts: Promise<unknown>[]): Promise<unknown[]> {
	const settled = await Promise.allSettled(attempts);
	return settled
		.map((result) =>
			result.status === 'fulfilled' ? 'done' : (result.reason as { code: unknown }).code
		)
		.sort();
}
