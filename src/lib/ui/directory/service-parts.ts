import type { Service } from '$lib/domain/service';
import { m } from '$lib/paraglide/messages';

interface ServicePart {
	label: string;
	text: string;
	/** Where a tap calls or writes; null for what does neither. */
	href: string | null;
}

/** What is told of a service beside its description, in reading order; what is empty is left out. */
export function partsOf(service: Service): ServicePart[] {
	const parts = [
		{ label: m.directory_contact(), text: service.contact, href: contactHref(service.contact) },
		{ label: m.directory_refer(), text: service.howToRefer, href: null },
		{ label: m.directory_conditions(), text: service.conditions, href: null },
		{ label: m.directory_delay(), text: service.delay, href: null }
	];
	return parts.filter(({ text }) => text !== '');
}

/** A contact that begins with a French telephone number is called; one that is an e-mail address alone is written to. */
function contactHref(contact: string): string | null {
	const [number] = /^0[1-9](?:[ .]?\d{2}){4}/.exec(contact) ?? [];
	if (number) return `tel:${number.replaceAll(/[ .]/g, '')}`;
	return /^[^\s@,;]+@[^\s@,;]+$/.test(contact) ? `mailto:${contact}` : null;
}
