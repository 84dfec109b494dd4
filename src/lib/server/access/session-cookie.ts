/** Name of the cookie that holds the session; @supabase/ssr adds `.0`, `.1`… when it is cut in pieces. */
export const SESSION_COOKIE = 'maillage-auth';
