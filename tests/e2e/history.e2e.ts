import { demoAccounts } from '../../src/lib/server/local/demo/demo-accounts';
import { saved } from './support/board-page';
import { openCase } from './support/case-page';
import { caseAddress } from './support/people';
import { enrol } from './support/second-factor';
import { expect, test } from './support/test';

test('[J79] the history says who opened and wrote, without what, and is filtered by person and part, in the address', async ({
	pageOf
}) => {
	const [bruno, lea] = [await pageOf('bruno'), await pageOf('lea')];
	const note = await openCase(bruno, 'VT-021');
	await note.click();
	await bruno.keyboard.type('Une phrase secrète. ');
	await expect(saved(bruno)).toBeVisible();

	await openCase(lea, 'VT-021');
	await lea.getByRole('tab', { name: 'Historique' }).click();
	const panel = lea.getByRole('tabpanel', { name: 'Historique' });
	await expect(panel).toContainText('Bruno Ferreira a écrit dans la note commune ou un entretien');
	await expect(panel).toContainText('Léa Marchand a ouvert la situation');
	await expect(panel).not.toContainText('phrase secrète');

	await panel.getByLabel('Personne').selectOption({ label: 'Léa Marchand' });
	await expect(panel).not.toContainText('Bruno Ferreira a écrit');
	await expect(lea).toHaveURL(/qui=/);
	await panel.getByLabel('Partie', { exact: true }).selectOption({ label: 'Partage' });
	await expect(lea).toHaveURL(/partie=partage/);
	await expect(panel).toContainText('Aucune ligne ne répond à ces filtres.');
});

test('[J80] the history is an address, drawn without scripts, and its pages follow each other', async ({
	pageOf
}) => {
	const amina = await pageOf('amina', { javaScriptEnabled: false });
	await amina.goto(`${caseAddress('VT-018')}?onglet=historique`);
	await expect(amina.getByRole('tab', { name: 'Historique' })).toHaveAttribute(
		'aria-selected',
		'true'
	);
	await expect(amina.getByText(/ a signalé un frein/).first()).toBeVisible();
	await amina.getByLabel('Partie', { exact: true }).selectOption('consultations');
	await amina.getByRole('button', { name: 'Filtrer' }).click();
	await expect(amina.getByText(/ a ouvert la situation/).first()).toBeVisible();
	await expect(amina.getByText(/ a signalé un frein/)).toHaveCount(0);
});

test('[J82] an identity is shown and changed with a second factor, hidden when leaving, and told by fields', async ({
	visitor
}) => {
	const olivier = await visitor();
	await olivier.goto('/connexion');
	await olivier.getByLabel('Adresse électronique').fill('olivier@tilleuls.example');
	await olivier.getByLabel('Mot de passe', { exact: true }).fill(passphrase('olivier'));
	await olivier.getByRole('button', { name: 'Se connecter' }).click();
	await olivier.waitForURL((url) => !url.pathname.startsWith('/connexion'));
	await olivier.goto('/reglages/securite');
	await enrol(olivier);

	await openCase(olivier, 'VT-010');
	await olivier.getByRole('button', { name: 'Afficher l’identité' }).click();
	await olivier.getByRole('button', { name: 'Modifier', exact: true }).click();
	const dialog = olivier.getByRole('dialog', { name: 'Modifier l’identité' });
	await dialog.getByLabel(/^Téléphone/).fill('06 00 00 00 10');
	await dialog.getByLabel(/^Adresse électronique/).fill('pas une adresse');
	await dialog.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(dialog).toContainText('Cette adresse ne convient pas.');
	await dialog.getByLabel(/^Adresse électronique/).fill('');
	await dialog.getByRole('button', { name: 'Enregistrer' }).click();
	await expect(olivier.getByRole('link', { name: '06 00 00 00 10' })).toBeVisible();

	await olivier.getByRole('tab', { name: 'Historique' }).click();
	const panel = olivier.getByRole('tabpanel', { name: 'Historique' });
	await expect(panel).toContainText('Olivier Teyssier a consulté l’identité');
	await expect(panel).toContainText(/Olivier Teyssier a modifié l’identité.*téléphone/);
	await expect(panel).not.toContainText('06 00 00 00 10');
	await olivier.getByRole('link', { name: 'Tableau' }).first().click();
	await expect(olivier.getByText('06 00 00 00 10')).toHaveCount(0);
});

test.describe('not found', () => {
	test.use({ expectedMessages: [/40[34]/] });

	test('[J81] outside the circle there is no history', async ({ pageOf }) => {
		const karim = await pageOf('karim');
		await karim.goto(`${caseAddress('VT-018')}?onglet=historique`);
		await expect(karim.getByRole('tab')).toHaveCount(0);
		const answer = await karim.goto(`${caseAddress('VT-018')}/historique`);
		expect(answer?.status()).toBe(403);
		const unknown = await karim.goto(`${caseAddress('VT-050')}/historique`);
		expect(unknown?.status()).toBe(404);
	});
});

function passphrase(name: string): string {
	return demoAccounts().find(({ email }) => email.startsWith(`${name}@`))?.password ?? '';
}
