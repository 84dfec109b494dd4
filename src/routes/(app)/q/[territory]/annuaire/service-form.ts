/** What the forms of the directory may hold. The message of each check is the code that the page turns into words. */
import * as v from 'valibot';
import { isBlockerType, type BlockerType } from '$lib/domain/blocker';
import { SERVICE_LENGTHS } from '$lib/domain/service';

const Id = v.pipe(v.string('choice'), v.uuid('choice'));
const text = (max: number) =>
	v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(max, 'too_long'));

export const ServiceForm = v.object({
	id: Id,
	name: v.pipe(
		v.string('missing'),
		v.trim(),
		v.minLength(1, 'missing'),
		v.maxLength(SERVICE_LENGTHS.name, 'too_long')
	),
	description: text(SERVICE_LENGTHS.description),
	contact: text(SERVICE_LENGTHS.contact),
	howToRefer: text(SERVICE_LENGTHS.howToRefer),
	conditions: text(SERVICE_LENGTHS.conditions),
	delay: text(SERVICE_LENGTHS.delay),
	/** One at least; the others are read beside it. */
	types: v.pipe(
		v.string('missing'),
		v.check((type) => isBlockerType(type), 'missing')
	)
});

export const CheckForm = v.object({ id: Id });

export const ArchiveForm = v.object({
	id: Id,
	archived: v.pipe(
		v.picklist(['true', 'false'], 'choice'),
		v.transform((value) => value === 'true')
	)
});

/** Every type that is ticked in a form, once; what is none is left out. */
export function typesOf(form: FormData): BlockerType[] {
	return [...new Set(form.getAll('types').filter(isBlockerType))];
}
