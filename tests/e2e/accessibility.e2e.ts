import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { BOARD, caseAddress } from './support/people';
import { expect, test } from './support/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules about colours, the slowest ones. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];
type Part = 'everything' | 'colors' | 'all but colors';

/** Of a long list or table the first rows are looked at: the others are made by the same component. */
const ALIKE = ['li:nth-child(n+7)', 'tbody tr:nth-child(n+7)'];

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Without transitions: a colour is looked at as it stays. */
const STILL = { reducedMotion: 'reduce' } as const;

const GROUP = '/q/les-tilleuls';
const SAMIRA = caseAddress('VT-018');

const PUBLIC = [
	'/connexion',
	'/connexion/lien',
	'/connexion/code',
	'/mot-de-passe',
	`/invitation/${'x'.repeat(43)}`,
	`/reponse/${'x'.repeat(43)}`,
	'/accessibilite',
	'/donnees'
];

const SIGNED_IN = [
	'/ma-journee',
	BOARD,
	`${BOARD}?vue=cohortes`,
	`${BOARD}?vue=liste`,
	`${GROUP}/annuaire`,
	`${GROUP}/situations/nouvelle`,
	`${GROUP}/situations/importer`,
	SAMIRA,
	`${SAMIRA}?onglet=parcours`,
	`${SAMIRA}?onglet=partage`,
	`${SAMIRA}?onglet=partage&etape=retrait`,
	`${SAMIRA}?onglet=historique`,
	`${SAMIRA}/cloture`,
	caseAddress('VT-050'),
	caseAddress('VT-015'),
	`${GROUP}/reunions`,
	`${GROUP}/reunions/decisions`,
	'/reglages/profil',
	'/reglages/securite',
	'/reglages/notifications',
	'/reglages/raccourcis'
];

// They look and change nothing: any worker may take any page.
test.describe.configure({ mode: 'parallel' });

for (const address of PUBLIC) {
	test(`[J60] axe finds nothing on ${address}, light and dark`, async ({ visitor }) => {
		const page = await visitor(STILL);
		await page.goto(address);
		await expectLightAndDark(page);
	});
}

for (const address of SIGNED_IN) {
	test(`[J61][J63] axe finds nothing on ${address}, light, dark and on a phone, whose width it fits`, async ({
		pageOf
	}) => {
		const page = await pageOf('amina', STILL);
		await page.goto(address);
		await expectLightAndDark(page);
		await expectPhone(page);
	});
}

test('[J62] axe finds nothing on the preparation of a meeting', async ({ pageOf }) => {
	const page = await pageOf('nathalie', STILL);
	await page.goto(`${GROUP}/reunions`);
	await page
		.getByRole('link', { name: /^Préparer la réunion/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1, name: /^Préparer/ })).toBeVisible();
	await expectLightAndDark(page);
	await expectPhone(page);
});

test('[J64] axe finds nothing on minutes, and on a meeting before it starts', async ({
	pageOf
}) => {
	const page = await pageOf('nathalie', STILL);
	await page.goto(`${GROUP}/reunions`);
	await page
		.getByRole('link', { name: /^Relevé/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1, name: /^Relevé/ })).toBeVisible();
	await expectLightAndDark(page);
	await page.goto(`${GROUP}/reunions`);
	await page
		.getByRole('link', { name: /^Démarrer/ })
		.first()
		.click();
	await expect(page.getByRole('button', { name: 'Démarrer la réunion' })).toBeVisible();
	await expectLightAndDark(page);
});

/** The dark scheme changes colours only. */
async function expectLightAndDark(page: Page): Promise<void> {
	await page.setViewportSize(DESKTOP);
	await page.emulateMedia({ colorScheme: 'light' });
	await expectNoViolation(page, 'everything');
	await page.emulateMedia({ colorScheme: 'dark' });
	await expectNoViolation(page, 'colors');
}

async function expectPhone(page: Page): Promise<void> {
	await page.setViewportSize(PHONE);
	const { scroll, client } = await page.evaluate(() => ({
		scroll: document.documentElement.scrollWidth,
		client: document.documentElement.clientWidth
	}));
	expect(scroll).toBeLessThanOrEqual(client);
	await expectNoViolation(page, 'all but colors');
}

async function expectNoViolation(page: Page, part: Part): Promise<void> {
	await expect(page.getByRole('main')).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	const axe = new AxeBuilder({ page });
	for (const rows of ALIKE) axe.exclude(rows);
	if (part === 'colors') axe.withRules(COLOR_RULES);
	else axe.withTags(TAGS);
	if (part === 'all but colors') axe.disableRules(COLOR_RULES);
	const { violations } = await axe.analyze();
	const found = violations.map(
		({ id, help, nodes }) =>
			`${part}: ${id}: ${help}: ${nodes.map(({ target }) => String(target)).join(' | ')}`
	);
	expect(found).toEqual([]);
}
