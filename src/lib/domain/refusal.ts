/** Every reason for which the application may say no. A new code does not compile without its status and its text. */
export type RefusalCode =
	| 'not_signed_in'
	| 'not_found'
	| 'read_only'
	| 'not_allowed'
	| 'invalid'
	| 'conflict'
	| 'too_many_tries'
	| 'bad_credentials'
	| 'unavailable';

/** An expected failure. Anything else that is thrown is a bug and becomes a 500. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly code: RefusalCode;

	constructor(code: RefusalCode, options?: ErrorOptions) {
		super(code, options);
		this.code = code;
	}
}
