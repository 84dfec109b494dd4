import type { Locator, Page } from '@playwright/test';
import { saved } from './board-page';
import { caseAddress } from './people';
import { expect } from './test';

/** Opens a case and waits until its note can be written in. */
export async function openCase(page: Page, reference: string): Promise<Locator> {
	await page.goto(caseAddress(reference));
	await expect(commonNote(page)).toBeEditable();
	return commonNote(page);
}

/** Opens the sharing of a case and waits until the page is live. */
export async function openSharing(page: Page, reference: string): Promise<void> {
	await page.goto(`${caseAddress(reference)}?onglet=partage`);
	await expect(saved(page)).toBeVisible();
}

/** The note that the circle writes together. */
export function commonNote(page: Page): Locator {
	return page.getByRole('textbox', { name: /^Note commune/ });
}

/** Puts the caret at the end of the paragraph that holds `text`. */
export async function caretAfter(page: Page, note: Locator, text: string): Promise<void> {
	await note.getByText(text).first().click();
	await page.keyboard.press('End');
}

/** The text of a note without the names at the carets of others. */
export async function textOf(note: Locator): Promise<string> {
	return note.evaluate((element) => {
		const copy = element.cloneNode(true) as HTMLElement;
		for (const caret of copy.querySelectorAll('[aria-hidden="true"]')) caret.remove();
		return [...copy.children].map((block) => block.textContent.trim()).join('\n');
	});
}
