import type { Locator, Page } from '@playwright/test';
import type { MemberKey } from '../../src/lib/server/local/demo/team';
import { test, type OwnApplication } from './support/own-application';
import { signIn } from './support/sign-in';
import { expect } from './support/test';

// One meeting, played from its start.
test.describe.configure({ mode: 'serial' });
test.use({ story: 'run' });

const WRONG_BY_MS = 3 * 3_600_000;
interface Fixtures {
	newcomer: () => Promise<Page>;
	own: OwnApplication;
}

test('[U20] whoever facilitates starts the meeting and leads it by keyboard alone', async ({
	newcomer,
	own
}) => {
	const page = await openRun({ newcomer, own }, 'nathalie');
	await expect(page.getByText('Ce qui se dit ici reste ici.')).toBeVisible();
	await page.getByRole('button', { name: 'Démarrer la réunion' }).focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('Réunion en cours')).toBeVisible();
	await expect(timer(page)).toHaveText(/^(10:00|9:[45]\d)$/);
	await expect(current(page)).toContainText('Tour de table');

	await page.keyboard.press('ArrowRight');
	await expect(current(page)).toContainText('Retour sur les décisions');
	await page.keyboard.press('ArrowRight');
	await expect(page.getByText('Question au groupe')).toBeVisible();
	await page.keyboard.press('ArrowLeft');
	await expect(current(page)).toContainText('Retour sur les décisions');
	await page.keyboard.press('t');
	await expect(timer(page)).toHaveText(/^(12:00|11:\d\d)$/);

	await page.locator('body').click({ position: { x: 700, y: 80 } });
	await page.keyboard.press('Space');
	await expect(page.getByText('En pause')).toBeVisible();
	await page.keyboard.press('Space');
	await expect(page.getByText('Réunion en cours')).toBeVisible();

	await page.keyboard.press('d');
	const line = page.getByRole('textbox', { name: 'Ce que le groupe décide' });
	await expect(line).toBeFocused();
	await page.keyboard.type('tard ');
	await expect(line).toHaveValue('tard ');
	await expect(timer(page)).toHaveText(/^1[01]:/);
});

test('[U21] projection and console agree; only the console shows names', async ({
	newcomer,
	own
}) => {
	const projection = await openRun({ newcomer, own }, 'nathalie');
	const console = await projection.context().newPage();
	await console.goto(`${projection.url()}?vue=console`);
	await projection.getByRole('button', { name: /VT-024/ }).click();

	for (const page of [projection, console]) await expect(current(page)).toContainText('VT-024');
	await expect(console.getByText('Dylan F.').first()).toBeVisible();
	await expect(projection.getByText('D.\u00a0F.').first()).toBeVisible();
	await expect(projection.getByText(/Dylan|Samira|Jean-Luc/)).toHaveCount(0);
	await console.getByRole('button', { name: 'Pause' }).click();
	for (const page of [projection, console]) await expect(page.getByText('En pause')).toBeVisible();
	expect(await timer(projection).textContent()).toBe(await timer(console).textContent());
	await console.getByRole('button', { name: 'Reprendre', exact: true }).click();
	await expect(projection.getByText('Réunion en cours')).toBeVisible();
});

test('[U22] a page that is loaded again, and a computer whose clock is wrong, show the same time', async ({
	newcomer,
	own
}) => {
	const right = await openRun({ newcomer, own }, 'nathalie');
	const before = secondsOf(await timer(right).textContent());
	await right.reload();
	const after = secondsOf(await timer(right).textContent());
	expect(after).toBeLessThanOrEqual(before);
	expect(after).toBeGreaterThan(before - 30);

	const wrong = await right.context().newPage();
	await wrong.addInitScript((by) => {
		const now = Date.now.bind(Date);
		Date.now = () => now() + by;
	}, WRONG_BY_MS);
	await wrong.goto(right.url());
	await expect(timer(wrong)).toBeVisible();
	await expect(async () => {
		const [one, other] = await Promise.all([
			timer(right).textContent(),
			timer(wrong).textContent()
		]);
		expect(Math.abs(secondsOf(one) - secondsOf(other))).toBeLessThanOrEqual(1);
	}).toPass();
});

