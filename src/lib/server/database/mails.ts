/** Messages of the follow-up: planned, taken to be sent, settled; and how their readers want them. */
import { sql } from 'kysely';
import type { MailChoices, MailLanguage, MailPaces, NoticeKind } from '$lib/domain/notice';
import type { SendingHours } from '$lib/domain/sending-hours';
import type { Tx } from './transaction';

/** One line of a message: ids of nobody, words of nobody. */
interface MailLine {
	kind: NoticeKind;
	/** Of the case that it is about. */
	reference: string | null;
	territory: string;
	/** ISO date-time of the meeting that it is about. */
	startsAt: string | null;
}

/** What a message says to whom. */
interface TakenMail {
	id: string;
	to: string;
	language: MailLanguage;
	/** Of the link for fewer messages. */
	token: string;
	kind: 'now' | 'digest';
	/** ISO date-time at which it was planned. */
	createdAt: string;
	lines: MailLine[];
}

/** Makes the messages of this minute, as the system. Returns the ids of all that wait. */
export async function planMails(tx: Tx, now: Date, hours: SendingHours): Promise<string[]> {
	await sql`select private.plan_mails(${now}, ${hours.day}, ${hours.nextDay}, ${hours.open}, ${hours.afternoon})`.execute(
		tx
	);
	const { rows } = await sql<{ id: string }>`
		select w.id from private.waiting_mails(${now}) as w (id)`.execute(tx);
	return rows.map(({ id }) => id);
}

/**
 * Takes a message, as the system, and holds it until the transaction ends: null when it left, or has nothing to say any
 * more. Throws when another process holds it.
 */
export async function takeMail(tx: Tx, mailId: string): Promise<TakenMail | null> {
	const { rows } = await sql<{ mail: TakenMail | null }>`
		select private.take_mail(${mailId}::uuid) as mail`.execute(tx);
	return rows[0]?.mail ?? null;
}

/** Notes that a message left, as the system. */
export async function settleMail(tx: Tx, mailId: string): Promise<void> {
	await sql`select private.settle_mail(${mailId}::uuid)`.execute(tx);
}

/** Language of whoever holds a link for fewer messages, null when there is no such link; with `apply`, it is done. As the system. */
export async function fewerMails(
	tx: Tx,
	token: string,
	apply: boolean
): Promise<MailLanguage | null> {
	const { rows } = await sql<{ language: MailLanguage | null }>`
		select private.fewer_mails(${token}, ${apply}) as language`.execute(tx);
	return rows[0]?.language ?? null;
}

/** How the caller is written to; null for who has no profile. */
export async function findMailChoices(tx: Tx): Promise<MailChoices | null> {
	const { rows } = await sql<MailChoices>`
		select s.language, s.paces from public.find_mail_settings() as s`.execute(tx);
	return rows[0] ?? null;
}

/** Chooses how the caller is written to. Throws Refusal('invalid') on what is no choice. */
export async function setMailChoices(
	tx: Tx,
	choices: { language: MailLanguage; paces: Partial<MailPaces> }
): Promise<void> {
	await sql`select public.set_mail_settings(${choices.language}, ${JSON.stringify(choices.paces)}::jsonb)`.execute(
		tx
	);
}
