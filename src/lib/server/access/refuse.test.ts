import { isHttpError } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { Refusal, type RefusalCode } from '$lib/domain/refusal';
import { refuse, STATUS } from './refuse';

test.each(Object.entries(STATUS) as [RefusalCode, number][])(
	'%s answers %i and tells its code only',
	(code, status) => {
		const thrown = caught(new Refusal(code, { cause: new Error('a name') }));
		expect(isHttpError(thrown, status)).toBe(true);
		expect(thrown).toMatchObject({ body: { code, message: code } });
	}
);

test('anything else is a bug and goes on as it is', () => {
	const bug = new Error('bug');
	expect(caught(bug)).toBe(bug);
});

function caught(cause: unknown): unknown {
	try {
		return refuse(cause);
	} catch (thrown) {
		return thrown;
	}
}