test('[U23] what is postponed leaves the screen and comes back; what comes up is noted aside', async ({
	newcomer,
	own
}) => {
	const page = await openRun({ newcomer, own }, 'nathalie');
	await expect(current(page)).toContainText('VT-024');
	await page.getByRole('button', { name: /^Reporter/ }).click();
	await expect(current(page)).toContainText('VT-012');
	await expect(page.getByRole('button', { name: /VT-024/ })).toContainText('Reporté');
	await page.getByRole('button', { name: 'Annuler', exact: true }).click();
	await expect(page.getByRole('button', { name: /VT-024/ })).not.toContainText('Reporté');

	await page.getByLabel('Prendre en note à part').fill('Horaires de la ligne 7');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Notés à part')).toBeVisible();
	await expect(page.getByRole('button', { name: /Horaires de la ligne 7/ })).toBeVisible();
	await expect(page.getByText('0 sur 1', { exact: true })).toBeVisible();
});

test('[U24] the meeting goes on without whoever leads it, and another facilitator takes over', async ({
	newcomer,
	own
}) => {
	await own.db.query(
		`update public.mandates set role = 'facilitator'
		 where profile_id = (select id from auth.users where email = 'thomas@tilleuls.example')`
	);
	const nathalie = await openRun({ newcomer, own }, 'nathalie');
	const thomas = await openRun({ newcomer, own }, 'thomas');
	await expect(thomas.getByText('Nathalie anime').first()).toBeVisible();
	await nathalie.goto('/reglages/profil');
	await expect(
		thomas.getByText('Connexion de Nathalie interrompue. La réunion continue.')
	).toBeVisible({ timeout: 20_000 });
	await expect(timer(thomas)).toBeVisible();
	await thomas.getByRole('button', { name: 'Reprendre l’animation' }).click();
	await expect(thomas.getByText('Thomas anime').first()).toBeVisible();
	await nathalie.goBack();
	await expect(nathalie.getByText('Thomas anime').first()).toBeVisible();
	await expect(nathalie.getByRole('button', { name: 'Reprendre l’animation' })).toBeVisible();

	await thomas.getByRole('button', { name: /^Suivante/ }).click();
	for (const page of [nathalie, thomas]) await expect(current(page)).toContainText('VT-018');
});

test('[U25] who does not lead follows, and a small screen too', async ({ newcomer, own }) => {
	const amina = await openRun({ newcomer, own }, 'amina');
	await expect(amina).toHaveURL(/\/suivre$/);
	const nathalie = await openRun({ newcomer, own }, 'nathalie');
	await nathalie.setViewportSize({ width: 800, height: 900 });
	await expect(nathalie.getByRole('link', { name: 'Suivre la réunion' })).toBeVisible();
	await expect(timer(nathalie)).toBeHidden();
});

async function openRun({ newcomer, own }: Fixtures, person: MemberKey): Promise<Page> {
	const { rows } = await own.db.query<{ date: string }>(
		`select (starts_at at time zone 'Europe/Paris')::date::text as date from public.meetings
		 where status <> 'closed' order by starts_at limit 1`
	);
	const page = await newcomer();
	await signIn(page, person);
	// A key pressed before the scripts run is pressed for nothing.
	const scripted = page.waitForEvent('websocket');
	await page.goto(`/q/les-tilleuls/reunions/${rows[0]?.date ?? ''}/animer`);
	await scripted;
	return page;
}

function timer(page: Page): Locator {
	return page.getByRole('timer', { name: 'Temps du point en cours' });
}

/** The item on screen, as the agenda shows it. */
function current(page: Page): Locator {
	return page.locator('[aria-current="step"]');
}

/** Seconds left of `3:18`, negative for `+ 1:20`. */
function secondsOf(text: string | null): number {
	const [, over, minutes, seconds] = /^(\+\u00a0)?(\d+):(\d\d)$/.exec(text ?? '') ?? [];
	const left = Number(minutes) * 60 + Number(seconds);
	return over === undefined ? left : -left;
}
