import { sql } from 'kysely';
import type { Service, ServiceFields } from '$lib/domain/service';
import type { Tx } from './transaction';

/** Lists the services that the caller may know of in a group, by name; none in a group that is not theirs. */
export async function listServices(tx: Tx, groupId: string): Promise<Service[]> {
	const { rows } = await sql<Service>`
		select s.id, s.organization_id as "organizationId", s.organization, s.name, s.description, s.contact,
			s.how_to_refer as "howToRefer", s.conditions, s.delay, s.types, s.checked_on as "checkedOn",
			s.checked_by as "checkedBy", s.mine
		from public.list_services(${groupId}::uuid) as s`.execute(tx);
	return rows;
}

/** Adds a service of the caller's organisation. Throws Refusal: not_found without a group, conflict, invalid. */
export async function addService(
	tx: Tx,
	{ id, fields }: { id: string; fields: ServiceFields }
): Promise<void> {
	await sql`select public.add_service(${id}::uuid, ${JSON.stringify(fields)}::jsonb)`.execute(tx);
}

/** Changes the fields that are there. Throws Refusal: not_found, not_allowed for another organisation's, invalid. */
export async function setService(
	tx: Tx,
	{ id, changes }: { id: string; changes: Partial<ServiceFields> }
): Promise<void> {
	await sql`select public.set_service(${id}::uuid, ${JSON.stringify(changes)}::jsonb)`.execute(tx);
}

/** Says that what is written of a service is right today. Throws Refusal: not_found, not_allowed. */
export async function checkService(tx: Tx, id: string): Promise<void> {
	await sql`select public.check_service(${id}::uuid)`.execute(tx);
}

/** Takes a service out of the directory, or puts it back. Throws Refusal: not_found, not_allowed. */
export async function archiveService(
	tx: Tx,
	{ id, archived }: { id: string; archived: boolean }
): Promise<void> {
	await sql`select public.archive_service(${id}::uuid, ${archived})`.execute(tx);
}
