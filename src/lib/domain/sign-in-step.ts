/**
 * What a session waits for before it opens anything: to be unlocked, a code of the second factor, a second factor that
 * the organisation demands, the charter; then it is ready.
 */
export type SignInStep = 'locked' | 'code' | 'factor' | 'charter' | 'ready';

/** What unlocks a session: a code of the application where there is one, else the password. */
export type Proof = 'app' | 'password';
