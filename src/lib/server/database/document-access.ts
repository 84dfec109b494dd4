import type { Caller } from '$lib/domain/caller';
import type { DocumentAccess, DocumentName } from '$lib/domain/document-name';
import type { SignInStep } from '$lib/domain/sign-in-step';
import type { Databases } from './database';
import { inOneMessageAs, literal } from './one-message';

/** What a caller may do with a document, who they are, and what their session waits for. */
export interface AskedAccess {
	access: DocumentAccess | 'signed_out';
	/** Null without a profile. */
	id: string | null;
	firstName: string;
	lastName: string;
	color: number;
	/** What their session waits for when they may do nothing. */
	step: SignInStep | null;
}

/**
 * As the caller, in one message: whether their session is alive, and what they may do with a document. With `noted`, for
 * an opening and never for a decision asked again, it is noted in the same transaction: once per session and document in
 * half an hour.
 */
export async function askAccess(
	databases: Databases,
	caller: Caller,
	{ name, noted }: { name: DocumentName; noted: boolean }
): Promise<AskedAccess> {
	const asked = noted ? 'open_document' : 'document_access';
	const [row] = await inOneMessageAs<AskedAccess>(
		databases,
		caller,
		`select a.access, me.id, me.first_name as "firstName", me.last_name as "lastName", me.color,
			case a.access when 'none' then public.find_sign_in_step() end as step
		from (
			select case when private.is_my_session_alive() then private.${asked}(${literal(name)}) else 'signed_out' end
		) as a(access)
		left join public.profiles as me on me.id = (select auth.uid())`
	);
	if (!row) throw new Error('no answer about a document');
	return row;
}
