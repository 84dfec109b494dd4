/** Days after which a case that nobody heard of says so, on its card and in the review queue alike. */
export const SILENCE_DAYS = 30;

/** Days before its end at which an agreement is to renew: `private.agreement_notice` in the database. */
export const AGREEMENT_NOTICE_DAYS = 15;
