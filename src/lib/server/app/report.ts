/** Tells the person at the terminal what the start is doing. */
export function report(line: string): void {
	process.stdout.write(`${line}\n`);
}
