/** A full identity as the server hands it out, once, to somebody of the circle. */
export interface ShownIdentity {
	firstName: string;
	lastName: string | null;
	birthYear: number;
	phone: string | null;
	email: string | null;
}
