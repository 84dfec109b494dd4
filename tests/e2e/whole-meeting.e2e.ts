/** One meeting from its start to the preparation of the next one, by four people, on an application that is killed once. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import type pg from 'pg';
import {
	openDatabase,
	removeFolder,
	startApplication,
	type Application
} from './support/application';
import { saved } from './support/board-page';
import { signIn } from './support/sign-in';
import { expect, test } from './support/test';
import type { MemberKey } from '../../src/lib/server/local/demo/team';

test.use({
	expectedMessages: [/WebSocket|ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch/]
});

/** Within which a page that was cut off is back, in milliseconds. */
const BACK_WITHIN = 20_000;

let application: Application;
test.beforeAll(async () => {
	application = await startApplication();
});
test.afterAll(async () => {
	await application.stop();
	removeFolder(application.folder);
});

test('[CL7] a meeting whose facilitator vanishes, whose server is killed and which two people end at once loses nothing and has nothing twice', async ({
	visitor
}) => {
	test.setTimeout(300_000);
	const enter = (person: MemberKey): Promise<Page> => visitorAs(person, visitor);
	// Somebody else may lead when the facilitator is gone.
	await inDatabase((db) =>
		db.query(
			`update public.mandates set role = 'facilitator'
			 where profile_id = (select id from public.profiles where first_name = 'Léa')`
		)
	);
	const [nathalie, lea, karim] = [
		await enter('nathalie'),
		await enter('lea'),
		await enter('karim')
	];
	await nathalie.goto('/q/les-tilleuls/reunions');
	const link = nathalie.getByRole('link', { name: /^Préparer la réunion/ }).first();
	const base = ((await link.getAttribute('href')) ?? '').replace(/\/preparer$/, '');

	await test.step('it starts; the note-taker and the remote follower see it', async () => {
		await nathalie.goto(`${base}/animer`);
		await nathalie.getByRole('button', { name: 'Démarrer la réunion' }).click();
		await expect(nathalie.getByRole('button', { name: /^Suivante/ })).toBeVisible();
		await Promise.all([lea, karim].map((page) => page.goto(`${base}/suivre`)));
		for (const page of [lea, karim]) await expect(shown(page)).toContainText('Tour de table');
		await decide(lea, 'Préparer l’accueil @Karim demain');
		for (const page of [nathalie, lea, karim])
			await expect(page.getByText('Préparer l’accueil', { exact: true })).toHaveCount(1);
	});

	await test.step('who comes late sees the same item and what was decided on it', async () => {
		await next(nathalie);
		await expect(shown(lea)).not.toContainText('Tour de table');
		const title = await shown(lea).getByRole('heading').first().textContent();
		await expect(shown(karim).getByRole('heading').first()).toHaveText(title ?? '');
		const amina = await enter('amina');
		await amina.goto(`${base}/suivre`);
		await expect(shown(amina).getByRole('heading').first()).toHaveText(title ?? '');
		await decide(amina, 'Relire ensemble');
		await expect(karim.getByText('Relire ensemble', { exact: true })).toHaveCount(1);
		await amina.context().close();
	});

	await test.step('the facilitator vanishes and another one leads', async () => {
		await next(nathalie);
		const title = await shown(lea).getByRole('heading').first().textContent();
		await nathalie.context().close();
		await lea.goto(`${base}/animer`);
		await lea.getByRole('button', { name: 'Reprendre l’animation' }).click();
		await expect(lea.getByText('Vous animez la réunion.').first()).toBeVisible();
		await expect(shown(karim).getByRole('heading').first()).toHaveText(title ?? '');
		await next(lea);
		await expect(shown(karim).getByRole('heading').first()).not.toHaveText(title ?? '');
		await decide(karim, 'Noté juste avant la panne');
		await expect(karim.getByText('Noté juste avant la panne', { exact: true })).toHaveCount(1);
		await expect(saved(karim)).toBeVisible();
	});

	await test.step('the server is killed and comes back: nothing lost, nothing twice', async () => {
		const before = await inDatabase(courseOf);
		await application.kill();
		application = await startApplication({
			folder: application.folder,
			port: Number(new URL(application.url).port)
		});
		expect(await inDatabase(courseOf)).toEqual(before);
		// A decision is one on the item that one sees: who comes back a few seconds later sees the one before until then.
		const heading = shown(karim).getByRole('heading').first();
		const seen = (await heading.textContent()) ?? '';
		await next(lea);
		await expect(heading).not.toHaveText(seen, { timeout: BACK_WITHIN });
		await decide(karim, 'Noté juste après la panne');
		await expect(lea.getByText('Noté juste après la panne', { exact: true })).toHaveCount(1);
		const after = await inDatabase(courseOf);
		expect(after.decisions).toBe(before.decisions + 1);
		expect(after.done).toBe(before.done + 1);
	});

	await test.step('what lacks an owner is fixed, the next date planned, and two end it at once', async () => {
		const again = await enter('nathalie');
		await Promise.all([lea, again].map((page) => page.goto(`${base}/clore`)));
		await expect(again.getByText(/sans personne ou sans échéance/)).toBeVisible();
		await again
			.getByLabel('Qui s’en charge : Relire ensemble')
			.selectOption({ label: 'Amina Derouiche' });
		await expect(lea.getByLabel('Qui s’en charge : Relire ensemble')).not.toHaveValue('');
		await again.getByRole('button', { name: 'Planifier cette date' }).click();
		await expect(again.getByText('Déjà planifiée.')).toBeVisible();
		const left = await inDatabase(courseOf);
		await Promise.all(
			[lea, again].map((page) =>
				page.getByRole('button', { name: 'Clore et publier le relevé' }).click()
			)
		);
		for (const page of [lea, again]) await page.waitForURL(/\/releve$/);
		const closed = await inDatabase(courseOf);
		expect(closed).toMatchObject({
			...{ closings: 1, sealed: 1, decisions: left.decisions, done: left.done },
			...{ carried: left.open, returns: left.casesDone }
		});
	});

	await test.step('the next preparation begins with what was left and what was decided', async () => {
		const page = await enter('nathalie');
		await page.goto('/q/les-tilleuls/reunions');
		await page
			.getByRole('link', { name: /^Préparer la réunion/ })
			.first()
			.click();
		const tab = page.getByRole('tab', { name: /^Reportées/ });
		await expect(tab).toHaveAttribute('aria-selected', 'true');
		await expect(page.getByText(/^Reportée du /).first()).toBeVisible();
		await expect(page.getByRole('heading', { name: 'Retour sur les décisions' })).toBeVisible();
		const rows = page.getByRole('tabpanel').getByRole('listitem');
		const agenda = page.getByRole('button', { name: /^Déplacer ou retirer / });
		const planned = await agenda.count();
		const count = await rows.count();
		await rows
			.getByRole('button', { name: /à l’ordre du jour$/ })
			.first()
			.click();
		await expect(rows).toHaveCount(count - 1);
		await expect(agenda).toHaveCount(planned + 1);
		await expect(saved(page)).toBeVisible();
	});
});

