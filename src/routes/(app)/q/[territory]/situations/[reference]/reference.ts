/** What a reference looks like: anything else is not found without asking. */
const REFERENCE = /^[A-Z]{2,4}-\d{3,6}$/;

/** Whether an address may name a case. */
export function isReference(text: string): boolean {
	return REFERENCE.test(text);
}
