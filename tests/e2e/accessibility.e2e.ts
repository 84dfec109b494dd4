import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BOARD, caseAddress } from './support/people';
import { expect, test } from './support/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules about colours, the slowest ones. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];
type Part = 'everything' | 'colors' | 'all but colors';
/** The dark scheme changes colours only. */
const PART = { light: 'everything', dark: 'colors' } as const;

const PUBLIC = [
	'/connexion',
	'/connexion/lien',
	'/connexion/code',
	'/mot-de-passe',
	`/invitation/${'x'.repeat(43)}`,
	'/accessibilite',
	'/donnees'
];

const SIGNED_IN = [
	'/ma-journee',
	BOARD,
	`${BOARD}?vue=cohortes`,
	`${BOARD}?vue=liste`,
	'/q/les-tilleuls/situations/nouvelle',
	caseAddress('VT-018'),
	`${caseAddress('VT-018')}?onglet=partage`,
	`${caseAddress('VT-018')}?onglet=partage&etape=retrait`,
	`${caseAddress('VT-018')}?onglet=historique`,
	caseAddress('VT-050'),
	caseAddress('VT-015'),
	'/q/les-tilleuls/reunions',
	'/q/les-tilleuls/reunions/decisions',
	'/reglages/profil',
	'/reglages/raccourcis',
	'/reglages/securite'
];

for (const colorScheme of ['light', 'dark'] as const) {
	for (const address of PUBLIC) {
		test(`[J60] axe finds nothing on ${address}, ${colorScheme}`, async ({ visitor }) => {
			const page = await visitor({ colorScheme });
			await page.goto(address);
			await expectNoViolation(page, PART[colorScheme]);
		});
	}

	for (const address of SIGNED_IN) {
		test(`[J61] axe finds nothing on ${address}, ${colorScheme}`, async ({ pageOf }) => {
			const page = await pageOf('amina', { colorScheme });
			await page.goto(address);
			await expectNoViolation(page, PART[colorScheme]);
		});
	}

	test(`[J62] axe finds nothing on the preparation of a meeting, ${colorScheme}`, async ({
		pageOf
	}) => {
		const page = await pageOf('nathalie', { colorScheme });
		await page.goto('/q/les-tilleuls/reunions');
		await page
			.getByRole('link', { name: /^Préparer la réunion/ })
			.first()
			.click();
		await expect(page.getByRole('heading', { level: 1, name: /^Préparer/ })).toBeVisible();
		await expectNoViolation(page, PART[colorScheme]);
	});

	test(`[J64] axe finds nothing on minutes, and on a meeting before it starts, ${colorScheme}`, async ({
		pageOf
	}) => {
		const page = await pageOf('nathalie', { colorScheme });
		await page.goto('/q/les-tilleuls/reunions');
		await page
			.getByRole('link', { name: /^Relevé/ })
			.first()
			.click();
		await expect(page.getByRole('heading', { level: 1, name: /^Relevé/ })).toBeVisible();
		await expectNoViolation(page, PART[colorScheme]);
		await page.goto('/q/les-tilleuls/reunions');
		await page
			.getByRole('link', { name: /^Démarrer/ })
			.first()
			.click();
		await expect(page.getByRole('button', { name: 'Démarrer la réunion' })).toBeVisible();
		await expectNoViolation(page, PART[colorScheme]);
	});
}

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const address of SIGNED_IN) {
	test(`[J63] on a phone, ${address} fits its width and axe finds nothing`, async ({ pageOf }) => {
		const page = await pageOf('amina', PHONE);
		await page.goto(address);
		await expect(page.getByRole('main')).toBeVisible();
		const { scroll, client } = await page.evaluate(() => ({
			scroll: document.documentElement.scrollWidth,
			client: document.documentElement.clientWidth
		}));
		expect(scroll).toBeLessThanOrEqual(client);
		await expectNoViolation(page, 'all but colors');
	});
}

async function expectNoViolation(page: Page, part: Part): Promise<void> {
	await expect(page.getByRole('main')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const axe = new AxeBuilder({ page });
	if (part === 'colors') axe.withRules(COLOR_RULES);
	else axe.withTags(TAGS);
	if (part === 'all but colors') axe.disableRules(COLOR_RULES);
	const { violations } = await axe.analyze();
	const found = violations.map(
		({ id, help, nodes }) =>
			`${id}: ${help}: ${nodes.map(({ target }) => String(target)).join(' | ')}`
	);
	expect(found).toEqual([]);
}
