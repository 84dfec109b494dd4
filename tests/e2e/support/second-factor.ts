/** An authenticator application, in a few lines: what somebody's phone does in the tests. */
import { createHmac } from 'node:crypto';
import { expect, type Page } from '@playwright/test';

/** How long a form may take on a busy machine. */
const TO_TYPE_MS = 8_000;
const STEP_MS = 30_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of a base 32 secret for a step of thirty seconds (RFC 6238). */
function codeAt(secret: string, step: number): string {
	const bits = Array.from(secret, (letter) =>
		ALPHABET.indexOf(letter).toString(2).padStart(5, '0')
	);
	const bytes = bits.join('').match(/.{8}/g) ?? [];
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const key = Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
	const mac = createHmac('sha1', key).update(counter).digest();
	const value = mac.readUInt32BE(mac.readUInt8(mac.length - 1) % 16) % 2 ** 31;
	return String(value % 1_000_000).padStart(6, '0');
}

/** What somebody keeps who has a second factor. */
export interface Phone {
	/** Ten codes set aside, each of which serves once. */
	backupCodes: string[];
	/** A code that was not typed yet. A step serves once, so that the third in a minute waits for its time. */
	code(): Promise<string>;
	/** The last code typed, which serves no more. */
	lastCode(): string;
}

function phoneOf(secret: string): Phone {
	let last = 0;
	return {
		backupCodes: [],
		async code() {
			const now = (): number => Math.floor(Date.now() / STEP_MS);
			// The service takes the code of the step that follows too.
			await expect.poll(() => now() + 1, { timeout: 2 * STEP_MS }).toBeGreaterThan(last);
			// The oldest that is taken must still be when the form arrives.
			await expect
				.poll(() => STEP_MS - (Date.now() % STEP_MS), { timeout: STEP_MS })
				.toBeGreaterThan(TO_TYPE_MS);
			last = Math.max(now() - 1, last + 1);
			return codeAt(secret, last);
		},
		lastCode: () => codeAt(secret, last)
	};
}

/** Sets up an application from the page that offers it (welcome or settings), up to the ten backup codes. */
export async function enrol(page: Page): Promise<Phone> {
	await page.getByRole('button', { name: 'Commencer' }).click();
	const key = await page.getByRole('main').locator('code').innerText();
	const phone = phoneOf(key.replace(/\s/g, ''));
	await page.getByLabel('Code de vérification').fill(await phone.code());
	await page.getByRole('button', { name: 'Vérifier et activer' }).click();
	await expect(page.getByRole('heading', { name: 'Vos dix codes de secours' })).toBeVisible();
	const codes = page.getByRole('listitem').filter({ hasText: /^\w{5}-\w{5}$/ });
	await expect(codes).toHaveCount(10);
	phone.backupCodes.push(...(await codes.allInnerTexts()));
	return phone;
}
