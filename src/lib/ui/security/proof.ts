/** What unlocks a session: a code of the application where there is one, else the password. */
export type Proof = 'app' | 'password';
