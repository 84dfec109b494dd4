import { localMoment } from '$lib/domain/agenda-calendar';
import { refuse } from '$lib/server/access/refuse';
import { requireCaller } from '$lib/server/access/session';
import { getApp } from '$lib/server/app/app';
import { command } from '$lib/server/app/commands';
import { findGroupBySlug } from '$lib/server/database/members';
import {
	addService,
	archiveService,
	checkService,
	listServices,
	setService
} from '$lib/server/database/services';
import { asCaller, type Tx } from '$lib/server/database/transaction';
import { ArchiveForm, CheckForm, ServiceForm, typesOf } from './service-form';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent, depends }) => {
	depends('maillage:directory');
	const { group } = await parent();
	const services = await asCaller(getApp().databases, requireCaller(locals), (tx) =>
		listServices(tx, group.id)
	).catch(refuse);
	return { services, today: localMoment(new Date()).date };
};

export const actions: Actions = {
	add: command({
		schema: ServiceForm,
		administrators: false,
		async work(tx, { id, ...fields }, { params, form }) {
			await requireGroup(tx, params);
			await addService(tx, { id, fields: { ...fields, types: typesOf(form) } });
		}
	}),
	edit: command({
		schema: ServiceForm,
		administrators: false,
		async work(tx, { id, ...changes }, { params, form }) {
			await requireGroup(tx, params);
			await setService(tx, { id, changes: { ...changes, types: typesOf(form) } });
		}
	}),
	check: command({
		schema: CheckForm,
		administrators: false,
		async work(tx, { id }, { params }) {
			await requireGroup(tx, params);
			await checkService(tx, id);
		}
	}),
	archive: command({
		schema: ArchiveForm,
		administrators: false,
		async work(tx, input, { params }) {
			await requireGroup(tx, params);
			await archiveService(tx, input);
		}
	})
};

/** The address names a group of the caller. Throws Refusal('not_found'). */
async function requireGroup(tx: Tx, params: Partial<Record<string, string>>): Promise<void> {
	await findGroupBySlug(tx, params['territory'] ?? '');
}
