import type { Page } from '@playwright/test';
import { addDays, localMoment } from '../../src/lib/domain/agenda-calendar';
import { type OwnApplication, test } from './support/own-application';
import { signIn } from './support/sign-in';
import { expect } from './support/test';

const FIRST = 'Tour de table, accueil de l’association Mot à Mot';
const GARDE = 'Qui peut proposer une garde avant 8 h 30, dès janvier ?';
const CRECHE = 'La crèche ne répond pas, quel autre mode de garde ?';
const FUND = 'Fonds d’urgence : 2 demandes à examiner';

test('[J150] one is invited to a running meeting, and follows without the focus being moved', async ({
	newcomer,
	own
}) => {
	const [nathalie, amina, lea] = [await newcomer(), await newcomer(), await newcomer()];
	await signIn(nathalie, 'nathalie');
	await Promise.all([signIn(amina, 'amina'), signIn(lea, 'lea')]);
	await Promise.all([amina.goto('/ma-journee'), lea.goto('/ma-journee')]);
	await lead(nathalie, own, 'start', {});

	const invitation = (page: Page) => page.getByRole('region', { name: 'Réunion en cours' });
	await expect(invitation(lea)).toContainText('Nathalie vous invite à suivre');
	await lea.getByRole('button', { name: 'Pas maintenant' }).click();
	await expect(invitation(lea)).toHaveCount(0);
	await lea.reload();
	await expect(lea.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(invitation(lea)).toHaveCount(0);

	await show(nathalie, own, FIRST);
	await invitation(amina).getByRole('link', { name: 'Suivre' }).click();
	await expect(amina.getByText('Vous suivez Nathalie')).toBeVisible();
	await expect(amina.getByRole('heading', { name: FIRST })).toBeVisible();
	await line(amina).focus();
	await show(nathalie, own, GARDE);
	await expect(question(amina, GARDE)).toBeVisible();
	await expect(line(amina)).toBeFocused();
	await expect(amina.getByRole('status').filter({ hasText: 'Point en cours' })).toHaveCount(1);
});

test('[J151] who looks elsewhere is left alone until they rejoin; what concerns them is marked', async ({
	newcomer,
	own
}) => {
	const [nathalie, amina] = [await newcomer(), await newcomer({ viewport: PHONE })];
	await Promise.all([signIn(nathalie, 'nathalie'), signIn(amina, 'amina')]);
	await lead(nathalie, own, 'start', {});
	await show(nathalie, own, GARDE);
	await follow(amina, own);
	await expect(question(amina, GARDE)).toBeVisible();

	const agenda = amina.getByRole('navigation', { name: 'Ordre du jour' });
	await expect(agenda.getByRole('button', { name: /VT-012/ })).toContainText('Vous concerne');
	await expect(agenda.getByRole('button', { name: /VT-037/ })).not.toContainText('Vous concerne');
	await agenda.getByRole('button', { name: /VT-012/ }).click();
	await expect(amina.getByText('Vous regardez un autre point')).toBeVisible();
	await expect(question(amina, CRECHE)).toBeVisible();
	await show(nathalie, own, FIRST);
	await expect(agenda.getByRole('button', { name: FIRST })).toContainText('En cours');
	await expect(question(amina, CRECHE)).toBeVisible();

	await amina.getByRole('button', { name: 'Rejoindre' }).click();
	await expect(amina.getByText('Vous suivez Nathalie')).toBeFocused();
	await expect(amina.getByRole('heading', { name: FIRST })).toBeVisible();
});

test('[J152] a line lands once: on the other screens, in the case and in the day of its owner; a latecomer reads it', async ({
	newcomer,
	own
}) => {
	const [nathalie, amina, lea] = [await newcomer(), await newcomer(), await newcomer()];
	await Promise.all([signIn(nathalie, 'nathalie'), signIn(amina, 'amina'), signIn(lea, 'lea')]);
	await lead(nathalie, own, 'start', {});
	await show(nathalie, own, GARDE);
	await Promise.all([follow(amina, own), follow(lea, own)]);
	await expect(question(amina, GARDE)).toBeVisible();

	await line(amina).fill('Visiter la crèche des Prés @léa dans 2 jours');
	await expect(amina.getByText(/^Pour Léa Marchand, échéance/)).toBeVisible();
	await expect(lea.getByText('Amina prend note')).toBeVisible();
	await line(amina).press('Enter');

	await expect(line(amina)).toHaveValue('');
	await expect(line(amina)).toBeFocused();
	const added = (page: Page) =>
		page.getByRole('listitem').filter({ hasText: 'Visiter la crèche des Prés' });
	await expect(added(lea)).toHaveCount(1);
	await expect(added(lea)).toContainText('Léa');
	await expect(lea.getByText('Amina prend note')).toHaveCount(0);

	const late = await newcomer();
	await signIn(late, 'bruno');
	await follow(late, own);
	await expect(question(late, GARDE)).toBeVisible();
	await expect(added(late)).toHaveCount(1);

	await lea.goto('/ma-journee');
	const waiting = lea
		.locator('[data-inbox-item]')
		.filter({ hasText: 'Visiter la crèche des Prés' });
	await expect(waiting).toHaveCount(1);
	await lea.goto('/q/les-tilleuls/situations/VT-018');
	await expect(lea.getByText('Visiter la crèche des Prés')).toHaveCount(1);
	const kept = await own.db.query(
		`select owner_id = $1 as hers, due_on::text as due from public.actions where label = 'Visiter la crèche des Prés'`,
		[await idOf(own, 'lea')]
	);
	expect(kept.rows).toEqual([{ hers: true, due: addDays(localMoment(new Date()).date, 2) }]);
});

test('[J153] what is understood can be left as text; a refused line keeps its words; what was added is taken back', async ({
	newcomer,
	own
}) => {
	const [nathalie, amina] = [await newcomer(), await newcomer()];
	await Promise.all([signIn(nathalie, 'nathalie'), signIn(amina, 'amina')]);
	await lead(nathalie, own, 'start', {});
	await show(nathalie, own, GARDE);
	await follow(amina, own);

	await line(amina).fill('Prévenir la mairie vendredi');
	await expect(amina.getByText(/^Échéance/)).toBeVisible();
	await line(amina).press('Escape');
	await expect(amina.getByText(/^Échéance/)).toHaveCount(0);
	await expect(line(amina)).toHaveValue('Prévenir la mairie vendredi');

	await amina.getByText('Frein', { exact: true }).click();
	await line(amina).press('Enter');
	await expect(amina.getByText('Choisissez le type de frein.')).toBeVisible();
	await expect(line(amina)).toHaveValue('Prévenir la mairie vendredi');

	await amina.getByText('Décision', { exact: true }).click();
	await line(amina).press('Enter');
	const added = amina.getByRole('listitem').filter({ hasText: 'Prévenir la mairie vendredi' });
	await expect(added).toHaveCount(1);
	await amina.getByRole('button', { name: 'Annuler', exact: true }).click();
	await expect(added).toHaveCount(0);
});

test('[J154] what a meeting asks of somebody outside the circle waits in their day, and is done there', async ({
	newcomer,
	own
}) => {
	const [nathalie, karim] = [await newcomer(), await newcomer()];
	await Promise.all([signIn(nathalie, 'nathalie'), signIn(karim, 'karim')]);
	await lead(nathalie, own, 'start', {});
	await show(nathalie, own, FUND);
	await follow(karim, own);
	await expect(karim.getByRole('heading', { name: FUND })).toBeVisible();
	// The line is begun on one item: it stays about it when the meeting goes on.
	await line(karim).fill('Chiffrer la demande @Karim demain');
	await show(nathalie, own, GARDE);
	await expect(karim.getByText(`Noté pour : ${FUND}`)).toBeVisible();
	await line(karim).press('Enter');
	await expect(line(karim)).toHaveValue('');

	await karim.goto('/ma-journee');
	await karim.getByRole('link', { name: /Chiffrer la demande/ }).click();
	await karim.getByRole('button', { name: 'Marquer comme fait : Chiffrer la demande' }).click();
	await expect(karim.getByText('Fait : Chiffrer la demande')).toBeVisible();
	const { rows } = await own.db.query(
		`select item_id like 'case:%' as on_case, done_at is not null as done from public.decisions where label = 'Chiffrer la demande'`
	);
	expect(rows).toEqual([{ on_case: false, done: true }]);
});

const PHONE = { width: 390, height: 844 };

function line(page: Page) {
	return page.getByLabel('Ce que le groupe décide');
}

function question(page: Page, text: string) {
	return page.getByRole('heading', { level: 2, name: text });
}

async function follow(page: Page, own: OwnApplication): Promise<void> {
	await page.goto(`${await addressOf(own)}/suivre`);
	await expect(page.getByText('Tout est enregistré', { exact: true })).toBeVisible();
}

/** Asks as whoever leads. */
async function lead(
	page: Page,
	own: OwnApplication,
	action: string,
	form: Record<string, string>
): Promise<void> {
	const answer = await page.request.post(`${own.url}${await addressOf(own)}/animer?/${action}`, {
		form,
		headers: { origin: own.url, accept: 'application/json', 'x-sveltekit-action': 'true' }
	});
	expect(await answer.text()).toContain('"type":"success"');
}

/** Goes to the item of that title or question. */
async function show(page: Page, own: OwnApplication, text: string): Promise<void> {
	// The questions hold no-break spaces.
	const { rows } = await own.db.query<{ from: string; to: string }>(
		`select r.item_id as "from", i.item_id as "to" from public.meeting_runs as r
		 join public.agenda_items as i on i.meeting_id = r.meeting_id and $1 in (translate(i.title, chr(160), ' '), translate(i.question, chr(160), ' '))
		 where r.ended_at is null and (r.meeting_id = (${NEXT}))`,
		[text]
	);
	const [step] = rows;
	if (!step) throw new Error(`${text} is not on the agenda.`);
	if (step.from !== step.to) await lead(page, own, 'goTo', { ...step, done: 'false' });
}

const NEXT = `select m.id from public.meetings as m where m.status in ('draft', 'running') order by m.starts_at limit 1`;

async function addressOf(own: OwnApplication): Promise<string> {
	const { rows } = await own.db.query<{ day: string }>(
		`select (starts_at at time zone 'Europe/Paris')::date::text as day from public.meetings where id = (${NEXT})`
	);
	return `/q/les-tilleuls/reunions/${rows[0]?.day ?? ''}`;
}

async function idOf(own: OwnApplication, name: string): Promise<string> {
	const { rows } = await own.db.query<{ id: string }>(
		'select id from auth.users where email = $1',
		[`${name}@tilleuls.example`]
	);
	return rows[0]?.id ?? '';
}
