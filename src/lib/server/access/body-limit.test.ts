import { expect, test } from 'vitest';
import { withBodyLimit } from './body-limit';

const PAGE = '/q/les-essais/situations/nouvelle';
const LIMIT = 512 * 1024;

function request(bytes: number, length: boolean): Request {
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (let left = bytes; left > 0; left -= 65_536) {
				controller.enqueue(new Uint8Array(Math.min(left, 65_536)));
			}
			controller.close();
		}
	});
	const options = {
		method: 'POST',
		body,
		duplex: 'half',
		headers: length ? { 'content-length': String(bytes) } : {}
	};
	return new Request('http://localhost/', options);
}

test('[I2] a body that says that it is too long is refused before it is read', () => {
	expect(() => withBodyLimit(request(LIMIT + 1, true), PAGE)).toThrow(
		expect.objectContaining({ status: 413 })
	);
});

test('[I2] a body that does not say it breaks off', async () => {
	const limited = withBodyLimit(request(LIMIT + 1, false), PAGE);
	await expect(limited.arrayBuffer()).rejects.toMatchObject({ status: 413 });
});

test.each([true, false])(
	'[I2] a body within the limit is read whole (length said: %s)',
	async (said) => {
		const limited = withBodyLimit(request(LIMIT, said), PAGE);
		expect((await limited.arrayBuffer()).byteLength).toBe(LIMIT);
	}
);

test('[I2] files of imports have a limit of their own', () => {
	const sent = request(LIMIT + 1, true);
	expect(withBodyLimit(sent, '/q/les-essais/situations/importer')).toBe(sent);
});
