/** What the circle may change of an identity. */
export interface Contact {
	lastName: string | null;
	phone: string | null;
	email: string | null;
}

/** A full identity as the server hands it out, once, to somebody of the circle. */
export interface ShownIdentity extends Contact {
	firstName: string;
	birthYear: number;
}