/** What the tables say of the meeting that ran last. */
interface Course {
	decisions: number;
	/** Decisions that are actions of a case. */
	actions: number;
	done: number;
	casesDone: number;
	/** Items that come back. */
	open: number;
	carried: number;
	closings: number;
	sealed: number;
	/** People who are told what was decided. */
	returns: number;
}

async function courseOf(db: pg.Client): Promise<Course> {
	const { rows } = await db.query<Course>(COURSE);
	const [course] = rows;
	if (!course) throw new Error('No meeting ran.');
	return course;
}

const COURSE = `
	with it as (select r.meeting_id from public.meeting_runs as r order by r.started_at desc limit 1),
	items as (
		select i.item_id, i.kind, i.title, coalesce(r.state, 'todo') as state
		from public.agenda_items as i join it using (meeting_id)
		left join public.run_items as r on r.meeting_id = i.meeting_id and r.item_id = i.item_id
	)
	select
		(select count(*)::int from public.decisions as d join it using (meeting_id)) as decisions,
		(select count(*)::int from public.decisions as d join it using (meeting_id)
		 join public.actions as a on a.id = d.action_id) as actions,
		(select count(*)::int from items as i where i.state = 'done') as done,
		(select count(*)::int from items as i where i.state = 'done' and i.kind = 'case') as "casesDone",
		(select count(*)::int from items as i
		 where i.state <> 'done' and i.kind <> 'opening' and i.title <> private.standing_title()) as open,
		(select count(*)::int from public.carried_items as c join it using (meeting_id)) as carried,
		(select count(*)::int from public.meeting_closings as c join it using (meeting_id)) as closings,
		(select count(*)::int from public.meeting_closings as c join it using (meeting_id)
		 where c.sealed_at is not null) as sealed,
		(select count(*)::int from public.actions as a
		 where a.label = private.return_label() and a.created_at > now() - interval '10 minutes') as returns`;

async function inDatabase<T>(work: (db: pg.Client) => Promise<T>): Promise<T> {
	const db = await openDatabase(application.folder);
	try {
		return await work(db);
	} finally {
		await db.end();
	}
}

/** The item that a follower sees. */
function shown(page: Page) {
	return page.getByRole('region', { name: 'Point affiché' });
}

/** Goes on, as whoever leads, and waits until it is done. */
async function next(page: Page): Promise<void> {
	const button = page.getByRole('button', { name: /^Suivante/ });
	const before = (await button.textContent()) ?? '';
	await button.click();
	await expect(button).not.toHaveText(before);
}

async function decide(page: Page, line: string): Promise<void> {
	const field = page.getByLabel('Ce que le groupe décide');
	await field.fill(line);
	await field.press('Enter');
	await expect(field).toHaveValue('');
}

async function visitorAs(
	person: MemberKey,
	visitor: (options?: BrowserContextOptions) => Promise<Page>
): Promise<Page> {
	const page = await visitor({ baseURL: application.url });
	await signIn(page, person);
	return page;
}
