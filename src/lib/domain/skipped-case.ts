/** A case that the facilitators leave for another meeting, with a word to whoever proposed it. */
export interface SkippedCase {
	caseId: string;
	byId: string;
	word: string;
	/** ISO date-time. */
	at: string;
}
