import { test as isolated } from './support/isolation';
import { expect, test } from './support/test';

test('[O30] each kind of message has its pace, and what was chosen is kept', async ({ pageOf }) => {
	const page = await pageOf('sophie');
	await page.goto('/reglages/profil');
	await page.getByRole('link', { name: 'Courriels' }).click();
	const mentions = page.getByRole('group', { name: 'Une mention' });
	await expect(mentions.getByRole('radio', { name: 'Résumé du matin' })).toBeChecked();
	await expect(
		page
			.getByRole('group', { name: 'Ce qui est à faire aujourd’hui ou en retard' })
			.getByRole('radio')
	).toHaveCount(2);
	await mentions.getByRole('radio', { name: 'Résumé du matin' }).focus();
	await page.keyboard.press('ArrowRight');
	await page.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(page.getByRole('region', { name: 'Courriels' }).getByRole('status')).toHaveText(
		'Choix enregistrés. Le prochain courriel en tient compte.'
	);
	await page.reload();
	await expect(mentions.getByRole('radio', { name: 'Jamais' })).toBeChecked();
});

isolated(
	'[O31] the link of a message changes nothing until its button is pressed',
	async ({ world, browser }) => {
		const profile = `select u.id from auth.users as u where u.email = 'karim@tilleuls.example'`;
		const token = await world.value(
			`insert into public.mail_settings (profile_id) select p.id from (${profile}) as p (id)
			 on conflict (profile_id) do update set paces = '{}' returning token`
		);
		const paces = `select s.paces::text from public.mail_settings as s where s.profile_id = (${profile})`;
		const page = await browser.newPage({ locale: 'fr-FR' });
		await page.goto(`${world.url}/courriels/${token}`);
		await expect(page.getByRole('heading', { name: 'Moins d’e-mails' })).toBeVisible();
		expect(await world.value(paces)).toBe('{}');
		await page.getByRole('button', { name: 'Ne garder que le résumé du matin' }).click();
		await expect(page.getByRole('status').filter({ hasText: /./ })).toHaveText(
			'C’est fait. Vous ne recevrez plus que le résumé du matin.'
		);
		expect(await world.value(paces)).toContain('"circle": "digest"');
		await page.close();
	}
);

isolated('[O32] a mail server clicks the link without a page', async ({ world, playwright }) => {
	const profile = `select u.id from auth.users as u where u.email = 'thomas@tilleuls.example'`;
	const token = await world.value(
		`insert into public.mail_settings (profile_id) select p.id from (${profile}) as p (id)
		 on conflict (profile_id) do update set paces = '{}' returning token`
	);
	const server = await playwright.request.newContext({ baseURL: world.url });
	const answer = await server.post(`/courriels/${token}`, {
		form: { 'List-Unsubscribe': 'One-Click' }
	});
	expect(answer.status()).toBe(200);
	expect(
		await world.value(
			`select s.paces ->> 'circle' from public.mail_settings as s where s.profile_id = (${profile})`
		)
	).toBe('digest');
	await server.dispose();
});
