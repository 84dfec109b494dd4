import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceFields } from '../../src/lib/domain/service';
import {
	addService,
	archiveService,
	checkService,
	listServices,
	setService
} from '../../src/lib/server/database/services';
import { asCaller, type Tx } from '../../src/lib/server/database/transaction';
import { testDatabase, type TestDatabase } from '../support/database';
import { buildWorld, type SignedIn, type World } from './world';

const FIELDS: ServiceFields = {
	name: ' Navette du matin ',
	description: 'Départ à 5 h 40.',
	contact: '01 99 00 12 34',
	howToRefer: 'Appeler la veille',
	conditions: '',
	delay: 'Le lendemain',
	types: ['mobility', 'isolation']
};

let database: TestDatabase;
let world: World;
beforeAll(async () => {
	database = await testDatabase();
	world = await buildWorld(database);
});
afterAll(() => database.drop());

test('[WD3] people of an organisation write its services, and the groups where it works read them', async () => {
	const id = randomUUID();
	await as('circle', (tx) => addService(tx, { id, fields: FIELDS }));
	await as('circle', (tx) => addService(tx, { id, fields: { ...FIELDS, name: 'Encore' } }));
	const seen = await listed('facilitator', id);
	expect(seen).toMatchObject({
		...FIELDS,
		name: 'Navette du matin',
		organization: 'Alpha',
		mine: false
	});
	expect(await listed('colleague', id)).toMatchObject({ mine: true });
	for (const actor of ['observer', 'ended', 'stranger', 'neighbour'] as const) {
		expect(await listed(actor, id)).toBeUndefined();
	}
	await expect(
		as('partner', (tx) => setService(tx, { id, changes: { delay: 'Un mois' } }))
	).rejects.toMatchObject({ code: 'not_allowed' });
	await as('colleague', (tx) =>
		setService(tx, { id, changes: { delay: '', types: ['mobility'] } })
	);
	expect(await listed('partner', id)).toMatchObject({
		delay: '',
		types: ['mobility'],
		contact: FIELDS.contact
	});
});

test('[WD4] a service of a sensitive organisation is known to its own people alone', async () => {
	const { hidden } = world.services;
	expect(await listed('unnamed', hidden)).toMatchObject({ organization: 'Clinique', mine: true });
	expect(await listed('circle', hidden)).toBeUndefined();
	await expect(as('circle', (tx) => checkService(tx, hidden))).rejects.toMatchObject({
		code: 'not_found'
	});
});

test('[WD5] a service without a type, or of a type that is none, is refused whole', async () => {
	const id = randomUUID();
	for (const types of [[], ['weather' as 'mobility']]) {
		await expect(
			as('circle', (tx) => addService(tx, { id, fields: { ...FIELDS, types } }))
		).rejects.toMatchObject({ code: 'invalid' });
	}
	expect(await listed('circle', id)).toBeUndefined();
});

test('[WD6] whoever writes or checks a service is named, to the groups where they work', async () => {
	const { open } = world.services;
	await database.owner.query(`update public.services set checked_on = '2026-01-01' where id = $1`, [
		open
	]);
	await as('colleague', (tx) => checkService(tx, open));
	const today = await database.owner.query<{ today: string }>(
		'select private.today()::text as today'
	);
	const checked = await listed('facilitator', open);
	expect(checked?.checkedOn).toBe(today.rows[0]?.today);
	expect(checked?.checkedBy).toEqual(expect.any(String));
	await as('neighbour', (tx) => checkService(tx, open));
	expect((await listed('facilitator', open))?.checkedBy).toBeNull();
});

test('[WD7] a service that is not given any more leaves the directory, and comes back', async () => {
	const { open } = world.services;
	await as('circle', (tx) => archiveService(tx, { id: open, archived: true }));
	expect(await listed('facilitator', open)).toBeUndefined();
	await as('circle', (tx) => archiveService(tx, { id: open, archived: false }));
	expect(await listed('facilitator', open)).toBeDefined();
});

async function listed(actor: SignedIn, id: string) {
	const services = await as(actor, (tx) => listServices(tx, world.group.id));
	return services.find((service) => service.id === id);
}

function as<T>(actor: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> {
	return asCaller(database.databases, world.callers[actor], work);
}
