import { Refusal } from '$lib/domain/refusal';
import { refuse } from './refuse';

/** The form that a request carries; answers 400 when its body is none. A body that is too large keeps its own error. */
export async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch (cause) {
		if (cause instanceof TypeError) return refuse(new Refusal('invalid', { cause }));
		throw cause;
	}
}
