import { expect, test } from 'vitest';
import { formOf } from './form-of';

test('a form is read', async () => {
	const form = await formOf(post('theme=dark', 'application/x-www-form-urlencoded'));
	expect(form.get('theme')).toBe('dark');
});

test.each([
	['{}', 'application/json'],
	['cut short', 'multipart/form-data; boundary=x'],
	['theme=dark', 'text/plain']
])('%j as %s is answered 400', async (body, type) => {
	await expect(formOf(post(body, type))).rejects.toMatchObject({
		status: 400,
		body: { code: 'invalid' }
	});
});

test('a body that ends in another error keeps it', async () => {
	const tooLarge = Object.assign(new Error('too large'), { status: 413 });
	const body = new ReadableStream({ start: (controller) => controller.error(tooLarge) });
	await expect(formOf(post(body, 'application/x-www-form-urlencoded'))).rejects.toBe(tooLarge);
});

function post(body: BodyInit, type: string): Request {
	return new Request('http://localhost/', {
		method: 'POST',
		headers: { 'content-type': type },
		body,
		...(body instanceof ReadableStream ? { duplex: 'half' } : {})
	});
}
