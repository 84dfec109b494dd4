/** What happens around a meeting that runs: before it, beside whoever leads it, and once it is over. */
import type { Locator, Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import type { MemberKey } from '../../src/lib/server/local/demo/team';
import { saved } from './support/board-page';
import { test, type OwnApplication } from './support/own-application';
import { signIn } from './support/sign-in';
import { expect } from './support/test';

// One meeting, from its preparation to its minutes.
test.describe.configure({ mode: 'serial' });
test.use({ story: 'meeting room' });
test.use({
	expectedMessages: [/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to fetch|status of 400/]
});

const STEP_MINUTES = 7;

interface Fixtures {
	newcomer: () => Promise<Page>;
	own: OwnApplication;
}

test('[U27] a rehearsal goes through the agenda on one screen, and keeps nothing', async ({
	newcomer,
	own
}) => {
	const page = await open({ newcomer, own }, 'nathalie', 'preparer');
	await page.getByRole('link', { name: 'Répéter' }).click();
	await expect(page.getByText('Répétition')).toBeVisible();
	await expect(current(page)).toContainText('Tour de table');
	await page.getByRole('button', { name: /^Suivante/ }).click();
	await expect(current(page)).toContainText('Retour sur les décisions');
	await page.keyboard.press('t');
	await expect(timer(page)).toHaveText(/^1[12]:/);
	await expect(page.getByLabel('Ce que le groupe décide')).toHaveCount(0);
	await page.getByRole('button', { name: 'Terminer la répétition' }).click();
	await expect(page.getByRole('button', { name: 'Démarrer la réunion' })).toBeVisible();
	const { rows } = await own.db.query(
		`select from public.meeting_runs where ended_at is null union all select from public.run_items as i
		 join public.meetings as m on m.id = i.meeting_id where m.status <> 'closed'`
	);
	expect(rows).toEqual([]);
});

test('[U28] who follows sees the time, and asks to speak; whoever leads sees who', async ({
	newcomer,
	own
}) => {
	const nathalie = await open({ newcomer, own }, 'nathalie', 'animer');
	await nathalie.getByRole('button', { name: 'Démarrer la réunion' }).click();
	const amina = await open({ newcomer, own }, 'amina', 'suivre');
	await expect(timer(amina)).toHaveText(/^\d+:\d\d$/);
	const hand = amina.getByRole('button', { name: 'Demander la parole' });
	await hand.click();
	await expect(hand).toHaveAttribute('aria-pressed', 'true');
	await expect(nathalie.getByText('Parole demandée\u00a0: Amina').first()).toBeVisible();
	await hand.click();
	await expect(nathalie.locator('header').getByText('Parole demandée')).toHaveCount(0);

	await nathalie.goto('/reglages/profil');
	await expect(
		amina.getByText('Connexion de Nathalie interrompue. La réunion continue.')
	).toBeVisible({ timeout: 20_000 });
	await amina.context().setOffline(true);
	await expect(amina.getByText(/^Vous n’êtes plus à jour depuis/)).toBeVisible({ timeout: 30_000 });
	await nathalie.goBack();
	await nathalie.getByRole('button', { name: /^Suivante/ }).click();
	await amina.context().setOffline(false);
	await expect(amina.getByText(/^Vous n’êtes plus à jour depuis/)).toHaveCount(0, {
		timeout: 30_000
	});
	await expect(
		amina.getByRole('heading', { name: /^Retour sur les décisions/ }).first()
	).toBeVisible();
});

test('[U29] a point that takes more than its time says how much, and stays on screen', async ({
	newcomer,
	own
}) => {
	await own.db.query(
		`update public.meeting_runs set since = clock_timestamp() - interval '20 minutes' where ended_at is null`
	);
	const page = await open({ newcomer, own }, 'nathalie', 'animer');
	const shown = await current(page).textContent();
	await expect(async () => {
		// A key that is pressed before the scripts are there is lost.
		await page.keyboard.press('t');
		await expect(timer(page)).toHaveText(/^\+\u00a0\d+:\d\d$/, { timeout: 2000 });
	}).toPass();
	await expect(page.getByText(/^de plus que les/)).toBeVisible();
	expect(await current(page).textContent()).toBe(shown);
});

test('[U30] whoever leads hands over from the menu', async ({ newcomer, own }) => {
	const nathalie = await open({ newcomer, own }, 'nathalie', 'animer');
	await nathalie.getByRole('button', { name: 'Passer l’animation' }).click();
	await nathalie.getByRole('menuitem', { name: /^Thomas / }).click();
	await expect(nathalie.getByText('Thomas anime').first()).toBeVisible();
	const thomas = await open({ newcomer, own }, 'thomas', 'animer');
	await expect(thomas.getByRole('button', { name: /^Suivante/ })).toBeVisible();
});

test('[U31] axe finds nothing while it runs, when it is followed and before it is closed', async ({
	newcomer,
	own
}) => {
	const page = await open({ newcomer, own }, 'nathalie', 'animer');
	for (const part of ['animer', 'suivre', 'clore']) {
		await page.goto(`${await addressOf(own)}/${part}`);
		await expect(page.getByRole('main')).toBeVisible();
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(
			violations.map(
				({ id, help, nodes }) =>
					`${part} ${id}: ${help}: ${nodes.map(({ target }) => String(target)).join(' | ')}`
			)
		).toEqual([]);
	}
});

test('[U32] a screen that leads a meeting locks three hours after the last gesture, not before', async ({
	newcomer,
	own
}) => {
	const page = await newcomer();
	await page.clock.install();
	await signIn(page, 'nathalie');
	await page.goto(`${await addressOf(own)}/animer`);
	await expect(page.getByText('Thomas anime').first()).toBeVisible();
	await page.locator('dialog.idle').waitFor({ state: 'attached' });
	const lock = page.getByRole('dialog', { name: 'Maillage est verrouillé' });
	// In steps shorter than half of the lock: one beat that comes late does not lock.
	for (let minutes = 0; minutes < 170; minutes += STEP_MINUTES) {
		await page.clock.fastForward(STEP_MINUTES * 60_000);
		await expect(lock).toBeHidden();
	}
	for (let minutes = 0; minutes < 42; minutes += STEP_MINUTES) {
		await page.clock.fastForward(STEP_MINUTES * 60_000);
	}
	await expect(lock).toBeVisible();
});

test('[U33] a closed meeting says so on each screen, and is opened again with a reason', async ({
	newcomer,
	own
}) => {
	const nathalie = await open({ newcomer, own }, 'nathalie', 'clore');
	const amina = await open({ newcomer, own }, 'amina', 'suivre');
	const base = await addressOf(own);
	await nathalie.getByRole('button', { name: 'Clore et publier le relevé' }).click();
	await nathalie.waitForURL(/\/releve$/);
	await expect(amina.getByText('Cette réunion est close.')).toBeVisible();
	await nathalie.goto(`${base}/animer`);
	await expect(nathalie.getByText('Cette réunion est close.')).toBeVisible();
	await nathalie.goto(`${base}/releve`);
	await nathalie.getByText('Rouvrir la réunion').first().click();
	const submit = nathalie.getByRole('button', { name: 'Rouvrir', exact: true });
	await nathalie.getByLabel('Motif de la réouverture').fill('   ');
	await submit.click();
	await expect(nathalie.getByLabel('Motif de la réouverture')).toHaveAttribute(
		'aria-invalid',
		'true'
	);
	await nathalie.getByLabel('Motif de la réouverture').fill('Un point a été oublié.');
	await submit.click();
	await expect(amina.getByText('Cette réunion est close.')).toHaveCount(0);
	const { rows } = await own.db.query<{ reason: string }>(
		'select reason from public.meeting_closings where reopened_at is not null'
	);
	expect(rows).toEqual([{ reason: 'Un point a été oublié.' }]);
});

test('[U34] what was carried over is dismissed, and taken back', async ({ newcomer, own }) => {
	const page = await newcomer();
	await signIn(page, 'nathalie');
	await page.goto(`${await addressOf(own)}/clore`);
	await page.getByRole('button', { name: 'Planifier cette date' }).click();
	await expect(page.getByText('Déjà planifiée.')).toBeVisible();
	await page.getByRole('button', { name: 'Clore et publier le relevé' }).click();
	await page.waitForURL(/\/releve$/);
	await page.goto('/q/les-tilleuls/reunions');
	await page
		.getByRole('link', { name: /^Préparer la réunion/ })
		.first()
		.click();
	const rows = page.getByRole('tabpanel').getByRole('listitem');
	await expect(page.getByRole('tab', { name: /^Reportées/ })).toHaveAttribute(
		'aria-selected',
		'true'
	);
	const count = await rows.count();
	expect(count).toBeGreaterThan(0);
	await rows
		.getByRole('button', { name: /^Écarter/ })
		.first()
		.click();
	await expect(rows).toHaveCount(count - 1);
	await page.getByRole('button', { name: 'Annuler', exact: true }).click();
	await expect(rows).toHaveCount(count);
	await expect(saved(page)).toBeVisible();
});

test('[U35] the register goes on to older decisions', async ({ newcomer, own }) => {
	await own.db.query(
		`insert into public.decisions (id, meeting_id, group_id, item_id, kind, label, author_id, created_at)
		 select gen_random_uuid(), m.id, m.group_id, 'divers', 'decision', 'Ligne ' || n, m.created_by, m.starts_at + n * interval '1 second'
		 from (select * from public.meetings where status = 'closed' order by starts_at limit 1) as m, generate_series(1, 60) as n`
	);
	const page = await newcomer();
	await signIn(page, 'amina');
	await page.goto('/q/les-tilleuls/reunions/decisions');
	await expect(page.getByText('Ligne 1', { exact: true })).toHaveCount(0);
	await page.getByRole('link', { name: 'Décisions plus anciennes' }).click();
	await expect(page.getByText('Ligne 1', { exact: true })).toBeVisible();
	await page.getByRole('link', { name: 'Revenir aux dernières' }).click();
	await expect(page.getByText('Ligne 1', { exact: true })).toHaveCount(0);
});

test('[U36] a cancelled meeting says so where it would run', async ({ newcomer, own }) => {
	const { rows } = await own.db.query<{ day: string }>(
		`insert into public.meetings (group_id, starts_at, ends_at, created_by, cancelled_at)
		 select group_id, starts_at + interval '1 year', ends_at + interval '1 year', created_by, now()
		 from public.meetings order by starts_at desc limit 1
		 returning (starts_at at time zone 'Europe/Paris')::date::text as day`
	);
	const page = await newcomer();
	await signIn(page, 'nathalie');
	await page.goto(`/q/les-tilleuls/reunions/${rows[0]?.day ?? ''}/animer`);
	await expect(page.getByText('Cette réunion est annulée.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Démarrer la réunion' })).toHaveCount(0);
});

/** Address of the meeting that runs, else of the next one, before its last part. */
async function addressOf(own: OwnApplication): Promise<string> {
	const { rows } = await own.db.query<{ day: string }>(
		`select (starts_at at time zone 'Europe/Paris')::date::text as day from public.meetings
		 where status <> 'closed' and cancelled_at is null order by status <> 'running', starts_at limit 1`
	);
	return `/q/les-tilleuls/reunions/${rows[0]?.day ?? ''}`;
}

async function open(
	{ newcomer, own }: Fixtures,
	person: MemberKey,
	part: 'preparer' | 'animer' | 'suivre' | 'clore'
): Promise<Page> {
	const page = await newcomer();
	await signIn(page, person);
	await page.goto(`${await addressOf(own)}/${part}`);
	return page;
}

function timer(page: Page): Locator {
	return page.getByRole('timer', { name: 'Temps du point en cours' });
}

/** The item on screen, as the agenda shows it. */
function current(page: Page): Locator {
	return page.locator('[aria-current="step"]');
}
