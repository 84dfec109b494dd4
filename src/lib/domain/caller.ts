/** Who is asking: a signed-in professional, as their verified access token says. */
export interface Caller {
	profileId: string;
	sessionId: string;
	/** Claims of the token, handed to PostgreSQL as they are. */
	claims: Record<string, unknown>;
}
