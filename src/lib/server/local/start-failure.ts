/** The application cannot start, for a cause that the person at the keyboard can act on. The message is one sentence. */
export class StartFailure extends Error {
	override readonly name = 'StartFailure';
}

/** Turns any error of a start into one sentence when its cause is known, else null. */
export function knownCause(error: unknown, folder: string): string | null {
	if (error instanceof StartFailure) return error.message;
	if (!(error instanceof Error)) return null;
	const code = 'code' in error ? String(error.code) : '';
	if (code === 'ENOSPC' || code === '53100' || error.message.includes('No space left on device')) {
		return `Le disque qui porte ${folder} est plein : libérez de la place puis relancez, rien n’est perdu.`;
	}
	if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
		return `Le dossier ${folder} ne peut pas être écrit (${error.message}) : donnez-en le droit à ce compte, ou choisissez-en un autre avec MAILLAGE_DATA.`;
	}
	return null;
}

/** Where a line of PostgreSQL or initdb begins to name a cause. */
const CAUSE = /^.*?(?:FATAL|PANIC|error|postgres):\s+/;

/** Names the cause of a failure in what PostgreSQL or initdb said. */
export function failureFrom(
	output: string,
	{ data, log }: { data: string; log: string }
): StartFailure {
	const lines = output.split('\n').filter((line) => line.trim() !== '');
	const told = lines.findLast((line) => CAUSE.test(line)) ?? lines[0] ?? '';
	const cause = told.replace(CAUSE, '').trim();
	const known = knownCause(new Error(output), data);
	return new StartFailure(
		known ?? `PostgreSQL n’a pas pu démarrer : ${cause} (détails dans ${log}).`
	);
}
